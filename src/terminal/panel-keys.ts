import type { HostView } from '../host/host-view.js';
import {
  CHEAT_CODE_LENGTH,
  type PlayerRight,
  type RoomAction,
  SLOTS,
  SPEEDS,
  type Speed,
} from '../protocol/room-action.js';
import { askForCheat, cheatAction } from './cheat-line.js';
import { InputLine } from './input-line.js';

/** What a key of the panel leads to. */
export type PanelIntent =
  | { readonly kind: 'act'; readonly action: RoomAction }
  /** The next key decides; `text` says between what. */
  | { readonly kind: 'ask'; readonly text: string }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'copy' | 'qr' | 'quit' | 'help' | 'none' };

type KeyView = Pick<HostView, 'choice' | 'stats'>;

interface PanelKey {
  readonly key: string;
  readonly word: string;
  readonly meaning: string;
  /** What the game's core must be able to do for it. */
  readonly needs?: PlayerRight;
}

/** The keys of the panel, in the order in which they are shown. */
export const PANEL_KEYS: readonly PanelKey[] = [
  { key: 'p', word: 'pause', meaning: 'pause the game, or go on', needs: 'pause' },
  { key: '.', word: 'frame', meaning: 'play one frame, and pause', needs: 'pause' },
  { key: 's', word: 'save', meaning: `then 1 to ${SLOTS}: save to that slot`, needs: 'save' },
  { key: 'l', word: 'load', meaning: `then 1 to ${SLOTS}: load that slot`, needs: 'load' },
  { key: 'u', word: 'undo', meaning: 'take the last load or reset back', needs: 'load' },
  { key: 'b', word: 'back', meaning: 'rewind, until it is pressed again', needs: 'rewind' },
  { key: 'f', word: 'fast', meaning: 'faster: 2, 4 times, as fast as can be', needs: 'speed' },
  { key: '-', word: 'slow', meaning: 'slower: a half, a quarter', needs: 'speed' },
  { key: 'g', word: 'cheats', meaning: 'add, switch or remove cheats', needs: 'cheat' },
  { key: 'd', word: 'disc', meaning: 'put in the next disc', needs: 'disc' },
  { key: 'r', word: 'reset', meaning: 'pressed twice: reset the game', needs: 'reset' },
  { key: 'c', word: 'copy', meaning: 'copy the link to the clipboard' },
  { key: 'k', word: 'QR', meaning: 'show the link as a QR code' },
  { key: 'q', word: 'quit', meaning: 'end the room and tell the players' },
  { key: 'h', word: 'help', meaning: 'show or hide this help' },
];

/** The keys that do something in this game. */
export function keysFor({ choice }: Pick<HostView, 'choice'>): readonly PanelKey[] {
  return PANEL_KEYS.filter(({ needs }) => needs === undefined || choice.rights.includes(needs));
}

/** Makes of single keys what is meant by them, some of which only the next one tells. */
export class PanelKeys {
  #asked: 'save' | 'load' | 'reset' | undefined;
  /** The cheat that is being typed. */
  #cheat: InputLine | undefined;

  /** @param typed - as `readKeys` gives it. */
  press(typed: string, view: KeyView): PanelIntent {
    if (this.#cheat) return this.#typeCheat(this.#cheat, typed, view);
    const key = typed.toLowerCase();
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked === 'reset') return key === 'r' ? act({ kind: 'reset' }) : { kind: 'none' };
    if (asked) return isSlot(key) ? act({ kind: asked, slot: Number(key) }) : { kind: 'none' };
    const known = keysFor(view).some((shown) => shown.key === (key === '?' ? 'h' : key));
    return known ? this.#meaning(key, view) : { kind: 'none' };
  }

  #meaning(key: string, view: KeyView): PanelIntent {
    const { choice, stats } = view;
    switch (key) {
      case 'p':
        return act({ kind: stats.state === 'paused' ? 'resume' : 'pause' });
      case '.':
        return act({ kind: 'advance' });
      case 's':
        return this.#ask('save', `Save to which slot, 1 to ${SLOTS}? ${filledWords(view)}`);
      case 'l':
        return this.#ask('load', `Load which slot, 1 to ${SLOTS}? ${filledWords(view)}`);
      case 'u':
        return act({ kind: 'undo' });
      case 'b':
        return act({ kind: 'rewind', on: !choice.rewinding });
      case 'f':
        return act({ kind: 'speed', speed: nextSpeed(choice.speed, FASTER) });
      case '-':
        return act({ kind: 'speed', speed: nextSpeed(choice.speed, SLOWER) });
      case 'd':
        return act({ kind: 'disc', disc: (choice.disc + 1) % choice.discs.length });
      case 'g':
        this.#cheat = new InputLine(CHEAT_CODE_LENGTH);
        return { kind: 'ask', text: askForCheat('', choice.cheats) };
      case 'r':
        return this.#ask('reset', 'Reset the game? Press r again; any other key leaves it alone.');
      case 'c':
        return { kind: 'copy' };
      case 'k':
        return { kind: 'qr' };
      case 'q':
        return { kind: 'quit' };
      default:
        return { kind: 'help' };
    }
  }

  #typeCheat(line: InputLine, key: string, { choice }: KeyView): PanelIntent {
    const typing = line.press(key);
    if (typing === 'typing') return { kind: 'ask', text: askForCheat(line.text, choice.cheats) };
    this.#cheat = undefined;
    const action = typing === 'done' ? cheatAction(line.text, choice.cheats) : undefined;
    if (typeof action === 'string') return { kind: 'say', text: action };
    return action ? act(action) : { kind: 'none' };
  }

  #ask(what: 'save' | 'load' | 'reset', text: string): PanelIntent {
    this.#asked = what;
    return { kind: 'ask', text };
  }
}

function act(action: RoomAction): PanelIntent {
  return { kind: 'act', action };
}

function isSlot(key: string): boolean {
  return /^[1-9]$/.test(key) && Number(key) <= SLOTS;
}

/** From the game's own speed on, each way; after the last it is its own again. */
const FASTER = SPEEDS.slice(SPEEDS.indexOf(1));
const SLOWER = SPEEDS.slice(0, SPEEDS.indexOf(1) + 1).reverse();

function nextSpeed(speed: Speed, speeds: readonly Speed[]): Speed {
  return speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
}

function filledWords({ choice }: KeyView): string {
  if (choice.slots.length === 0) return 'All are empty.';
  const words = choice.slots.map(({ slot, savedAtMs }) => `${slot} (${shortTime(savedAtMs)})`);
  return `Filled: ${words.join(', ')}.`;
}

/** Day and minute: nine of them are to fit into two lines. */
function shortTime(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
