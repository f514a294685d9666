import { PLAYOUT_DELAY_URI, SEND_TIME_URI, TRANSPORT_SEQUENCE_URI } from '../pipeline/rtp/rtp-header.js';
import type { VideoCodec } from '../protocol/control-message.js';

/** One codec of a media section: payload type, name and format parameters (RFC 8866 section 6.6, 6.15). */
interface OfferedCodec {
  readonly payloadType: number;
  /** In upper case: `VP8`, `H264`, `OPUS`, `RTX`. */
  readonly name: string;
  readonly parameters: string;
  /** What a browser can say of its packets (RFC 4585 section 4.2): `nack pli`, `transport-cc`. */
  readonly feedback: readonly string[];
}

interface OfferedMedia {
  readonly mid: string;
  readonly codecs: readonly OfferedCodec[];
  /** Header extensions by URI. */
  readonly extensions: ReadonlyMap<string, number>;
}

/** What a viewer's offer holds: one video and one audio section, and the data channels. */
export interface ViewerOfferDescription {
  readonly video: OfferedMedia;
  readonly audio: OfferedMedia;
  /** A second audio section, for the packets of frames; not all browsers let a page take them out. */
  readonly packets?: OfferedMedia | undefined;
}

/** What the host sends on a media section. */
export interface ChosenCodec {
  readonly mid: string;
  readonly payloadType: number;
  readonly parameters: string;
  /** Payload type for sound that is sent once more (RFC 2198), where the browser takes it. */
  readonly redPayloadType?: number | undefined;
  /** Extension id of the playout delay, where the browser has it. */
  readonly playoutDelayId?: number | undefined;
  /** Extension id of the transport-wide sequence number, where the browser reports when each packet arrived. */
  readonly transportSequenceId?: number | undefined;
  /** Extension id of the time at which packets are sent, where the browser estimates by that what comes through (REMB). */
  readonly sendTimeId?: number | undefined;
}

const MAX_DESCRIPTION_LENGTH = 32 * 1024;

/**
 * Reads a viewer's offer.
 *
 * @returns what it holds, or `undefined` where it isn't what the player page makes: one section each for video, audio
 *   and data channels, and perhaps a second for audio.
 */
export function readViewerOffer(sdp: string): ViewerOfferDescription | undefined {
  if (sdp.length > MAX_DESCRIPTION_LENGTH) return undefined;
  const sections = sdp.split(/\r?\n(?=m=)/).slice(1);
  const ofKind = (kind: string) => sections.filter((section) => section.startsWith(`m=${kind} `));
  const [video, ...moreVideo] = ofKind('video').map(readMedia);
  const [audio, packets, ...moreAudio] = ofKind('audio').map(readMedia);
  if (!video || !audio || moreVideo.length > 0 || moreAudio.length > 0) return undefined;
  const isComplete = ofKind('application').length === 1 && sections.length === (packets ? 4 : 3);
  return isComplete ? { video, audio, packets } : undefined;
}

/** Finds how a viewer takes the room's codec; `undefined` where its browser can't play it. */
export function chooseVideoCodec(media: OfferedMedia, codec: VideoCodec): ChosenCodec | undefined {
  const found = codec === 'vp8' ? media.codecs.find(({ name }) => name === 'VP8') : bestH264(media.codecs);
  return found && chosen(media, found);
}

/** Finds how a viewer takes Opus, and earlier packets of it once more. */
export function chooseAudioCodec(media: OfferedMedia): ChosenCodec | undefined {
  const opus = media.codecs.find(({ name }) => name === 'OPUS');
  if (!opus) return undefined;
  // Its parameters name what it repeats (RFC 2198 section 5): as many packets as one likes, all of the one format.
  const repeats = new RegExp(`^${opus.payloadType}(/${opus.payloadType})+$`);
  const red = media.codecs.find(({ name, parameters }) => name === 'RED' && repeats.test(parameters));
  return { ...chosen(media, opus), redPayloadType: red?.payloadType };
}

/** What is no codec of its own: repair formats, comfort noise, keypad tones. */
const AUXILIARY = ['RTX', 'RED', 'ULPFEC', 'FLEXFEC-03', 'CN', 'TELEPHONE-EVENT'];
const MOST_NAMES = 12;

/** The names of a section's codecs, for messages to people. */
export function codecNames(media: OfferedMedia): string[] {
  const names = media.codecs.map(({ name }) => name).filter((name) => !AUXILIARY.includes(name));
  return [...new Set(names)].slice(0, MOST_NAMES);
}

/** Packetization mode 1 (RFC 6184 section 6.2), and of those the baseline profile, which is what the encoder makes. */
function bestH264(codecs: readonly OfferedCodec[]): OfferedCodec | undefined {
  const usable = codecs.filter(
    ({ name, parameters }) => name === 'H264' && /(^|;)\s*packetization-mode=1\s*(;|$)/.test(parameters),
  );
  const profiles = [/profile-level-id=42e0/i, /profile-level-id=4200/i, /profile-level-id=/i];
  for (const profile of profiles) {
    const found = usable.find(({ parameters }) => profile.test(parameters));
    if (found) return found;
  }
  return undefined;
}

function chosen(media: OfferedMedia, { payloadType, parameters, feedback }: OfferedCodec): ChosenCodec {
  const playoutDelayId = media.extensions.get(PLAYOUT_DELAY_URI);
  const transportSequenceId = feedback.includes('transport-cc')
    ? media.extensions.get(TRANSPORT_SEQUENCE_URI)
    : undefined;
  const sendTimeId = transportSequenceId === undefined ? media.extensions.get(SEND_TIME_URI) : undefined;
  return { mid: media.mid, payloadType, parameters, playoutDelayId, transportSequenceId, sendTimeId };
}

function readMedia(section: string): OfferedMedia {
  const attributes = section.split(/\r?\n/).filter((line) => line.startsWith('a='));
  const values = (name: string) =>
    attributes.filter((line) => line.startsWith(`a=${name}:`)).map((line) => line.slice(name.length + 3));
  const parameters = new Map(values('fmtp').map((value) => splitOnce(value, ' ')));
  const feedback = values('rtcp-fb').map((value) => splitOnce(value, ' '));
  const codecs = values('rtpmap').map((value) => {
    const [payloadType, format] = splitOnce(value, ' ');
    return {
      payloadType: Number(payloadType),
      name: (format.split('/')[0] ?? '').toUpperCase(),
      parameters: parameters.get(payloadType) ?? '',
      feedback: feedback.filter(([type]) => type === payloadType || type === '*').map(([, what]) => what),
    };
  });
  return {
    mid: values('mid')[0] ?? '',
    codecs: codecs.filter(
      ({ payloadType, name }) => payloadType >= 0 && payloadType <= 127 && isCodecName(name),
    ),
    extensions: new Map(values('extmap').flatMap(readExtension)),
  };
}

/** A token of RFC 8866 section 9, of a length that codecs have: names come to people's eyes. */
function isCodecName(name: string): boolean {
  return /^[A-Z0-9!#$%&'*+.^_`{|}~-]{1,24}$/.test(name);
}

/** `<id>[/direction] <uri>` (RFC 8285 section 5); only ids that fit the one-byte form. */
function readExtension(value: string): [string, number][] {
  const [id, uri] = splitOnce(value, ' ');
  const number = Number.parseInt(id, 10);
  return number >= 1 && number <= 14 ? [[uri.split(' ')[0] ?? '', number]] : [];
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}
