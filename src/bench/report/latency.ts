import * as v from 'valibot';
import { type Distribution, distribution, distributionOf } from './distribution.js';

/** The way from an input to the light of the display, in its order; each part with what it is. */
const PIECE_MEANINGS = {
  inputWayMs: 'From the input event in the page to its arrival at the host.',
  tickWaitMs: 'From there until the core’s next step began.',
  coreMs: 'From there until the core’s answer, picture and sound, was there.',
  encodeMs: 'From there until the encoded picture was there.',
  sendMs: 'From there until the picture’s last packet was given to the network.',
  networkMs: 'From there until the browser had it whole.',
  jitterBufferMs: 'From there until it was given to the decoder.',
  decodeMs: 'From there until it was decoded.',
  presentationMs: 'From there until the display tick that shows it.',
  otherMs: 'What none of the other pieces explains, in a browser that doesn’t tell all of them.',
} as const;

export type PieceName = keyof typeof PIECE_MEANINGS;
/** In the order of the way. */
export const PIECE_NAMES = Object.keys(PIECE_MEANINGS) as readonly PieceName[];

function spread(description: string) {
  return v.optional(v.pipe(distribution, v.description(description)));
}

export const latency = {
  inputToPhotonMs: spread('From the input event in the page to the display tick that shows its effect.'),
  inputToDrawnMs: spread(
    'From the input event in the page until the picture with its effect was decoded and drawn.',
  ),
  pieces: v.optional(
    v.pipe(
      v.object(
        Object.fromEntries(PIECE_NAMES.map((name) => [name, spread(PIECE_MEANINGS[name])])) as Record<
          PieceName,
          ReturnType<typeof spread>
        >,
      ),
      v.description(
        'Where the time goes: the pieces add up to `inputToPhotonMs` in every sample; percentiles don’t.',
      ),
    ),
  ),
};

/** One press, followed from the input event to the display. */
export interface PressSample {
  readonly inputToPhotonMs: number;
  readonly inputToDrawnMs?: number | undefined;
  /** What the browser told; the rest of the whole becomes `otherMs`. */
  readonly pieces: Readonly<Partial<Record<Exclude<PieceName, 'otherMs'>, number>>>;
}

/** What a run says of its presses. A piece that only some presses have is left to `otherMs` in all of them. */
export function latencyOf(presses: readonly PressSample[]) {
  const told = PIECE_NAMES.filter(
    (name): name is Exclude<PieceName, 'otherMs'> =>
      name !== 'otherMs' && presses.length > 0 && presses.every(({ pieces }) => pieces[name] !== undefined),
  );
  const pieces: { [name in PieceName]?: Distribution | undefined } = {};
  for (const name of told) pieces[name] = distributionOf(presses.map((press) => press.pieces[name]!));
  const other = presses.map((press) =>
    told.reduce((rest, name) => rest - press.pieces[name]!, press.inputToPhotonMs),
  );
  if (other.some((rest) => Math.abs(rest) >= NO_REST_MS)) pieces.otherMs = distributionOf(other);
  const drawn = presses.flatMap(({ inputToDrawnMs }) =>
    inputToDrawnMs === undefined ? [] : [inputToDrawnMs],
  );
  return {
    inputToPhotonMs: distributionOf(presses.map(({ inputToPhotonMs }) => inputToPhotonMs)),
    inputToDrawnMs: distributionOf(drawn),
    pieces,
  };
}

/** A rest below what the figures are rounded to is none. */
const NO_REST_MS = 0.001;
