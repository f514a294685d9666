/** What one RTP packet carries behind its header: pieces that are joined when it is sent. */
export interface RtpPayload {
  /** The payload format's own header: the VP8 payload descriptor, an FU-A or STAP-A header; may be empty. */
  readonly prefix: Buffer;
  /** A view of the encoded frame. */
  readonly content: Buffer;
  /** Whether it is the last one of its frame. */
  readonly last: boolean;
}

/** Longest payload in bytes: with RTP, SRTP, UDP and IPv6 around it within 1280 bytes, what every path carries (RFC 8200 section 5). */
export const MAX_PAYLOAD_BYTES = 1180;
