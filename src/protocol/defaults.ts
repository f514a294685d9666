/** The signalling server that PeerJS runs for everyone: the meeting place of hosts and players out there. */
export const PUBLIC_SIGNALLING_URL = 'wss://0.peerjs.com:443/?key=peerjs';

/** Servers that tell each side its public address (STUN, RFC 8489). */
export const DEFAULT_ICE_SERVERS: readonly string[] = ['stun:stun.l.google.com:19302'];

/** Where a host's own web server has its signalling server, beside the player page. */
export const EMBEDDED_SIGNALLING_PATH = '/signal';

/** The key that PeerJS clients name; of use only to tell a PeerJS server's tenants apart. */
export const DEFAULT_SIGNALLING_KEY = 'peerjs';

/** Labels of the data channels in a viewer's offer. */
export const CHANNEL_LABELS = { control: 'control', input: 'input', frames: 'frames' } as const;
