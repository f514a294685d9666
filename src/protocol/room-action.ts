import * as v from 'valibot';

/** Slots for states that each game has, numbered from 1. */
export const SLOTS = 9;

const slot = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(SLOTS));

/** What the host can allow players; each action needs one of them. */
export const PLAYER_RIGHTS = ['save', 'load', 'pause', 'reset', 'speed', 'rewind', 'disc', 'cheat'] as const;
export const playerRight = v.picklist(PLAYER_RIGHTS);
export type PlayerRight = v.InferOutput<typeof playerRight>;

/** How fast the game is played: parts or multiples of its own rate, or as fast as its core can. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 'max'] as const;
const speed = v.picklist(SPEEDS);
export type Speed = v.InferOutput<typeof speed>;

/** More discs than any game has come on; what lies beyond can't be chosen. */
export const MOST_DISCS = 32;
/** Longest label of a disc, UTF-16 code units. */
export const DISC_LABEL_LENGTH = 40;
const disc = v.pipe(v.number(), v.integer(), v.minValue(0), v.ltValue(MOST_DISCS));

/** Codes that people can have before them, and the longest of them (characters): all have to fit into one message. */
export const MOST_CHEATS = 20;
export const CHEAT_CODE_LENGTH = 64;
/** Nothing that a terminal or a core that reads C strings would stumble on, and no space around it. */
export const cheatCode = v.pipe(v.string(), v.maxLength(CHEAT_CODE_LENGTH), v.regex(/^[!-~]+(?: +[!-~]+)*$/));

/** What can be asked of the game, beside playing it: by the person at the host, and by players who have the right. */
export const roomAction = v.variant('kind', [
  v.object({ kind: v.literal('pause') }),
  v.object({ kind: v.literal('resume') }),
  /** Plays one frame; a game that runs is paused for it. */
  v.object({ kind: v.literal('advance') }),
  /** Turns the console off and on again. */
  v.object({ kind: v.literal('reset') }),
  v.object({ kind: v.literal('save'), slot }),
  v.object({ kind: v.literal('load'), slot }),
  /** Takes the last load or reset back; done again, it takes that back. */
  v.object({ kind: v.literal('undo') }),
  v.object({ kind: v.literal('speed'), speed }),
  /** Lets the game run backwards until it is asked to stop that. */
  v.object({ kind: v.literal('rewind'), on: v.boolean() }),
  /** Puts a disc of the game in, by its number from 0. */
  v.object({ kind: v.literal('disc'), disc }),
  /** Switches a cheat on or off, or forgets it; a code that is new is added by switching it on. */
  v.object({ kind: v.literal('cheat'), code: cheatCode, change: v.picklist(['on', 'off', 'remove']) }),
]);
export type RoomAction = v.InferOutput<typeof roomAction>;

/** What came of an action. */
export interface ActionResult {
  readonly done: boolean;
  /** What was done, or why not and what to do: sentences for whoever asked. */
  readonly message: string;
}

/** A slot that holds a state. */
export const filledSlot = v.object({
  slot,
  /** Milliseconds since 1970, UTC. */
  savedAtMs: v.pipe(v.number(), v.finite()),
});
export type FilledSlot = v.InferOutput<typeof filledSlot>;

/** A cheat that the game can be played with. */
export const cheat = v.object({ code: cheatCode, on: v.boolean() });
export type Cheat = v.InferOutput<typeof cheat>;

/** What somebody may ask of the game now, and what there is to ask for. */
export const actionChoice = v.object({
  /** The rights that the game's core can serve. */
  rights: v.pipe(v.array(playerRight), v.maxLength(PLAYER_RIGHTS.length)),
  slots: v.pipe(v.array(filledSlot), v.maxLength(SLOTS)),
  /** Whether there is a load or reset to take back. */
  canUndo: v.boolean(),
  speed,
  /** Whether the game runs backwards now. */
  rewinding: v.boolean(),
  /** The discs of the game by their labels; none where there are none to change. */
  discs: v.pipe(v.array(v.pipe(v.string(), v.maxLength(DISC_LABEL_LENGTH))), v.maxLength(MOST_DISCS)),
  /** The disc that is in. */
  disc,
  /** The cheats that are known, in the order in which they were added. */
  cheats: v.pipe(v.array(cheat), v.maxLength(MOST_CHEATS)),
});
export type ActionChoice = v.InferOutput<typeof actionChoice>;

/** Where nothing can be asked. */
export const NO_CHOICE: ActionChoice = {
  rights: [],
  slots: [],
  canUndo: false,
  speed: 1,
  rewinding: false,
  discs: [],
  disc: 0,
  cheats: [],
};
