import type { RefusalCode } from '../../../src/protocol/control-message.js';
import { PROTOCOL_VERSION } from '../../../src/protocol/version.js';
import { isFinal, type Situation, type Trouble } from '../connection/situation.js';

/**
 * How much room the words take: `passing` ones are a line that fades, `standing` ones a line that stays, `busy` ones lie
 * over the dimmed picture, and `card`s cover it, because there is nothing to play.
 */
export type StatusTone = 'passing' | 'standing' | 'busy' | 'card';

export interface StatusWords {
  readonly tone: StatusTone;
  readonly title: string;
  /** What happened and what to do, sentences. */
  readonly detail: string;
  /** What the button says that tries again. */
  readonly action?: string;
}

const KEEPS_TRYING = 'This page keeps trying by itself.';

/** Puts a situation into words: what is going on, why, and what to do next. */
export function statusWords(situation: Situation): StatusWords {
  const words = wordsOf(situation);
  // Words of the page and of the host alike end up in one sentence after the other.
  if (words.action !== undefined || words.tone !== 'card' || !canBeTriedAgain(situation)) return words;
  return { ...words, action: isFinal(situation) ? 'Try again' : 'Try now' };
}

function wordsOf(situation: Situation): StatusWords {
  switch (situation.state) {
    case 'connecting':
      return { tone: 'busy', title: 'Connecting', detail: CONNECTING[situation.step] };
    case 'live':
      return { tone: 'passing', title: `You're player ${situation.seat}`, detail: 'Have fun!' };
    case 'watching':
      return {
        tone: 'passing',
        title: "You're watching",
        detail: situation.mayPlay
          ? 'All seats are taken; you get the next free one.'
          : 'This link is for watching. Ask the host for a link to play.',
      };
    case 'paused':
      return {
        tone: 'standing',
        title: 'Paused',
        detail: sentence(situation.reason) || 'The game stands still until somebody lets it go on.',
      };
    case 'recovering':
      return {
        tone: 'busy',
        title: 'One moment',
        detail: `${sentence(situation.reason) || 'The game stumbled.'} The host is bringing it back.`,
      };
    case 'reconnecting':
      return {
        tone: 'busy',
        title: 'Reconnecting',
        detail: `${situation.trouble ? sentence(TROUBLES[situation.trouble].title) : 'The connection was lost.'} Your place is kept.`,
      };
    case 'room-not-found':
      return {
        tone: 'card',
        title: 'Room not found',
        detail: `The host of this link isn't there. Ask them to start the game, or for a new link. ${KEEPS_TRYING}`,
      };
    case 'host-gone':
      return {
        tone: 'card',
        title: 'The host is gone',
        detail: `${sentence(situation.reason) || 'The host ended the game or lost its network.'} If the same game is hosted again, you are back in it: ${lowerFirst(KEEPS_TRYING)}`,
      };
    case 'refused':
      return {
        tone: 'card',
        title: REFUSALS[situation.code].title,
        detail: sentence(situation.message) || REFUSALS[situation.code].title,
        action: REFUSALS[situation.code].action,
      };
    case 'impostor':
      return {
        tone: 'card',
        title: 'Somebody else answered',
        detail:
          "The answer came from a host that isn't the one of this link, so nothing was sent to it. Check that the link is complete, or ask the host for a new one.",
      };
    case 'wrong-version':
      return {
        tone: 'card',
        title: 'Another version',
        detail: `This link was made by another version of cloudgame (link version ${situation.version}, this page speaks ${PROTOCOL_VERSION}). Ask the host for a new link.`,
      };
    case 'link-malformed':
      return {
        tone: 'card',
        title: 'This link is damaged',
        detail:
          'Some of it is missing or changed. Copy the whole link again, all that stands behind the # included, or ask the host for a new one.',
      };
    case 'link-empty':
      return {
        tone: 'card',
        title: "Play on a friend's computer",
        detail:
          "On this page you play a game that runs on somebody's computer, straight from there to you. You need the link that the host sends you. To host a game yourself: npx cloudgame host game.nes",
      };
    case 'insecure-signalling':
      return {
        tone: 'card',
        title: "This link can't be used from here",
        detail:
          'A page over https takes only wss: signalling, and this link names a ws: server. Open the link that the host prints for the local network.',
      };
    case 'page-misconfigured':
      return {
        tone: 'card',
        title: 'This page is set up wrongly',
        detail:
          'It names no usable signalling server. Tell whoever published it, or ask the host for the local link.',
      };
    case 'webrtc-missing':
      return {
        tone: 'card',
        title: "This browser can't play",
        detail:
          'It has no WebRTC, or it is switched off, perhaps by a privacy setting or an extension. Allow WebRTC for this page, or open the link in another browser.',
      };
    default:
      return {
        tone: 'card',
        title: TROUBLES[situation.state].title,
        detail: `${TROUBLES[situation.state].detail} ${KEEPS_TRYING}`,
      };
  }
}

const CONNECTING = {
  signalling: 'Looking for the host …',
  host: 'Asking the host to let you in …',
  picture: 'The host is here. Waiting for the picture …',
};

const TROUBLES: Readonly<Record<Trouble, { title: string; detail: string }>> = {
  'signalling-unreachable': {
    title: 'No way to the signalling server',
    detail:
      "Players and host meet there. Check your internet connection; on the host's own network use the local link.",
  },
  'signalling-refused': {
    title: 'The signalling server is full',
    detail: 'It is full, or its key is wrong. Wait a little, or ask the host for another link.',
  },
  'no-answer': {
    title: "The host doesn't answer",
    detail: 'The host was found, but gave no answer in time. Ask whether the game is still running there.',
  },
  'no-path': {
    title: 'No path to the host',
    detail:
      "Your network and the host's let no direct connection through. Try another network (a phone's hotspot often helps), or ask the host to use a TURN server.",
  },
};

const REFUSALS: Readonly<Record<RefusalCode, { title: string; action: string }>> = {
  token: { title: "The host doesn't know this link", action: 'Try again' },
  version: { title: 'Another version', action: 'Try again' },
  codec: { title: "This browser can't show the picture", action: 'Try again' },
  full: { title: 'The room is full', action: 'Try again' },
  replaced: { title: 'You play in another tab', action: 'Play here' },
  misbehaviour: { title: 'The host closed the connection', action: 'Try again' },
};

function canBeTriedAgain({ state }: Situation): boolean {
  return ![
    'wrong-version',
    'link-malformed',
    'link-empty',
    'insecure-signalling',
    'page-misconfigured',
    'webrtc-missing',
  ].includes(state);
}

/** What the host says, as a sentence among others. */
function sentence(text: string | undefined): string {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return '';
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
