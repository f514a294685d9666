/** What a save is, and the name of its file without the extension: that is how people name it, too. */
export type SaveName =
  | { readonly kind: 'battery' }
  /** Save RAM that the one of a loaded state took the place of; a higher number is a newer one. */
  | { readonly kind: 'replaced-battery'; readonly number: number }
  /** The folder of what the core writes by itself. */
  | { readonly kind: 'core-files' }
  | { readonly kind: 'slot'; readonly slot: number }
  | { readonly kind: 'automatic'; readonly number: number }
  /** The last automatic state of a session that no later one went on from. */
  | { readonly kind: 'earlier'; readonly number: number };

/** Automatic states that are kept of each game. */
export const AUTOMATIC_STATES = 3;
/** Earlier sessions of which a state is kept. */
export const EARLIER_STATES = 3;
/** Contents of save RAM that are kept of each game where loaded states had others. */
export const REPLACED_BATTERIES = 10;

export function titleOfSave(save: SaveName): string {
  switch (save.kind) {
    case 'battery':
      return 'battery';
    case 'replaced-battery':
      return `battery-${save.number}`;
    case 'core-files':
      return 'core-files';
    case 'slot':
      return `slot-${save.slot}`;
    case 'automatic':
      return `auto-${save.number}`;
    case 'earlier':
      return `earlier-${save.number}`;
  }
}

export function fileOfSave(save: SaveName): string {
  if (save.kind === 'core-files') return titleOfSave(save);
  return `${titleOfSave(save)}.${isSaveRam(save) ? 'sav' : 'state'}`;
}

/** Whether it is raw save RAM, and no state. */
export function isSaveRam({ kind }: Pick<SaveName, 'kind'>): boolean {
  return kind === 'battery' || kind === 'replaced-battery';
}

/** Reads a save's name, with or without the extension; `undefined` where it is none. */
export function parseSaveName(text: string): SaveName | undefined {
  if (text === 'core-files') return { kind: 'core-files' };
  if (/^battery(\.sav)?$/.test(text)) return { kind: 'battery' };
  const replaced = /^battery-([1-9]\d{0,11})(\.sav)?$/.exec(text);
  if (replaced) return { kind: 'replaced-battery', number: Number(replaced[1]) };
  const slot = /^slot-([1-9])(\.state)?$/.exec(text);
  if (slot) return { kind: 'slot', slot: Number(slot[1]) };
  // More than any game comes to, and what follows is still a whole number without loss.
  const numbered = /^(auto|earlier)-([1-9]\d{0,11})(\.state)?$/.exec(text);
  if (numbered) {
    return { kind: numbered[1] === 'auto' ? 'automatic' : 'earlier', number: Number(numbered[2]) };
  }
  return undefined;
}
