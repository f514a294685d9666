import { createHash, timingSafeEqual } from 'node:crypto';
import { decodeBase64Url } from '../protocol/base64url.js';

/** What a link's token lets its holder do. */
export type Permission = 'play' | 'watch';

/** Knows a room's tokens, and who of those that name one may do what. */
export class Access {
  readonly #digests: readonly { readonly permission: Permission; readonly digest: Buffer }[];

  constructor(tokens: Readonly<Record<Permission, Uint8Array>>) {
    this.#digests = [
      { permission: 'play', digest: digestOf(tokens.play) },
      { permission: 'watch', digest: digestOf(tokens.watch) },
    ];
  }

  /** What a token permits; `undefined` for any that isn't the room's. It takes as long for a wrong one as for a right one. */
  permissionOf(token: string): Permission | undefined {
    const bytes = decodeBase64Url(token);
    const digest = digestOf(bytes ?? new Uint8Array());
    let permission: Permission | undefined;
    for (const known of this.#digests) {
      if (timingSafeEqual(known.digest, digest)) permission ??= known.permission;
    }
    return bytes && permission;
  }
}

/** Tokens are compared by their hashes, which all have one length and tell nothing by where they differ. */
function digestOf(token: Uint8Array): Buffer {
  return createHash('sha256').update(token).digest();
}
