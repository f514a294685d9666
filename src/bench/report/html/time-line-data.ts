import type { RunResult } from '../result.js';
import type { TimePoint } from '../time-line.js';

/** A line of a panel. */
export interface TimeSeries {
  readonly name: string;
  /** By point; `undefined` where nothing was measured. */
  readonly values: readonly (number | undefined)[];
}

/** One of the charts that stand above each other. */
export interface TimePanel {
  readonly title: string;
  readonly unit: string;
  readonly kind: 'line' | 'bar';
  readonly series: readonly TimeSeries[];
}

/** A stretch of time in which something stayed the same. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly name: string;
}

type Join = (values: readonly number[]) => number;

const MEAN: Join = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const MOST: Join = (values) => Math.max(...values);
const LEAST: Join = (values) => Math.min(...values);

interface PanelPlan {
  readonly title: string;
  readonly unit: string;
  readonly kind: TimePanel['kind'];
  /** What becomes of a figure where several points are drawn as one: what hurts must not be averaged away. */
  readonly join: Join;
  readonly factor?: number;
  readonly series: readonly (readonly [
    name: string,
    field: Exclude<keyof TimePoint, 'cost' | 'transport'>,
  ])[];
}

const PANELS: readonly PanelPlan[] = [
  { title: 'Frames shown per second', unit: '', kind: 'line', join: LEAST, series: [['', 'fps']] },
  {
    ...{ title: 'Bitrate', unit: 'Mb/s', kind: 'line', join: MEAN, factor: 1e-6 },
    series: [
      ['picture and sound that came', 'bitrateBps'],
      ['all that the host sent', 'sentBps'],
    ],
  },
  {
    ...{ title: 'Longest gap between pictures', unit: 'ms', kind: 'bar', join: MOST },
    series: [['', 'longestGapMs']],
  },
  {
    ...{ title: 'Input to photon, median', unit: 'ms', kind: 'line', join: MOST },
    series: [['', 'inputToPhotonMs']],
  },
  { title: 'Round trip', unit: 'ms', kind: 'line', join: MOST, series: [['', 'roundTripMs']] },
  {
    ...{ title: 'Packets lost', unit: '%', kind: 'bar', join: MOST, factor: 100 },
    series: [['', 'lossShare']],
  },
  {
    ...{ title: 'Sound concealed', unit: '%', kind: 'bar', join: MOST, factor: 100 },
    series: [['', 'concealedShare']],
  },
  { title: 'Breaks in the sound', unit: '', kind: 'bar', join: MOST, series: [['', 'soundBreaks']] },
  {
    ...{ title: 'Delay of the sound', unit: 'ms', kind: 'line', join: MOST },
    series: [
      ['from the core until it is played', 'soundDelayMs'],
      ['in the browser’s buffer', 'soundBufferMs'],
    ],
  },
  {
    ...{ title: 'Event-loop delay of the host, p99', unit: 'ms', kind: 'line', join: MOST },
    series: [['', 'eventLoopDelayMs']],
  },
];

/** Points that a chart draws at most; more would be narrower than a pixel. */
const MOST_DRAWN = 300;

/** Points side by side, joined to so few that each can be seen. */
export function joinedPoints(points: readonly TimePoint[]): (readonly TimePoint[])[] {
  const size = Math.ceil(points.length / MOST_DRAWN);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  );
}

/** The panels that have anything to show. */
export function panelsOf(groups: readonly (readonly TimePoint[])[]): TimePanel[] {
  const figures = PANELS.map(({ title, unit, kind, join, factor = 1, series }): TimePanel => {
    const lines = series.map(([name, field]) => ({
      name: name || title,
      values: groups.map((group) =>
        joined(
          group.map((point) => point[field]),
          factor,
          join,
        ),
      ),
    }));
    return { title, unit, kind, series: lines };
  });
  const processes = [
    ...new Set(groups.flatMap((group) => group.flatMap(({ cost = {} }) => Object.keys(cost)))),
  ];
  const perProcess = (field: 'cpuShare' | 'memoryBytes', factor: number, join: Join) =>
    processes.map((name) => ({
      name,
      values: groups.map((group) =>
        joined(
          group.map(({ cost }) => cost?.[name]?.[field]),
          factor,
          join,
        ),
      ),
    }));
  return [
    ...figures,
    { title: 'CPU by process', unit: '%', kind: 'line' as const, series: perProcess('cpuShare', 100, MEAN) },
    {
      title: 'Memory by process',
      unit: 'MB',
      kind: 'line' as const,
      series: perProcess('memoryBytes', 1e-6, MOST),
    },
  ]
    .map((panel) => ({
      ...panel,
      series: panel.series.filter(({ values }) => values.some((value) => value !== undefined)),
    }))
    .filter(({ series }) => series.length > 0);
}

function joined(values: readonly (number | undefined)[], factor: number, join: Join): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : join(known) * factor;
}

const TRANSPORT_NAMES = { rtp: 'RTP', frames: 'data channel' } as const;

/** What stayed the same for a while: the path, the transport, the size of the picture. */
export function stretchesOf(
  run: RunResult,
  endMs: number,
): { readonly title: string; readonly stretches: Stretch[] }[] {
  const points = run.timeLine ?? [];
  const sizes = points.flatMap(({ atMs, width, height }, index) =>
    // What a point says was so since the point before.
    width === undefined || height === undefined
      ? []
      : [{ atMs: points[index - 1]?.atMs ?? Math.min(0, atMs), name: `${width} × ${height}` }],
  );
  const told = run.transports?.map(({ atMs, transport }) => ({ atMs, name: TRANSPORT_NAMES[transport] }));
  return [
    { title: 'Path', stretches: stretches(run.networkPhases ?? [], endMs) },
    { title: 'Transport', stretches: stretches(told ?? [], endMs) },
    { title: 'Size', stretches: stretches(sizes, endMs) },
  ].filter((strip) => strip.stretches.length > 0);
}

/** When pictures stood still. */
export function frozenStretches({ freezes = [] }: RunResult, endMs: number): Stretch[] {
  return freezes.map(({ atMs, lengthMs }) => ({
    fromMs: atMs,
    toMs: Math.min(endMs, atMs + lengthMs),
    name: `${Math.round(lengthMs)} ms`,
  }));
}

function stretches(
  changes: readonly { readonly atMs: number; readonly name: string }[],
  endMs: number,
): Stretch[] {
  const real = changes.filter(({ name }, index) => name !== changes[index - 1]?.name);
  return real.map(({ atMs, name }, index) => ({ fromMs: atMs, toMs: real[index + 1]?.atMs ?? endMs, name }));
}
