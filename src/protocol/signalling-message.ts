import * as z from 'zod/mini';

/**
 * The PeerJS signalling messages that this project uses (peerjs-server `MessageType`). The server relays `OFFER`,
 * `ANSWER`, `CANDIDATE`, `LEAVE` and `EXPIRE` between peers and stamps them with their sender in `src`.
 */

const text = z.string().check(z.maxLength(64 * 1024));
const peerId = z.string().check(z.maxLength(128));
const connectionId = z.string().check(z.maxLength(64));

const description = z.object({ type: z.enum(['offer', 'answer']), sdp: text });
const candidate = z.object({
  candidate: text,
  sdpMid: z.nullish(z.string().check(z.maxLength(32))),
  sdpMLineIndex: z.nullish(z.number()),
});

export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('OPEN') }),
  z.object({ type: z.literal('ID-TAKEN') }),
  z.object({ type: z.literal('INVALID-KEY') }),
  z.object({ type: z.literal('ERROR'), payload: z.optional(z.object({ msg: text })) }),
  z.object({ type: z.literal('EXPIRE'), src: peerId }),
  z.object({ type: z.literal('LEAVE'), src: peerId }),
  z.object({
    type: z.literal('OFFER'),
    src: peerId,
    payload: z.object({ connectionId, sdp: description }),
  }),
  z.object({
    type: z.literal('ANSWER'),
    src: peerId,
    payload: z.object({ connectionId, sdp: description }),
  }),
  z.object({
    type: z.literal('CANDIDATE'),
    src: peerId,
    payload: z.object({ connectionId, candidate }),
  }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;
export type IceCandidate = z.infer<typeof candidate>;

/** A message to another peer; the server adds `src`. */
export type PeerMessage =
  | {
      readonly type: 'OFFER' | 'ANSWER';
      readonly dst: string;
      readonly payload: {
        readonly type: 'media';
        readonly connectionId: string;
        readonly sdp: { readonly type: 'offer' | 'answer'; readonly sdp: string };
      };
    }
  | {
      readonly type: 'CANDIDATE';
      readonly dst: string;
      readonly payload: {
        readonly type: 'media';
        readonly connectionId: string;
        readonly candidate: IceCandidate;
      };
    };

const MAX_MESSAGE_LENGTH = 128 * 1024;

/** Reads what a signalling server sent; `undefined` for anything that this project has no use for. */
export function readServerMessage(data: unknown): ServerMessage | undefined {
  if (typeof data !== 'string' || data.length > MAX_MESSAGE_LENGTH) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  const result = z.safeParse(serverMessage, value);
  return result.success ? result.data : undefined;
}
