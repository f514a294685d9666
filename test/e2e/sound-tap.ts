import type { PlayerPage } from './player-page.js';

/** What a tap heard since it was asked last. */
export interface Heard {
  /** Steps between two samples that the test pattern's tone can't make. */
  readonly clicks: number;
  /** Longest time (s) in which neither the channel nor the track was heard. */
  readonly longestSilence: number;
  /** Loudest sample lately, 0 to 1, of the channel's sound. */
  readonly channelLevel: number;
  /** Of the track's, 0 where it is muted. */
  readonly trackVolume: number;
}

interface TappedWindow extends Window {
  takeHeard(): Heard;
  channelLevel(): number;
}

/** Runs in the page before its own scripts, alone: listens to what it plays in an audio context. */
export function tapSound(): void {
  /** The tone is 0.03 loud, and changes by 0.002 from one sample to the next. */
  const tap = `registerProcessor('tap', class extends AudioWorkletProcessor {
    last = 0; clicks = 0; peak = 0; blocks = 0;
    process([[samples]]) {
      for (const sample of samples ?? []) {
        if (Math.abs(sample - this.last) > 0.01) this.clicks++;
        this.last = sample;
        this.peak = Math.max(this.peak, Math.abs(sample));
      }
      if (++this.blocks % 8 === 0) {
        this.port.postMessage({ clicks: this.clicks, peak: this.peak });
        this.clicks = this.peak = 0;
      }
      return true;
    }
  })`;
  let clicks = 0;
  let longestSilence = 0;
  let channelLevel = 0;
  let silentSince = performance.now();
  const track = () => document.querySelector<HTMLAudioElement>('#sound');
  const trackVolume = () => {
    const audio = track();
    return !audio || audio.muted || audio.paused ? 0 : audio.volume;
  };
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    if (args[0] === this.context.destination) {
      const url = URL.createObjectURL(new Blob([tap], { type: 'text/javascript' }));
      void this.context.audioWorklet.addModule(url).then(() => {
        const node = new AudioWorkletNode(this.context, 'tap', { numberOfOutputs: 0 });
        node.port.onmessage = ({ data }) => {
          clicks += data.clicks;
          channelLevel = data.peak;
          const now = performance.now();
          if (data.peak > 0.01 || trackVolume() > 0.3) silentSince = now;
          longestSilence = Math.max(longestSilence, (now - silentSince) / 1000);
        };
        Reflect.apply(connect, this, [node]);
      });
    }
    return Reflect.apply(connect, this, args);
  } as typeof connect;
  const tapped = window as unknown as TappedWindow;
  tapped.channelLevel = () => channelLevel;
  tapped.takeHeard = () => {
    const heard = { clicks, longestSilence, channelLevel, trackVolume: trackVolume() };
    clicks = 0;
    longestSilence = 0;
    return heard;
  };
}

/** What was heard since the last time. */
export function takeHeard({ page }: PlayerPage): Promise<Heard> {
  return page.evaluate(() => (window as unknown as TappedWindow).takeHeard());
}

/** Loudest sample lately of the channel's sound, without taking anything of what was heard. */
export function channelLevel({ page }: PlayerPage): Promise<number> {
  return page.evaluate(() => (window as unknown as TappedWindow).channelLevel());
}

/** Waits until the sound is heard one way, and not the other. */
export async function waitForSound({ page }: PlayerPage, way: 'channel' | 'track'): Promise<void> {
  await page.waitForFunction((wanted) => {
    const audio = document.querySelector<HTMLAudioElement>('#sound')!;
    return audio.muted === (wanted === 'channel');
  }, way);
}
