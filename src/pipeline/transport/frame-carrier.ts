import type { EncodedFrame } from '../frame.js';

/** What takes the messages of frames to one viewer; nothing is put behind what still waits. */
export interface FrameCarrier {
  /** Whether the viewer still has it. */
  readonly isOpen: boolean;
  /** Whether earlier frames still wait to be sent. */
  readonly isFull: boolean;
  /** Bytes of all that was sent. */
  readonly bytesSent: number;
  /** What repairs take: so many times the frames. */
  readonly repairShare: number;
  /** Sends a frame as the message of a number; tells what came of it. */
  send(frame: EncodedFrame, number: number): 'sent' | 'too-large' | 'failed';
  /**
   * Sends a short message beside those of frames, without a number.
   *
   * @returns how many bytes went out other than in RTP packets, which are counted where they are sent.
   */
  sendBeside(message: Uint8Array): number;
}
