import { CloudgameError } from '../errors.js';
import { EMBEDDED_SIGNALLING_PATH } from '../protocol/defaults.js';
import { checkCrossing } from './network/crossing-check.js';
import type { NetworkProfile } from './network/link-profile.js';
import { NetworkRelay } from './network/network-relay.js';
import type { EnteredPhase, RelayPeriod } from './network/relay-report.js';
import type { Player } from './player.js';
import type { Measures } from './report/measures.js';

/** The same in every run: what is lost is chance, but not another chance each time. */
const SEED = 1;

/** The network of a run, with a relay where it isn't just this computer's own. */
export interface RunNetwork {
  /** Process id of the relay, where there is one. */
  readonly pid?: number;
  /** The link that leads through it. */
  through(link: string): string;
  /** The network's time line begins now, where it has one. */
  begin(): Promise<void>;
  /**
   * What the relay did, where there is one.
   *
   * @param players - that are still in.
   * @param ports - of the host, as other viewers know it.
   * @throws CloudgameError (network) where a player's packets took another way.
   */
  report(players: readonly Player[], ports: readonly number[]): Promise<NetworkCourse>;
  close(): Promise<void>;
}

/** What a relay did in the course of a run. */
export interface NetworkCourse {
  readonly figures: Pick<Measures, 'networkRelay'>;
  readonly periods: readonly RelayPeriod[];
  readonly phases: readonly EnteredPhase[];
}

const NO_RELAY: NetworkCourse = { figures: {}, periods: [], phases: [] };

/**
 * Starts the network of a run.
 *
 * @param port - of the host's own web server, with the signalling server on it.
 * @param periodMs - how long the periods are whose traffic it tells of.
 */
export async function startNetwork(
  profile: NetworkProfile,
  port: number,
  periodMs?: number,
): Promise<RunNetwork> {
  if (profile.name === 'none') {
    const nothing = async () => undefined;
    return { through: (link) => link, begin: nothing, report: async () => NO_RELAY, close: nothing };
  }
  const signallingUrl = `ws://127.0.0.1:${port}${EMBEDDED_SIGNALLING_PATH}`;
  const relay = await NetworkRelay.start({ signallingUrl, profile, seed: SEED, periodMs });
  return {
    pid: relay.pid,
    through: (link) => relay.linkThrough(link),
    begin: () => relay.beginTimeLine(),
    async report(players, ports) {
      const ofPlayers = await Promise.all(players.map((player) => player.path()));
      const ends = [...ofPlayers, ...ports.map((remotePort) => ({ remotePort }))];
      const { paths, timeLine, phases } = await relay.report();
      const faults = ends.flatMap((end) =>
        checkCrossing(
          paths.find(({ ports }) => ports.viewer === end.remotePort),
          end,
        ),
      );
      if (faults.length > 0) {
        throw new CloudgameError(
          'network',
          `The packets did not all cross the relay, so another network was measured. ${faults.join(' ')}`,
          'Measure without --network, or close what opens other ways between programs of this computer.',
        );
      }
      const links = paths.flatMap(({ down, up }) => [down, up]);
      const total = (figure: (link: (typeof links)[number]) => number) =>
        links.reduce((sum, link) => sum + figure(link), 0);
      const networkRelay = {
        packets: total(({ packets }) => packets),
        bytes: total(({ bytes }) => bytes),
        delivered: total(({ deliveredPackets }) => deliveredPackets),
        lost: total(({ lostPackets }) => lostPackets),
        overflowed: total(({ queueDrops }) => queueDrops),
      };
      return { figures: { networkRelay }, periods: timeLine, phases };
    },
    close: () => relay.close(),
  };
}
