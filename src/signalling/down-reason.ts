import type { SignallingDownReason } from '../protocol/signalling-client.js';

/**
 * Words why a signalling server doesn't let the host in.
 *
 * @param error - what its socket said, where it said something.
 */
export function describeDownReason(reason: SignallingDownReason, url: string, error?: Error): string {
  const { host } = new URL(url);
  switch (reason) {
    case 'unreachable':
      return `The signalling server ${host} can't be reached: ${describeSocketError(error)}.`;
    case 'lost':
      return `The connection to the signalling server ${host} was lost; it is being taken up again.`;
    case 'id-taken':
      return `The signalling server ${host} has this room's name already: the same game is hosted elsewhere with the same keys, or \`--new-link\` is needed.`;
    case 'refused':
      return `The signalling server ${host} refuses the host: it is full, or the key in its URL is wrong.`;
  }
}

function describeSocketError(error: Error | undefined): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name is not known to the network; is this computer online?';
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return 'no way leads there; is this computer online?';
    case 'ETIMEDOUT':
      return 'it does not answer';
  }
  if (/CERT|SELF_SIGNED|SSL|TLS/.test(code)) return `its certificate is not trusted (${code})`;
  const status = /Unexpected server response: (\d+)/.exec(error?.message ?? '')?.[1];
  if (status !== undefined) return `it is no PeerJS server, or has another path (HTTP status ${status})`;
  return error?.message ?? 'it does not answer';
}
