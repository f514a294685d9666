import type * as layout from '../../cores/test-pattern/layout.js';

/** What tests can ask of a page's picture and sound. */
export interface Probes {
  /** Waits for the next picture to be shown, and reads its frame number. */
  nextFrameNumber(): Promise<number | undefined>;
  /** Which of the two ways of the picture is seen. */
  transport(): 'rtp' | 'frames';
  /** Players, from 1, whose patches are lit in the picture. */
  litPatches(): number[];
  /** Mean colour of the picture, 0 to 255 each. */
  meanColour(): [number, number, number];
  /** Level (0 to 1) of the received sound near a frequency in Hz. */
  toneLevel(frequency: number): number;
  /** Whether it was to be read at any time in a toast, a hint or the menu, much of which goes by itself. */
  hasSaid(words: string): boolean;
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

  let lastRead: number | undefined;

  const video = () => document.querySelector<HTMLVideoElement>('#video')!;
  const layers = () => document.querySelector<HTMLElement>('#picture')!;
  const transport = () => (layers().dataset.transport === 'frames' ? 'frames' : 'rtp');

  /** What is seen: the frames' canvas or the tracks' video. */
  function seen(): { source: CanvasImageSource; width: number; height: number } {
    if (transport() === 'rtp')
      return { source: video(), width: video().videoWidth, height: video().videoHeight };
    const source = document.querySelector<HTMLCanvasElement>('#canvas')!;
    return { source, width: source.width, height: source.height };
  }

  function pixels(): { data: Uint8ClampedArray; width: number; height: number } {
    const { source, width, height } = seen();
    if (width === 0 || height === 0) return { data: new Uint8ClampedArray(4), width: 1, height: 1 };
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.drawImage(source, 0, 0);
    return { data: context.getImageData(0, 0, width, height).data, width, height };
  }

  function readNumber(): number | undefined {
    const { data, width, height } = pixels();
    return readFrameNumber(data, width, height);
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

  const said: string[] = [];

  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    const speaking = document.querySelectorAll('#toasts, #device-hint, #menu');
    const hearing = new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        said.push(...Array.from(addedNodes, (node) => node.textContent ?? ''));
    });
    for (const element of speaking) hearing.observe(element, { childList: true, subtree: true });
    new MutationObserver((_changes, observer) => {
      firstPicture = performance.now();
      observer.disconnect();
    }).observe(layers(), { attributeFilter: ['data-transport'] });
  });

  return {
    nextFrameNumber: () =>
      new Promise((resolve) => {
        let found = false;
        const find = (number: number | undefined) => {
          found = true;
          lastRead = number;
          resolve(number);
        };
        // The video may get its first frame a moment before it is the one that is seen.
        const watch = () => {
          video().requestVideoFrameCallback(() => {
            if (found) return;
            if (transport() === 'rtp') find(readNumber());
            else watch();
          });
        };
        watch();
        // A canvas tells nobody that it was drawn into, and the way may change meanwhile.
        const look = () => {
          if (found) return;
          const number = transport() === 'frames' ? readNumber() : lastRead;
          if (number === lastRead) requestAnimationFrame(look);
          else find(number);
        };
        requestAnimationFrame(look);
      }),
    transport,
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
    hasSaid: (words) => said.some((text) => text.includes(words)),
    firstPictureMs() {
      const resources = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const script = resources.find(({ initiatorType }) => initiatorType === 'script');
      return firstPicture - (script?.responseEnd ?? 0);
    },
  };
}
