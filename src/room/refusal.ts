import type { RefusalCode, VideoCodec, ViewerHello } from '../protocol/control-message.js';
import { PROTOCOL_VERSION } from '../protocol/version.js';
import type { Permission } from './access.js';

/** Why somebody isn't let in. */
export interface Refusal {
  readonly code: RefusalCode;
  /** For the person at the page: why, and what to do. */
  readonly message: string;
  /** For the person at the host, where it concerns that person. */
  readonly incident?: string;
}

/** What is known of somebody who says hello. */
export interface Applicant {
  readonly hello: ViewerHello;
  /** What the token permits; `undefined` for a wrong one. */
  readonly permission: Permission | undefined;
  /** Where the browser can't play what the room sends: the names of both. */
  readonly missingCodec: MissingCodec | undefined;
  /** Whether there is no place left, nor one kept for this one. */
  readonly isFull: boolean;
}

export interface MissingCodec {
  readonly sent: string;
  readonly played: readonly string[];
}

/** Whether, and why, somebody must be turned away. */
export function refusalOf(applicant: Applicant, maxViewers: number): Refusal | undefined {
  const { hello, permission, missingCodec } = applicant;
  if (!hello.versions.includes(PROTOCOL_VERSION)) {
    return {
      code: 'version',
      message: `This host speaks version ${PROTOCOL_VERSION}, the page ${hello.versions.join(', ')}. Ask the host for a new link.`,
    };
  }
  if (!permission) {
    return {
      code: 'token',
      message:
        'The host does not know this link: it was changed on its way, or is no longer valid. Ask for a new one.',
      incident: 'Somebody tried to get in with a wrong token, and was turned away.',
    };
  }
  if (missingCodec) return codecRefusal(missingCodec);
  if (!applicant.isFull) return undefined;
  return { code: 'full', message: `The room is full: it takes ${maxViewers} people. Try again later.` };
}

function codecRefusal({ sent, played }: MissingCodec): Refusal {
  const list = played.join(', ') || 'none';
  const others: readonly VideoCodec[] = ['vp8', 'h264'];
  const other = others.find((codec) => codec.toUpperCase() !== sent && played.includes(codec.toUpperCase()));
  const advice = other
    ? `Try another browser, or ask the host to start with --codec ${other}.`
    : 'Try another browser.';
  return {
    code: 'codec',
    message: `This room sends ${sent}, and this browser plays ${list}. ${advice}`,
    incident: `A viewer's browser can't play ${sent} (it plays ${list}), and was turned away.`,
  };
}
