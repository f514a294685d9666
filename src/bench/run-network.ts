import { CloudgameError } from '../errors.js';
import { EMBEDDED_SIGNALLING_PATH } from '../protocol/defaults.js';
import { checkCrossing } from './network/crossing-check.js';
import type { NetworkProfile } from './network/link-profile.js';
import { NetworkRelay } from './network/network-relay.js';
import type { Player } from './player.js';
import type { Measures } from './report/measures.js';

/** The same in every run: what is lost is chance, but not another chance each time. */
const SEED = 1;

/** The network of a run, with a relay where it isn't just this computer's own. */
export interface RunNetwork {
  /** The link that leads through it. */
  through(link: string): string;
  /**
   * What the relay did, where there is one.
   *
   * @param players - that are still in.
   * @param ports - of the host, as other viewers know it.
   * @throws CloudgameError (network) where a player's packets took another way.
   */
  report(players: readonly Player[], ports: readonly number[]): Promise<Pick<Measures, 'networkRelay'>>;
  close(): Promise<void>;
}

/** @param port - of the host's own web server, with the signalling server on it. */
export async function startNetwork(profile: NetworkProfile, port: number): Promise<RunNetwork> {
  if (profile.name === 'none') {
    return { through: (link) => link, report: async () => ({}), close: async () => undefined };
  }
  const signallingUrl = `ws://127.0.0.1:${port}${EMBEDDED_SIGNALLING_PATH}`;
  const relay = await NetworkRelay.start({ signallingUrl, profile, seed: SEED });
  return {
    through: (link) => relay.linkThrough(link),
    async report(players, ports) {
      const ofPlayers = await Promise.all(players.map((player) => player.path()));
      const ends = [...ofPlayers, ...ports.map((remotePort) => ({ remotePort }))];
      const { paths } = await relay.report();
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
      return {
        networkRelay: {
          packets: total(({ packets }) => packets),
          bytes: total(({ bytes }) => bytes),
          delivered: total(({ deliveredPackets }) => deliveredPackets),
          lost: total(({ lostPackets }) => lostPackets),
          overflowed: total(({ queueDrops }) => queueDrops),
        },
      };
    },
    close: () => relay.close(),
  };
}
