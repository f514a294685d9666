import type * as layout from '../../cores/test-pattern/layout.js';

/** What tests can ask of a page's picture and sound. */
export interface Probes {
  /** Waits for the next picture to be shown, and reads its frame number. */
  nextFrameNumber(): Promise<number | undefined>;
  /** Players, from 1, whose patches are lit in the picture. */
  litPatches(): number[];
  /** Mean colour of the picture, 0 to 255 each. */
  meanColour(): [number, number, number];
  /** Level (0 to 1) of the received sound near a frequency in Hz. */
  toneLevel(frequency: number): number;
  /** Milliseconds from the arrival of the page's script to the first picture; NaN before. */
  firstPictureMs(): number;
}

/** Runs in the page, alone: whatever it uses has to stand in it. */
export function installProbes({
  readFrameNumber,
  isPatchLit,
  PLAYERS,
}: Pick<typeof layout, 'readFrameNumber' | 'isPatchLit' | 'PLAYERS'>): Probes {
  const canvas = document.createElement('canvas');
  let analyser: AnalyserNode | undefined;
  let analysed: MediaStream | undefined;
  let firstPicture = Number.NaN;

  const video = () => document.querySelector<HTMLVideoElement>('#picture')!;

  function pixels(): { data: Uint8ClampedArray; width: number; height: number } {
    const { videoWidth: width, videoHeight: height } = video();
    if (width === 0 || height === 0) return { data: new Uint8ClampedArray(4), width: 1, height: 1 };
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(video(), 0, 0);
    return { data: context.getImageData(0, 0, width, height).data, width, height };
  }

  function listen(): AnalyserNode | undefined {
    const stream = document.querySelector<HTMLAudioElement>('#sound')!.srcObject;
    if (!(stream instanceof MediaStream)) return undefined;
    if (analyser && analysed === stream) return analyser;
    const context = new AudioContext();
    analyser = context.createAnalyser();
    analysed = stream;
    context.createMediaStreamSource(stream).connect(analyser);
    return analyser;
  }

  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    video().requestVideoFrameCallback(() => {
      firstPicture = performance.now();
    });
  });

  return {
    nextFrameNumber: () =>
      new Promise((resolve) => {
        video().requestVideoFrameCallback(() => {
          const { data, width, height } = pixels();
          resolve(readFrameNumber(data, width, height));
        });
      }),
    litPatches() {
      const { data, width, height } = pixels();
      const players = Array.from({ length: PLAYERS }, (_, index) => index);
      return players.filter((player) => isPatchLit(data, width, height, player)).map((player) => player + 1);
    },
    meanColour() {
      const { data } = pixels();
      const sums: [number, number, number] = [0, 0, 0];
      for (let offset = 0; offset < data.length; offset += 4) {
        for (const channel of [0, 1, 2] as const) sums[channel] += data[offset + channel]!;
      }
      const count = data.length / 4;
      return [sums[0] / count, sums[1] / count, sums[2] / count];
    },
    toneLevel(frequency) {
      const node = listen();
      if (!node) return 0;
      const samples = new Float32Array(node.fftSize);
      node.getFloatTimeDomainData(samples);
      // Goertzel: how much of one frequency is in the samples.
      const step = (2 * Math.PI * frequency) / node.context.sampleRate;
      let real = 0;
      let imaginary = 0;
      for (const [index, sample] of samples.entries()) {
        real += sample * Math.cos(step * index);
        imaginary += sample * Math.sin(step * index);
      }
      return (2 * Math.hypot(real, imaginary)) / samples.length;
    },
    firstPictureMs() {
      const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const script = resources.find(({ initiatorType }) => initiatorType === 'script');
      return firstPicture - (script?.responseEnd ?? 0);
    },
  };
}
