import type { TransportKind } from '../../protocol/control-message.js';
import type { HeardCounts } from './sound-watch.js';

/** What the probe in the page writes down. All times are of the page's `performance.now()`, ms. */
export interface PageLog {
  readonly inputs: readonly LoggedInput[];
  readonly packets: readonly LoggedPacket[];
  readonly pictures: readonly LoggedPicture[];
  readonly pings: readonly LoggedPing[];
  readonly transports: readonly LoggedTransport[];
  readonly beeps: readonly LoggedBeep[];
  readonly looks: readonly LoggedLook[];
}

/** A key went down or up. */
export interface LoggedInput {
  readonly code: string;
  readonly down: boolean;
  /** The event's own time stamp. */
  readonly time: number;
}

/** The first input packet with a new state of the buttons. */
export interface LoggedPacket {
  readonly sequence: number;
  readonly buttons: number;
  readonly time: number;
}

/** A picture that the display showed, or is about to. */
export interface LoggedPicture {
  /** The frame's number, from 1; 0 where it isn't known. In a `<video>` it is read from pixels, see `rtpTimestamp`. */
  readonly number: number;
  /**
   * RTP time stamp of the picture that was shown. The pixels are sometimes those of the next one: a page's callback comes
   * when the compositor has gone on already.
   */
  readonly rtpTimestamp?: number | undefined;
  readonly transport: TransportKind;
  /** Whose patches are white, a bit each, the first seat's the lowest; absent where pixels weren't read. */
  readonly lit?: number | undefined;
  /** The display tick that shows it; `null` where a later one took its place before. */
  readonly displayTime: number | null;
  /** When it was decoded and drawn, or given to the compositor; absent where the browser doesn't tell. */
  readonly drawnTime?: number | undefined;
  readonly receiveTime?: number | undefined;
  /** How long it waited in the jitter buffer, ms: of pictures in a `<video>` the mean of the last few. */
  readonly jitterMs?: number | undefined;
  readonly decodeMs?: number | undefined;
  /** Pictures that a `<video>` has presented up to this one; there may be more than callbacks. */
  readonly presented?: number | undefined;
}

/** A ping on the control channel that was answered with the host's time. */
export interface LoggedPing {
  readonly sentTime: number;
  readonly receivedTime: number;
  readonly hostTime: number;
}

/** Another picture is seen from now on. */
export interface LoggedTransport {
  readonly transport: TransportKind;
  readonly time: number;
}

/** A loud sound began after silence, or what is nearly that. */
export interface LoggedBeep {
  /** When its first sample was taken to be played. */
  readonly time: number;
}

/** What the browser had counted at a time. */
export interface LoggedLook extends BrowserCounts {
  readonly time: number;
  /** Port of the host as the page knows it; absent while there is no connection. */
  readonly remotePort?: number | undefined;
}

/** When things happened first, ms since the page was opened; absent until then. */
export interface JoinLog {
  readonly channelsOpen?: number | undefined;
  readonly firstPicture?: number | undefined;
  readonly firstSound?: number | undefined;
}

/** What the browser counted since the page was opened (W3C webrtc-stats), over all connections that followed each other. */
export interface BrowserCounts extends HeardCounts {
  readonly framesReceived: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  /** Encoded video, bytes. */
  readonly videoBytes: number;
  readonly soundBytes: number;
  readonly width: number;
  readonly height: number;
}

/** What went over the chosen pair of candidates, as far as the browser tells. */
export interface PathCounts {
  readonly remotePort?: number | undefined;
  readonly packetsSent?: number | undefined;
  readonly packetsReceived?: number | undefined;
  readonly bytesSent?: number | undefined;
  readonly bytesReceived?: number | undefined;
}

/** Logs that followed each other, as one. */
export function joinLogs(logs: readonly PageLog[]): PageLog {
  return {
    inputs: logs.flatMap(({ inputs }) => inputs),
    packets: logs.flatMap(({ packets }) => packets),
    pictures: logs.flatMap(({ pictures }) => pictures),
    pings: logs.flatMap(({ pings }) => pings),
    transports: logs.flatMap(({ transports }) => transports),
    beeps: logs.flatMap(({ beeps }) => beeps),
    looks: logs.flatMap(({ looks }) => looks),
  };
}
