import { frameHeaderBytes, writeFrameHeader } from '../../protocol/frame-message.js';
import type { EncodedFrame } from '../frame.js';
import { CutFrame } from './cut-frame.js';

/** Where the number of a message stands in it. */
const NUMBER_OFFSET = 4;
/** Before each NAL unit (ITU-T H.264 annex B.1.1). */
const START_CODE = Buffer.of(0, 0, 0, 1);
const FIRST_ROOM = 64 * 1024;

/**
 * The message for the `frames` channels of a rendition's newest frame: written once, and given to all its viewers one
 * after the other, in memory that is used again for the next. Only its number is each viewer's own.
 */
export class SharedFrameMessages {
  #frame: EncodedFrame | undefined;
  #room: Buffer = Buffer.allocUnsafe(FIRST_ROOM);
  #message: Buffer = this.#room.subarray(0, 0);
  #cut: CutFrame | undefined;

  /**
   * @param number - of the message in the viewer's channel.
   * @returns the message; valid until this is called again.
   */
  of(frame: EncodedFrame, number: number): Buffer {
    this.#take(frame);
    this.#message.writeUInt32LE(number, NUMBER_OFFSET);
    return this.#message;
  }

  /** The message in pieces, which stay as they are; its number is 0, and packets have that of their viewer. */
  cut(frame: EncodedFrame): CutFrame {
    this.#take(frame);
    if (!this.#cut) {
      this.#message.writeUInt32LE(0, NUMBER_OFFSET);
      this.#cut = new CutFrame(this.#message);
    }
    return this.#cut;
  }

  #take(frame: EncodedFrame): void {
    if (frame === this.#frame) return;
    this.#frame = frame;
    this.#message = this.#write(frame);
    this.#cut = undefined;
  }

  #write({ codec, keyframe, units, stamp }: EncodedFrame): Buffer {
    const { stepTime, readyTime, inputSequences, inputTimes } = stamp;
    const startCode = codec === 'h264' ? START_CODE : undefined;
    let length = frameHeaderBytes(inputSequences.length);
    for (const unit of units) length += unit.length + (startCode?.length ?? 0);
    if (length > this.#room.length) this.#room = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(length)));
    let end = writeFrameHeader(this.#room, {
      codec,
      keyframe,
      number: 0,
      frame: {
        number: stamp.number >>> 0,
        stepTime,
        coreMs: readyTime - stepTime,
        // Frames go this way the moment that they are encoded.
        encodeMs: performance.now() - readyTime,
      },
      inputs: inputSequences.map((sequence, seat) => ({
        sequence,
        waitMs: sequence === 0 ? 0 : stepTime - inputTimes[seat]!,
      })),
    });
    for (const unit of units) {
      if (startCode) end += startCode.copy(this.#room, end);
      end += unit.copy(this.#room, end);
    }
    return this.#room.subarray(0, end);
  }
}
