import { readFrameMessage } from '../../../src/protocol/frame-message.js';
import { writeRepeatRequest } from '../../../src/protocol/repeat-request.js';
import type { FrameTrace, LostFrameTrace } from '../trace/trace-record.js';
import type { ArrivedFrame } from './arrived-frame.js';
import { DisplayWatch } from './display-watch.js';
import type { FrameScreen, PictureDecoder } from './frame-screen.js';
import { GapWatch } from './gap-watch.js';
import { PacketReader } from './packet-reader.js';
import { SlownessWatch } from './slowness-watch.js';
import type { FramesSample, FromWorker } from './worker-message.js';

/** How often the page is told the last frame's number where nothing else is to be said, ms. */
const FEEDBACK_INTERVAL = 100;
/** A picture with no more than so many frames behind it in the decoder is the one of now. */
const MOST_BEHIND = 1;
/** A decoder that hasn't caught up after so many pictures won't. */
const LONGEST_BEGINNING = 30;

/** One connection's frames, from the channel to the canvas. */
export class FrameStream {
  recording = false;
  readonly #channel: RTCDataChannel;
  readonly #screen: FrameScreen;
  readonly #tell: (message: FromWorker) => void;
  readonly #takeOther: (message: Uint8Array) => void;
  readonly #display: DisplayWatch;
  readonly #slowness = new SlownessWatch();
  readonly #decoder: PictureDecoder;
  #gaps = this.#watchGaps();
  #packets: PacketReader | undefined;
  #running = false;
  #wishTold = false;
  #feedbackTime = 0;
  #missingBefore = 0;
  #codec: FramesSample['codec'];
  /** Pictures drawn since the last keyframe, until they have caught up. */
  #begun: number | undefined;
  #totals = { messages: 0, bytes: 0, decoded: 0, dropped: 0, decodeMs: 0 };

