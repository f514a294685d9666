import { isIPv4 } from 'node:net';

/** An IPv4 address and a UDP port. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** What lines of a session description may hold an address that is not the relay's (RFC 8839 section 5, RFC 3605). */
const CANDIDATES = /^a=(candidate|remote-candidates)[:\s]/i;
const CONNECTION = /^c=/;
const RTCP_ADDRESS = /^a=rtcp:/i;
const MEDIA = /^(m=\S+) \d+(\/\d+)? /;
/** Host candidates come first (RFC 8445 section 5.1.2.1): type 126, any local preference, component 1. */
const HOST_PRIORITY = 2_130_706_431;
/** The port of a section whose candidates are to come (RFC 8840 section 4.1.1). */
const DISCARD_PORT = 9;

/**
 * Reads the address of a candidate, with or without `a=` (RFC 8839 section 5.1).
 *
 * @returns where packets for it go over UDP and IPv4; `undefined` for TCP, IPv6, names of multicast DNS, and anything
 *   that is no candidate.
 */
export function candidateEndpoint(candidate: string): Endpoint | undefined {
  const [foundation = '', , protocol = '', , address = '', port = '', typ, type] = candidate
    .trim()
    .split(/\s+/);
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  const isCandidate = /^(a=)?candidate:/i.test(foundation) && typ === 'typ' && type !== undefined;
  if (!isCandidate || protocol.toLowerCase() !== 'udp' || !isIPv4(address)) return undefined;
  return number > 0 && number <= 65_535 ? { address, port: number } : undefined;
}

/** All addresses of a description's candidates that can be reached over UDP and IPv4. */
export function descriptionEndpoints(sdp: string): Endpoint[] {
  return sdp.split(/\r\n|\r|\n/).flatMap((line) => {
    const found = /^a=candidate:/i.test(line) ? candidateEndpoint(line) : undefined;
    return found ? [found] : [];
  });
}

/**
 * Rewrites a session description so that its reader knows no address but the relay's: every candidate goes, as do
 * addresses elsewhere, and the relay's stands in the first section, to which the others are bundled (RFC 8843). The end
 * of candidates stays where it was told.
 */
export function rewriteDescription(sdp: string, relay: Endpoint): string {
  const lines = sdp
    .split(/\r\n|\r|\n/)
    .filter((line) => line !== '' && !CANDIDATES.test(line) && !RTCP_ADDRESS.test(line))
    .map((line) => {
      if (CONNECTION.test(line)) return 'c=IN IP4 0.0.0.0';
      // Port 0 would reject the section (RFC 3264 section 6).
      return line.replace(MEDIA, (all, media: string) =>
        / 0(\/\d+)? $/.test(all) ? all : `${media} ${DISCARD_PORT} `,
      );
    });
  const firstSection = lines.findIndex((line) => line.startsWith('m='));
  if (firstSection >= 0) lines.splice(endOfHead(lines, firstSection), 0, `a=${relayCandidate(relay)}`);
  return `${lines.join('\r\n')}\r\n`;
}

/** The relay's candidate, without `a=`. */
export function relayCandidate({ address, port }: Endpoint): string {
  return `candidate:1 1 UDP ${HOST_PRIORITY} ${address} ${port} typ host`;
}

/** Attributes come after all other lines of a section (RFC 8866 section 5). */
function endOfHead(lines: readonly string[], section: number): number {
  let index = section + 1;
  while (index < lines.length && /^[icbk]=/.test(lines[index]!)) index++;
  return index;
}
