import type { Protection, Sandbox } from '../pipeline/core/sandbox.js';

/** Each protection, as what the core can't do and what it can. */
const WORDS: Readonly<Record<Protection, { readonly kept: string; readonly open: string }>> = {
  network: { kept: 'use the network', open: 'use the network' },
  reads: { kept: 'read other files', open: 'read your files' },
  writes: { kept: 'write other files', open: 'write your files' },
  processes: { kept: 'see other processes', open: 'end other programs of yours' },
  environment: { kept: 'read secrets in the environment', open: 'read secrets in the environment' },
};

const MEANS: Readonly<Record<Sandbox['means'], string>> = {
  bubblewrap: 'bubblewrap',
  permissions: 'Node’s permission flags',
  none: 'none',
};

/** Says, for the person at the host, what confines the core, what it can't do, and what it can. */
export function describeSandbox({ means, enforced, missing, reason }: Sandbox): string {
  const parts = [`Sandbox: ${MEANS[means]}.`];
  if (enforced.length > 0) {
    parts.push(`The core can't ${list(enforced.map((protection) => WORDS[protection].kept))}.`);
  }
  if (missing.length > 0) {
    const why = reason === undefined ? '' : `; ${reason}`;
    parts.push(
      `${enforced.length > 0 ? 'It' : 'The core'} can ${list(
        missing.map((protection) => WORDS[protection].open),
        'and',
      )}${why}.`,
    );
  }
  return parts.join(' ');
}

function list(items: readonly string[], last = 'or'): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
}
