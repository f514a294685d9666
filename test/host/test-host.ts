import { onTestFinished } from 'vitest';
import type { HostEvent, UntimedEvent } from '../../src/host/events.js';
import { Host } from '../../src/host/host.js';
import type { HostOptions } from '../../src/host/host-parts.js';
import type { Settings } from '../../src/host/settings.js';
import { Inbox } from '../room/inbox.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

export interface TestHost {
  readonly host: Host;
  readonly events: Inbox<UntimedEvent>;
  /** The first event of a kind, from position `start` on, for which the rest holds. */
  event<Kind extends HostEvent['event']>(
    kind: Kind,
    fits?: (event: Extract<UntimedEvent, { event: Kind }>) => boolean,
    start?: number,
  ): Promise<Extract<UntimedEvent, { event: Kind }>>;
}

export interface TestHostOptions extends Partial<Omit<HostOptions, 'settings'>> {
  readonly settings?: Partial<Settings>;
}

/** Hosts the test pattern, or what the options say, NES games by default, for one test, on the loopback alone. */
export async function openHost({ settings, ...options }: TestHostOptions = {}): Promise<TestHost> {
  const events = new Inbox<UntimedEvent>();
  const host = await Host.open(
    {
      core: options.game === undefined ? 'test-pattern' : 'nes',
      maxViewers: 8,
      newLink: false,
      dataDir: options.dataDir ?? (await temporaryFolder()),
      cacheDir: options.cacheDir ?? (await temporaryFolder()),
      version: '0.0.0',
      settings: {
        signalling: { kind: 'embedded' },
        iceServers: [],
        codec: 'vp8',
        transport: 'auto',
        sandbox: 'auto',
        playersMay: ['pause'],
        port: 0,
        listenAddress: '127.0.0.1',
        ...settings,
      },
      ...options,
    },
    (event) => events.push(event),
  );
  onTestFinished(() => host.close('The test is over.'));
  return {
    host,
    events,
    event: (kind, fits = () => true, start = 0) =>
      events.find(
        (event): event is Extract<UntimedEvent, { event: typeof kind }> =>
          event.event === kind && fits(event as Extract<UntimedEvent, { event: typeof kind }>),
        start,
      ),
  };
}
