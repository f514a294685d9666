import { RtcpNackResponder, RtcpSrReporter, RtpPacketizationConfig, type Track } from 'node-datachannel';

/** A track of the viewer's connection, and what was negotiated for it. */
export interface RtpTrack {
  readonly track: Track;
  readonly payloadType: number;
  readonly ssrc: number;
  /** Extension id of the playout delay, where the viewer's browser has it. */
  readonly playoutDelayId?: number | undefined;
}

/** Packets that are kept for a NACK: half a second at 12 Mb/s. */
const KEPT_PACKETS = 512;
const CNAME = 'cloudgame';

/** Sender reports (RFC 3550 section 6.4.1) and retransmission on NACK (RFC 4585 section 6.2.1), by libdatachannel. */
export function handleRtcp({ track, ssrc, payloadType }: RtpTrack, clockRate: number): void {
  const reporter = new RtcpSrReporter(new RtpPacketizationConfig(ssrc, CNAME, payloadType, clockRate));
  reporter.addToChain(new RtcpNackResponder(KEPT_PACKETS));
  track.setMediaHandler(reporter);
}

/** Sends a packet, which is copied before the call returns; returns whether it could be sent. */
export function sendPacket({ track }: RtpTrack, packet: Buffer): boolean {
  try {
    track.sendMessageBinary(packet);
    return true;
  } catch {
    // The viewer closed the connection this very moment: its room hears of that next.
    return false;
  }
}
