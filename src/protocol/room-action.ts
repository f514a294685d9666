import * as z from 'zod/mini';

/** Slots for states that each game has, numbered from 1. */
export const SLOTS = 9;

const slot = z.number().check(z.int(), z.gte(1), z.lte(SLOTS));

/** What the host can allow players; each action needs one of them. */
export const PLAYER_RIGHTS = ['save', 'load', 'pause', 'reset', 'speed', 'rewind', 'disc'] as const;
export const playerRight = z.enum(PLAYER_RIGHTS);
export type PlayerRight = z.infer<typeof playerRight>;

/** How fast the game is played: parts or multiples of its own rate, or as fast as its core can. */
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 'max'] as const;
const speed = z.literal(SPEEDS);
export type Speed = z.infer<typeof speed>;

/** More discs than any game has come on; what lies beyond can't be chosen. */
export const MOST_DISCS = 32;
/** Longest label of a disc, UTF-16 code units. */
export const DISC_LABEL_LENGTH = 40;
const disc = z.number().check(z.int(), z.gte(0), z.lt(MOST_DISCS));

/** What can be asked of the game, beside playing it: by the person at the host, and by players who have the right. */
export const roomAction = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pause') }),
  z.object({ kind: z.literal('resume') }),
  /** Plays one frame; a game that runs is paused for it. */
  z.object({ kind: z.literal('advance') }),
  /** Turns the console off and on again. */
  z.object({ kind: z.literal('reset') }),
  z.object({ kind: z.literal('save'), slot }),
  z.object({ kind: z.literal('load'), slot }),
  /** Takes the last load or reset back; done again, it takes that back. */
  z.object({ kind: z.literal('undo') }),
  z.object({ kind: z.literal('speed'), speed }),
  /** Lets the game run backwards until it is asked to stop that. */
  z.object({ kind: z.literal('rewind'), on: z.boolean() }),
  /** Puts a disc of the game in, by its number from 0. */
  z.object({ kind: z.literal('disc'), disc }),
]);
export type RoomAction = z.infer<typeof roomAction>;

/** What came of an action. */
export interface ActionResult {
  readonly done: boolean;
  /** What was done, or why not and what to do: sentences for whoever asked. */
  readonly message: string;
}

/** A slot that holds a state. */
export const filledSlot = z.object({
  slot,
  /** Milliseconds since 1970, UTC. */
  savedAtMs: z.number(),
});
export type FilledSlot = z.infer<typeof filledSlot>;

/** What somebody may ask of the game now, and what there is to ask for. */
export const actionChoice = z.object({
  /** The rights that the game's core can serve. */
  rights: z.array(playerRight).check(z.maxLength(PLAYER_RIGHTS.length)),
  slots: z.array(filledSlot).check(z.maxLength(SLOTS)),
  /** Whether there is a load or reset to take back. */
  canUndo: z.boolean(),
  speed,
  /** Whether the game runs backwards now. */
  rewinding: z.boolean(),
  /** The discs of the game by their labels; none where there are none to change. */
  discs: z.array(z.string().check(z.maxLength(DISC_LABEL_LENGTH))).check(z.maxLength(MOST_DISCS)),
  /** The disc that is in. */
  disc,
});
export type ActionChoice = z.infer<typeof actionChoice>;

/** Where nothing can be asked. */
export const NO_CHOICE: ActionChoice = {
  rights: [],
  slots: [],
  canUndo: false,
  speed: 1,
  rewinding: false,
  discs: [],
  disc: 0,
};
