/** Exit codes of the command line; scripts rely on them (docs/json-events.md). */
export const EXIT_CODES = {
  unexpected: 1,
  usage: 2,
  game: 3,
  ffmpeg: 4,
  signalling: 5,
  network: 6,
  assertion: 7,
  interrupted: 130,
} as const;

export type FailureKind = keyof typeof EXIT_CODES;

/** A failure that its user can act on: what happened and why in `message`, what to do in `hint`. */
export class CloudgameError extends Error {
  override name = 'CloudgameError';
  /** What failed; decides the exit code. */
  readonly kind: FailureKind;
  /** What to do, as a sentence. */
  readonly hint: string;

  constructor(kind: FailureKind, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
    this.hint = hint;
  }

  get exitCode(): number {
    return EXIT_CODES[this.kind];
  }
}
