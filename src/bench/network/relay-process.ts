// The relay in a process of its own, so that neither host nor browser nor benchmark wait for it, nor it for them. Talks to
// the benchmark over Node's channel between parent and child, and ends with it.
import { Relay } from './relay.js';
import type { RelayAnswer, RelayRequest } from './relay-message.js';

let relay: Relay | undefined;

process.on('message', async (request: RelayRequest) => {
  try {
    answer(await serve(request));
  } catch (error) {
    answer({ kind: 'failed', message: (error as Error).message });
  }
});
process.on('disconnect', () => {
  relay?.close();
  process.exit();
});
// Ctrl-C reaches the whole group of processes: the benchmark says when it is over.
process.on('SIGINT', () => {});

async function serve(request: RelayRequest): Promise<RelayAnswer> {
  switch (request.kind) {
    case 'open':
      relay = await Relay.open(request.options);
      return { kind: 'opened', signallingUrl: relay.signallingUrl };
    case 'change':
      relay?.change(request.profile);
      return { kind: 'changed' };
    case 'begin-time-line':
      relay?.beginTimeLine();
      return { kind: 'begun' };
    case 'cut':
      return { kind: 'cut', paths: relay?.cut(request.viewerPort) ?? 0 };
    case 'report':
      if (!relay) throw new Error('the relay is not open');
      return { kind: 'report', report: relay.report() };
  }
}

function answer(message: RelayAnswer): void {
  if (process.connected) process.send?.(message);
}
