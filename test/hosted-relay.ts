import { onTestFinished } from 'vitest';
import { NetworkRelay } from '../src/bench/network/network-relay.js';
import { parseNetwork } from '../src/bench/network/parse-network.js';
import type { EventOf } from './host-process.js';

/** A network, as `--network` has it, between a host and whoever follows a link through it, for one test. */
export async function relayTo(
  { ready }: { readonly ready: EventOf<'ready'> },
  network: string,
): Promise<NetworkRelay> {
  const signallingUrl = `ws://127.0.0.1:${ready.port}/signal`;
  const relay = await NetworkRelay.start({ signallingUrl, profile: parseNetwork(network), seed: 1 });
  onTestFinished(() => relay.close());
  return relay;
}
