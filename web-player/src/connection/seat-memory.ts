import { encodeBase64Url } from '../../../src/protocol/base64url.js';

/** The part of the web's `Storage` that is needed. */
export type SeatStorage = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * Remembers, for as long as the tab lives, the secret by which the host gives a seat back after a reload or a loss.
 * It stands under the host's fingerprint: another host never gets it.
 */
export class SeatMemory {
  readonly #storage: SeatStorage | undefined;
  readonly #key: string;
  #secret: string | undefined;

  /** @param storage - the tab's storage; absent where the browser refuses one. */
  constructor(storage: SeatStorage | undefined, fingerprint: Uint8Array) {
    this.#storage = storage;
    this.#key = `cloudgame:seat:${encodeBase64Url(fingerprint)}`;
    const stored = storage?.getItem(this.#key) ?? '';
    // Others may have written there; a malformed secret would get the whole hello refused.
    if (/^[A-Za-z0-9_-]{22}$/.test(stored)) this.#secret = stored;
  }

  get secret(): string | undefined {
    return this.#secret;
  }

  remember(secret: string): void {
    this.#secret = secret;
    try {
      this.#storage?.setItem(this.#key, secret);
    } catch {
      // Without storage the seat survives a lost connection, though not a reload.
    }
  }
}

/** The tab's storage, or `undefined` where the browser denies it, which it does by throwing. */
export function tabStorage(): SeatStorage | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}
