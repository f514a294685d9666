/** A reason why a core can't play, worded for the person at the host. */
export class CoreError extends Error {
  override name = 'CoreError';
  readonly hint: string;

  constructor(message: string, hint = '', options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}
