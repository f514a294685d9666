import * as v from 'valibot';

/**
 * The PeerJS signalling messages that this project uses (peerjs-server `MessageType`). The server relays `OFFER`,
 * `ANSWER`, `CANDIDATE`, `LEAVE` and `EXPIRE` between peers and stamps them with their sender in `src`.
 */

const text = v.pipe(v.string(), v.maxLength(64 * 1024));
const peerId = v.pipe(v.string(), v.maxLength(128));
const connectionId = v.pipe(v.string(), v.maxLength(64));

const description = v.object({ type: v.picklist(['offer', 'answer']), sdp: text });
const candidate = v.object({
  candidate: text,
  sdpMid: v.nullish(v.pipe(v.string(), v.maxLength(32))),
  sdpMLineIndex: v.nullish(v.pipe(v.number(), v.finite())),
});

export const serverMessage = v.variant('type', [
  v.object({ type: v.literal('OPEN') }),
  v.object({ type: v.literal('ID-TAKEN') }),
  v.object({ type: v.literal('INVALID-KEY') }),
  v.object({ type: v.literal('ERROR'), payload: v.optional(v.object({ msg: text })) }),
  v.object({ type: v.literal('EXPIRE'), src: peerId }),
  v.object({ type: v.literal('LEAVE'), src: peerId }),
  v.object({
    type: v.literal('OFFER'),
    src: peerId,
    payload: v.object({ connectionId, sdp: description }),
  }),
  v.object({
    type: v.literal('ANSWER'),
    src: peerId,
    payload: v.object({ connectionId, sdp: description }),
  }),
  v.object({
    type: v.literal('CANDIDATE'),
    src: peerId,
    payload: v.object({ connectionId, candidate }),
  }),
]);
export type ServerMessage = v.InferOutput<typeof serverMessage>;
export type IceCandidate = v.InferOutput<typeof candidate>;

/** A message to another peer; the server adds `src`. */
export type PeerMessage =
  /** What was offered is given up. */
  | { readonly type: 'LEAVE'; readonly dst: string }
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
  const result = v.safeParse(serverMessage, value, { abortEarly: true });
  return result.success ? result.output : undefined;
}
