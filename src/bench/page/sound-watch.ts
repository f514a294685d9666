/// <reference lib="dom" />
import type { LoggedBeep } from './page-log.js';

/** What was heard since the page was opened, whichever way it came. */
export interface HeardCounts {
  /** Seconds that all sound samples together waited in the buffer, and how many they were. */
  readonly soundDelaySeconds: number;
  readonly soundSamples: number;
  readonly samplesConcealed: number;
  readonly samplesReceived: number;
  /** Of those received, samples that the page's own player played. */
  readonly samplesByChannel: number;
  /** Samples that were left out so that the rest is heard sooner. */
  readonly samplesLeftOut: number;
  /** Times that sound was made up, or left out by the player at once. */
  readonly soundBreaks: number;
}

/** What of a track's statistics is of use here (W3C webrtc-stats). */
export interface TrackCounts {
  readonly jitterBufferDelay?: number | undefined;
  readonly jitterBufferEmittedCount?: number | undefined;
  readonly concealedSamples?: number | undefined;
  readonly totalSamplesReceived?: number | undefined;
  readonly removedSamplesForAcceleration?: number | undefined;
  readonly concealmentEvents?: number | undefined;
}

export interface SoundWatch {
  /** Looks for beeps; to be called at every tick of the display. */
  listen(): void;
  /** Adds what the track's statistics say, as far as it is what is heard; to be called a few times a second. */
  count(track: TrackCounts): HeardCounts;
}

/** What the page's own player tells (web-player/src/sound/worklet-message.ts). */
interface PlayerReport {
  readonly flowing: boolean;
  readonly waitedSeconds: number;
  readonly samples: number;
  readonly concealed: number;
  readonly skipped: number;
  readonly breaks: number;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Watches the sound that the page plays, by its track and by its own player, of which it lets one be heard. It runs in the
 * page, alone, before the page's own scripts: whatever it uses has to stand in it.
 */
export function watchSound(onBeep: (beep: LoggedBeep) => void): SoundWatch {
  /** Samples that are looked at together: a display that stands still for 80 ms loses none. */
  const WINDOW = 4096;
  /** Half of the test pattern's beep, and four times its tone (1 is the loudest). */
  const LOUD = 0.125;
  /** A beep begins after so much quiet, seconds. */
  const SHORTEST_QUIET = 0.02;
  /** Looks that are remembered: two seconds. */
  const LOOKS_KEPT = 120;

  let playing: HTMLMediaElement | undefined;
  let ears: { readonly track?: MediaStreamTrack; readonly listen: () => void }[] = [];
  const isTrackHeard = () => playing !== undefined && !playing.muted && playing.volume > 0.5;

  function listenTo(source: AudioNode, isHeard: () => boolean): () => void {
    const { context } = source;
    const analyser = context.createAnalyser();
    analyser.fftSize = WINDOW;
    source.connect(analyser);
    const samples = new Float32Array(WINDOW);
    const offsets: number[] = [];
    let heardUntil = context.currentTime;
    let quietSamples = 0;
    return () => {
      const now = context.currentTime;
      // The sound's clock goes in steps, and is known to be late: what is least late is right.
      offsets.push(performance.now() - now * 1000);
      if (offsets.length > LOOKS_KEPT) offsets.shift();
      const fresh = Math.min(WINDOW, Math.round((now - heardUntil) * context.sampleRate));
      if (fresh <= 0) return;
      heardUntil = now;
      analyser.getFloatTimeDomainData(samples);
      for (let index = WINDOW - fresh; index < WINDOW; index++) {
        const isLoud = Math.abs(samples[index]!) > LOUD;
        if (isLoud && quietSamples > SHORTEST_QUIET * context.sampleRate && isHeard()) {
          const time = (now - (WINDOW - index) / context.sampleRate) * 1000;
          onBeep({ time: time + Math.min(...offsets) });
        }
        quietSamples = isLoud ? 0 : quietSamples + 1;
      }
    };
  }

  // Web Audio gets silence of a track that nothing plays yet.
  document.addEventListener(
    'playing',
    ({ target }) => {
      const source = target instanceof HTMLMediaElement ? target.srcObject : null;
      const [track] = source instanceof MediaStream ? source.getAudioTracks() : [];
      if (!track || ears.some((ear) => ear.track === track)) return;
      playing = target as HTMLMediaElement;
      const context = new AudioContext({ latencyHint: 'interactive' });
      track.addEventListener('ended', () => void context.close());
      const listen = listenTo(context.createMediaStreamSource(new MediaStream([track])), isTrackHeard);
      ears = [...ears.filter((ear) => !ear.track), { track, listen }];
    },
    { capture: true },
  );

  const counts: Writable<HeardCounts> = {
    soundDelaySeconds: 0,
    soundSamples: 0,
    samplesConcealed: 0,
    samplesReceived: 0,
    samplesByChannel: 0,
    samplesLeftOut: 0,
    soundBreaks: 0,
  };
  function watchPlayer(node: AudioWorkletNode): void {
    // Its volume is its own: what it can't be heard with isn't there to be found.
    ears.push({ listen: listenTo(node, () => true) });
    let last: PlayerReport = {
      ...{ flowing: false, waitedSeconds: 0, samples: 0, concealed: 0 },
      ...{ skipped: 0, breaks: 0 },
    };
    node.port.addEventListener('message', ({ data }: MessageEvent<PlayerReport>) => {
      if (last.flowing && !isTrackHeard()) {
        counts.soundDelaySeconds += data.waitedSeconds - last.waitedSeconds;
        counts.soundSamples += data.samples - last.samples;
        counts.samplesConcealed += data.concealed - last.concealed;
        counts.samplesReceived += data.samples - last.samples;
        counts.samplesByChannel += data.samples - last.samples;
        counts.samplesLeftOut += data.skipped - last.skipped;
        counts.soundBreaks += data.breaks - last.breaks;
      }
      last = data;
    });
  }

  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
    const isPlayer = 'AudioWorkletNode' in window && this instanceof AudioWorkletNode;
    if (isPlayer && args[0] === this.context.destination) watchPlayer(this);
    return Reflect.apply(connect, this, args);
  } as typeof connect;

  let before: TrackCounts = {};
  return {
    listen() {
      for (const ear of ears) ear.listen();
    },
    count(track) {
      const since = (name: keyof TrackCounts) => {
        const [now, last] = [track[name] ?? 0, before[name] ?? 0];
        // A connection that takes the place of another counts from zero again.
        return now < last ? now : now - last;
      };
      if (isTrackHeard()) {
        counts.soundDelaySeconds += since('jitterBufferDelay');
        counts.soundSamples += since('jitterBufferEmittedCount');
        counts.samplesConcealed += since('concealedSamples');
        counts.samplesReceived += since('totalSamplesReceived');
        counts.samplesLeftOut += since('removedSamplesForAcceleration');
        counts.soundBreaks += since('concealmentEvents');
      }
      before = track;
      return { ...counts };
    },
  };
}
