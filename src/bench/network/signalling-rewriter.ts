import * as v from 'valibot';
import {
  candidateEndpoint,
  descriptionEndpoints,
  type Endpoint,
  rewriteDescription,
} from './candidate-rewriting.js';

type End = 'host' | 'viewer';

/** What the rewriter needs of a connection's path. */
export interface RewrittenPath {
  /** The relay's own address as one end is to know it. */
  endpointFor(end: End): Endpoint;
  /** An end can be reached there. */
  learn(end: End, endpoint: Endpoint): void;
}

/** Messages without any address; all else that isn't known is held back. */
const HARMLESS = ['HEARTBEAT', 'OPEN', 'ID-TAKEN', 'INVALID-KEY', 'ERROR', 'EXPIRE', 'LEAVE'];
const connectionId = v.pipe(v.string(), v.maxLength(64));
const message = v.looseObject({ type: v.string(), payload: v.optional(v.unknown()) });
const describing = v.looseObject({
  connectionId,
  sdp: v.looseObject({ sdp: v.pipe(v.string(), v.maxLength(64 * 1024)) }),
});
const naming = v.looseObject({
  connectionId,
  candidate: v.looseObject({ candidate: v.pipe(v.string(), v.maxLength(4096)) }),
});

/**
 * Rewrites a message between a viewer and its signalling server, so that neither end learns an address of the other: in
 * descriptions the relay's stands in place of all candidates, and those that follow one by one are held back, but for the
 * empty one that marks their end. What no end knows it can't send to, and so no check of connectivity goes past the relay.
 *
 * @param from - who sent it.
 * @param pathOf - the path of a connection; the first message of a connection opens it.
 * @returns the text to pass on; `undefined` where nothing is.
 */
export async function rewriteMessage(
  text: string,
  from: End,
  pathOf: (connectionId: string, mayOpen: boolean) => Promise<RewrittenPath | undefined>,
): Promise<string | undefined> {
  const parsed = v.safeParse(message, parseJson(text));
  if (!parsed.success) return undefined;
  const { type, payload } = parsed.output;
  if (HARMLESS.includes(type)) return text;
  const to = from === 'host' ? 'viewer' : 'host';
  if (type === 'OFFER' || type === 'ANSWER') {
    const described = v.safeParse(describing, payload);
    if (!described.success) return undefined;
    const { sdp } = described.output.sdp;
    const path = await pathOf(described.output.connectionId, type === 'OFFER');
    if (!path) return undefined;
    for (const endpoint of descriptionEndpoints(sdp)) path.learn(from, endpoint);
    const rewritten = { ...described.output.sdp, sdp: rewriteDescription(sdp, path.endpointFor(to)) };
    return JSON.stringify({ ...parsed.output, payload: { ...described.output, sdp: rewritten } });
  }
  const named = type === 'CANDIDATE' ? v.safeParse(naming, payload) : undefined;
  if (!named?.success) return undefined;
  const { candidate } = named.output.candidate;
  if (candidate === '') return text;
  const endpoint = candidateEndpoint(candidate);
  if (endpoint) (await pathOf(named.output.connectionId, false))?.learn(from, endpoint);
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
