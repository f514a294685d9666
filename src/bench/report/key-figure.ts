/** A figure that people judge a combination by. */
export interface KeyFigure {
  /** See `FIGURE_PATHS`. */
  readonly path: string;
  /** For people. */
  readonly label: string;
  readonly unit: 'ms' | 'Mb/s' | 'MB' | '%' | 'dB' | '';
  /** Which way is better. */
  readonly better: 'lower' | 'higher';
}

/** In the order of their weight. */
export const KEY_FIGURES: readonly KeyFigure[] = [
  { path: 'inputToPhotonMs.p50', label: 'Input to photon, p50', unit: 'ms', better: 'lower' },
  { path: 'inputToPhotonMs.p95', label: 'Input to photon, p95', unit: 'ms', better: 'lower' },
  { path: 'inputToPhotonMs.p99', label: 'Input to photon, p99', unit: 'ms', better: 'lower' },
  { path: 'inputToDrawnMs.p50', label: 'Input to drawn, p50', unit: 'ms', better: 'lower' },
  { path: 'inputToDrawnMs.p95', label: 'Input to drawn, p95', unit: 'ms', better: 'lower' },
  { path: 'fromOutside.keyToPixelMs.p50', label: 'Key to pixel, p50', unit: 'ms', better: 'lower' },
  { path: 'fromOutside.keyToPixelMs.p95', label: 'Key to pixel, p95', unit: 'ms', better: 'lower' },
  {
    path: 'fromOutside.moreThanInPageMs',
    label: 'Longer from outside than in the page',
    unit: 'ms',
    better: 'lower',
  },
  { path: 'tickIntervalMs.p99', label: 'Tick interval, p99', unit: 'ms', better: 'lower' },
  { path: 'displayIntervalMs.p99', label: 'Display interval, p99', unit: 'ms', better: 'lower' },
  { path: 'frames.fps', label: 'Frames shown per second', unit: '', better: 'higher' },
  { path: 'frames.dropped', label: 'Frames dropped', unit: '', better: 'lower' },
  { path: 'frames.longestFreezeMs', label: 'Longest freeze', unit: 'ms', better: 'lower' },
  { path: 'frames.totalFreezeMs', label: 'Frozen in all', unit: 'ms', better: 'lower' },
  {
    path: 'pathChanges.freezes',
    label: 'Freezes over 300 ms on a changing path',
    unit: '',
    better: 'lower',
  },
  {
    path: 'pathChanges.slowestRecoveryMs',
    label: 'Slowest to flow after a change',
    unit: 'ms',
    better: 'lower',
  },
  { path: 'pathChanges.reconnectMs', label: 'Until back after a cut', unit: 'ms', better: 'lower' },
  {
    path: 'growth.inputToPhotonMsPerHour',
    label: 'Growth of input to photon per hour',
    unit: 'ms',
    better: 'lower',
  },
  {
    path: 'growth.soundDelayMsPerHour',
    label: 'Growth of the sound’s delay per hour',
    unit: 'ms',
    better: 'lower',
  },
  { path: 'join.linkToFirstFrameMs', label: 'Link to first frame', unit: 'ms', better: 'lower' },
  { path: 'join.linkToFirstSoundMs', label: 'Link to first sound', unit: 'ms', better: 'lower' },
  { path: 'picture.bitrateBps', label: 'Bitrate of the picture', unit: 'Mb/s', better: 'lower' },
  { path: 'picture.ssim', label: 'SSIM', unit: '', better: 'higher' },
  { path: 'picture.psnrDb', label: 'PSNR', unit: 'dB', better: 'higher' },
  { path: 'sound.concealedShare', label: 'Sound concealed', unit: '%', better: 'lower' },
  { path: 'sound.delayMs', label: 'Delay of the sound', unit: 'ms', better: 'lower' },
  {
    path: 'otherViewers.leastFps',
    label: 'Frames per second of the worst viewer',
    unit: '',
    better: 'higher',
  },
  { path: 'eventLoopDelayMs.p99', label: 'Event-loop delay, p99', unit: 'ms', better: 'lower' },
  { path: 'cost.host.cpuShare', label: 'CPU of the host', unit: '%', better: 'lower' },
  { path: 'cost.host.memoryBytes', label: 'Memory of the host', unit: 'MB', better: 'lower' },
  { path: 'cost.host.memoryGrowthShare', label: 'Growth of the host’s memory', unit: '%', better: 'lower' },
  { path: 'cost.core.cpuShare', label: 'CPU of the core', unit: '%', better: 'lower' },
  { path: 'cost.total.cpuShare', label: 'CPU of the host’s processes', unit: '%', better: 'lower' },
];

const FACTORS = { ms: 1, 'Mb/s': 1e-6, MB: 1e-6, '%': 100, dB: 1, '': 1 } as const;

/** A figure for people, without its unit: three digits or so. */
export function formatFigure(value: number, { unit }: Pick<KeyFigure, 'unit'>): string {
  const scaled = value * FACTORS[unit];
  const size = Math.abs(scaled);
  if (Number.isInteger(scaled) || size >= 1000) return scaled.toFixed(0);
  return scaled.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}
