import { CloudgameError } from '../errors.js';

/**
 * Checks the address of a STUN or TURN server (RFC 7064, RFC 7065): `stun:host:port`, or
 * `turn:user:password@host:port?transport=udp`, whose user and password (with special letters in percent encoding)
 * come before the host as the WebRTC libraries of hosts take them.
 *
 * @throws CloudgameError (usage) for anything else.
 */
export function checkIceServer(text: string): string {
  const match =
    /^(stuns?|turns?):(?:[^\s:@/?]+:[^\s:@/?]+@)?([^\s:@/?]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(\?transport=(?:udp|tcp))?$/i.exec(
      text,
    );
  const [, scheme = '', , port, transport] = match ?? [];
  const isStun = scheme.toLowerCase().startsWith('stun');
  if (!match || Number(port ?? 1) > 65535 || port === '0' || (isStun && (transport || text.includes('@')))) {
    throw new CloudgameError(
      'usage',
      `"${masked(text)}" is no STUN or TURN server.`,
      'Write `stun:host:port`, or `turn:user:password@host:port` for one that relays.',
    );
  }
  if (!isStun && !text.includes('@')) {
    throw new CloudgameError(
      'usage',
      `The TURN server "${masked(text)}" comes without a user and a password.`,
      'Write `turn:user:password@host:port`; TURN servers relay for those they know only.',
    );
  }
  return text;
}

/** Passwords stay out of messages, which end up in logs. */
function masked(text: string): string {
  return text.replace(/^(\w+:[^:@]*):[^@]*@/, '$1:…@');
}

/** Reads a list of servers, with spaces or commas between them; `none` is an empty one. */
export function parseIceServers(text: string): string[] {
  if (text.trim() === 'none') return [];
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(checkIceServer);
}
