import type { FramesWorker } from '../receiver/frames-worker.js';
import workletUrl from './worklet.ts?worker&url';
import type { FromWorklet, ToWorklet } from './worklet-message.js';

/** Sound of the `frames` channel: decoded in the worker, played by a worklet; here is what the page has to do with it. */
export class ChannelSound {
  /** Called when the sound can be heard from now on, or can't any more. */
  onFlow: () => void = () => {};
  readonly #frames: FramesWorker;
  #context: AudioContext | undefined;
  #node: AudioWorkletNode | undefined;
  #flowing = false;
  #volume = 0;

  constructor(frames: FramesWorker) {
    this.#frames = frames;
  }

  /** Whether sound comes, and would be heard if it were loud. */
  get flowing(): boolean {
    return this.#flowing && this.#context?.state === 'running';
  }

  /** 0 to 1; followed without a click. */
  set volume(volume: number) {
    if (volume === this.#volume) return;
    this.#volume = volume;
    this.#post({ volume });
  }

  /** Begins, where the browser has all that it takes; to be called when it lets the page sound, the sooner the better. */
  begin(): void {
    if (this.#context) {
      // Calls and other applications can have interrupted it.
      if (this.#context.state !== 'running') this.#context.resume().catch(() => undefined);
      return;
    }
    if (!('AudioDecoder' in window && 'AudioWorkletNode' in window)) return;
    const context = new AudioContext();
    this.#context = context;
    context.onstatechange = () => this.#changed();
    context.audioWorklet.addModule(workletUrl).then(
      () => this.#connect(context),
      // Sound goes on by its track.
      () => undefined,
    );
  }

  #connect(context: AudioContext): void {
    const node = new AudioWorkletNode(context, 'sound', { numberOfInputs: 0, outputChannelCount: [2] });
    this.#node = node;
    node.port.onmessage = ({ data }: MessageEvent<FromWorklet>) => {
      this.#frames.soundWaits = data;
      if (data.flowing === this.#flowing) return;
      this.#flowing = data.flowing;
      this.onFlow();
    };
    const { port1, port2 } = new MessageChannel();
    this.#post({ port: port1 }, [port1]);
    this.#frames.decodeSound(port2);
    node.connect(context.destination);
    this.#changed();
  }

  #changed(): void {
    this.#frames.soundPlays = this.#node !== undefined && this.#context?.state === 'running';
    this.onFlow();
  }

  #post(message: ToWorklet, transfer: Transferable[] = []): void {
    this.#node?.port.postMessage(message, transfer);
  }
}