  /**
   * @param channel - handed over by the page; messages come as soon as it is open.
   * @param takeOther - gets messages that are no frames.
   */
  constructor(
    channel: RTCDataChannel,
    screen: FrameScreen,
    tell: (message: FromWorker) => void,
    takeOther: (message: Uint8Array) => void,
  ) {
    this.#channel = channel;
    this.#screen = screen;
    this.#tell = tell;
    this.#takeOther = takeOther;
    this.#decoder = screen.decoder({
      onDrawn: (frame) => this.#drawn(frame),
      onBehind: () => this.#fallBehind(),
      onFailure: (reason) => this.#fail(reason),
    });
    this.#display = new DisplayWatch({
      onDisplay: (intervalMs, waitMs) => tell({ type: 'display', intervalMs, waitMs }),
      onShown: (frame, displayTime) => this.#recordShown(frame, displayTime),
    });
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.#receive(data);
    };
  }

  /** Frames come as packets as well: those of a receiver that were transformed here. */
  takePackets(packets: ReadableStream<{ readonly data: ArrayBuffer }>): void {
    this.#packets = new PacketReader(packets, {
      onMessage: (message) => this.#receive(message.buffer),
      onOther: this.#takeOther,
      onRequest: (request) => {
        if (this.#channel.readyState === 'open') this.#channel.send(writeRepeatRequest(request));
      },
    });
  }

  /** Frames that come while it doesn't run are left alone; it goes on with a keyframe. */
  set running(running: boolean) {
    if (running === this.#running) return;
    this.#running = running;
    this.#missingBefore += this.#gaps.missing;
    this.#gaps = this.#watchGaps();
    this.#decoder.close();
    this.#wishTold = false;
  }

  sample(): FramesSample {
    const { waitedMs, shown } = this.#display.totals;
    return {
      ...this.#totals,
      codec: this.#codec,
      width: this.#screen.width,
      height: this.#screen.height,
      missing: this.#missingBefore + this.#gaps.missing,
      shown,
      displayWaitMs: waitedMs,
    };
  }

  close(): void {
    this.running = false;
    this.#channel.onmessage = null;
    this.#packets?.close();
    this.#channel.close();
  }

  #watchGaps(): GapWatch<ArrivedFrame> {
    return new GapWatch<ArrivedFrame>(
      (frame) => {
        frame.handedTime = performance.now();
        this.#decoder.decode(frame);
      },
      (frame) => this.#drop(frame),
    );
  }

  #receive(data: ArrayBuffer): void {
    const receivedTime = performance.now();
    const message = readFrameMessage(new Uint8Array(data));
    if (!message) this.#takeOther(new Uint8Array(data));
    if (!message || !this.#running) return;
    const { number, keyframe, codec } = message;
    const bytes = data.byteLength;
    this.#codec = codec;
    this.#totals.messages += 1;
    this.#totals.bytes += bytes;
    this.#gaps.patience = this.#packets?.patienceMs ?? 0;
    const times = { receivedTime, handedTime: 0, decodedTime: 0, drawnTime: 0 };
    this.#gaps.push({ number, keyframe, message, bytes, ...times });
    if (!this.#gaps.keyframeWanted) this.#packets?.settle(this.#gaps.last);
    this.#feedBack();
  }

  #drawn(frame: ArrivedFrame): void {
    frame.drawnTime = performance.now();
    if (frame.keyframe) this.#begun = 0;
    this.#catchUp(frame.message.number);
    this.#display.drawn(frame);
    const decodeMs = frame.decodedTime - frame.handedTime;
    this.#totals.decoded += 1;
    this.#totals.decodeMs += decodeMs;
    if (this.#slowness.decoded(frame.decodedTime, decodeMs)) this.#fail('the decoder is too slow');
  }

  /**
   * Says that the canvas has the picture, once that is the one of now: a decoder's first pictures are slow, and seen
   * after a `<video>`'s they would go back in time.
   */
  #catchUp(number: number): void {
    if (this.#begun === undefined) return;
    this.#begun += 1;
    if (this.#gaps.last - number > MOST_BEHIND && this.#begun < LONGEST_BEGINNING) return;
    this.#begun = undefined;
    this.#tell({ type: 'drawn' });
  }

  #drop(frame: ArrivedFrame): void {
    this.#totals.dropped += 1;
    if (!this.recording) return;
    const receivedTime = performance.timeOrigin + frame.receivedTime;
    const record: LostFrameTrace = { kind: 'frame-dropped', ...described(frame), receivedTime };
    this.#tell({ type: 'trace', record });
  }

  #fallBehind(): void {
    if (this.#slowness.fellBehind(performance.now())) {
      this.#fail('the decoder is too slow');
    } else {
      this.#gaps.restart();
      this.#feedBack();
    }
  }

  #fail(reason: string): void {
    this.running = false;
    this.#tell({ type: 'failed', reason });
  }

  #feedBack(): void {
    const { last, keyframeWanted } = this.#gaps;
    const now = performance.now();
    if (keyframeWanted === this.#wishTold && now - this.#feedbackTime < FEEDBACK_INTERVAL) return;
    this.#wishTold = keyframeWanted;
    this.#feedbackTime = now;
    this.#tell({ type: 'feedback', lastFrame: last, keyframeWanted });
  }

  #recordShown(frame: ArrivedFrame, displayTime: number | undefined): void {
    if (!this.recording) return;
    const { timeOrigin } = performance;
    const record: FrameTrace = {
      kind: 'frame',
      ...described(frame),
      receivedTime: timeOrigin + frame.receivedTime,
      decodedTime: timeOrigin + frame.decodedTime,
      drawnTime: timeOrigin + frame.drawnTime,
      displayTime: displayTime === undefined ? null : timeOrigin + displayTime,
    };
    this.#tell({ type: 'trace', record });
  }
}

function described({ message, bytes }: ArrivedFrame): Pick<FrameTrace, 'header' | 'bytes'> {
  const { picture: _picture, ...header } = message;
  return { header, bytes };
}
