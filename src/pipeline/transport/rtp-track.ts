import { RtcpNackResponder, RtcpSrReporter, RtpPacketizationConfig, type Track } from 'node-datachannel';
import type { PathObserver } from '../rate/path-observer.js';
import type { ReportedPath } from '../rate/reported-path.js';
import { type RtcpFeedback, readRtcp, roundTripMs } from '../rtp/rtcp-reader.js';
import type { SendTime } from '../rtp/rtp-header.js';
import { nativeCallback } from './native-callback.js';

/** A track of the viewer's connection, and what was negotiated for it. */
export interface RtpTrack {
  readonly track: Track;
  readonly payloadType: number;
  /** For sound that is sent once more (RFC 2198), where the viewer's browser takes that. */
  readonly redPayloadType?: number | undefined;
  readonly ssrc: number;
  /** Extension id of the playout delay, where the viewer's browser has it. */
  readonly playoutDelayId?: number | undefined;
  /** One for all tracks of a viewer; `undefined` where its browser reports no arrivals of this track's packets. */
  readonly path?: PathObserver | undefined;
  /** One for all tracks of a viewer: what it reports otherwise, which counts where there is no such feedback. */
  readonly reported?: ReportedPath | undefined;
  /** Extension id of the time at which a packet is sent, where the viewer's browser estimates by that what comes through. */
  readonly sendTimeId?: number | undefined;
}

/** What a packet takes on its way beside itself: SRTP's tag (RFC 3711 section 5.2), UDP and IPv4 headers, bytes. */
const AROUND_BYTES = 10 + 8 + 20;

/** Packets that are kept for a NACK: half a second at 12 Mb/s. */
const KEPT_PACKETS = 512;
const CNAME = 'cloudgame';

/** Sender reports (RFC 3550 section 6.4.1) and retransmission on NACK (RFC 4585 section 6.2.1), by libdatachannel. */
export function handleRtcp({ track, ssrc, payloadType }: RtpTrack, clockRate: number): void {
  const reporter = new RtcpSrReporter(new RtpPacketizationConfig(ssrc, CNAME, payloadType, clockRate));
  reporter.addToChain(new RtcpNackResponder(KEPT_PACKETS));
  track.setMediaHandler(reporter);
}

/** Hands on what the viewer's browser says of the track's packets. */
export function listenToRtcp(
  { track, ssrc, path, reported }: RtpTrack,
  listener: (feedback: RtcpFeedback) => void,
): void {
  let highestSequence: number | undefined;
  const receive = (packet: Buffer): void => {
    // What is said of the whole path comes under the name of any track.
    path?.receive(packet);
    for (const feedback of readRtcp(packet)) {
      if (feedback.kind === 'bandwidth') {
        reported?.receiveEstimate(feedback.bps, performance.now());
        continue;
      }
      if (feedback.ssrc !== ssrc) continue;
      if (feedback.kind === 'report') {
        reported?.receiveReport(feedback, roundTripMs(feedback, Date.now()), performance.now());
        const newly = (feedback.highestSequence - (highestSequence ?? feedback.highestSequence)) | 0;
        if (newly > 0) path?.showArrival(performance.now());
        highestSequence = feedback.highestSequence;
      }
      listener(feedback);
    }
  };
  track.onMessage(nativeCallback(receive));
}

/** Sends a packet, which is copied before the call returns; returns whether it could be sent. */
export function sendPacket({ track, path, reported }: RtpTrack, packet: Buffer): boolean {
  try {
    track.sendMessageBinary(packet);
  } catch {
    // The viewer closed the connection this very moment: its room hears of that next.
    return false;
  }
  const now = performance.now();
  path?.send(packet.length, now);
  reported?.send(packet.length + AROUND_BYTES, now);
  return true;
}

/** Sends a packet once more just as it was: what a browser tells of its number it tells of both. */
export function sendCopy({ track, path, reported }: RtpTrack, packet: Buffer): boolean {
  try {
    track.sendMessageBinary(packet);
  } catch {
    return false;
  }
  path?.sendMessage(packet.length);
  reported?.send(packet.length + AROUND_BYTES, performance.now());
  return true;
}

/** For the header of a packet that goes out now. */
export function sendTimeOf({ sendTimeId }: RtpTrack): SendTime | undefined {
  return sendTimeId === undefined ? undefined : { id: sendTimeId, now: performance.now() };
}
