import { monotonicMs } from './monotonic-clock.js';
import { cpuMsOf, memoryBytesOf } from './process-cost.js';
import { hostProcesses, type NamedProcess, processTree } from './process-tree.js';
import { medianOf } from './report/distribution.js';
import type { Measures } from './report/measures.js';
import type { TimePoint } from './report/time-line.js';

/** Processes that are looked at, each with all below it, and what the benchmark itself takes. */
export interface WatchedProcesses {
  /** Each with what it started; of several sessions all. */
  readonly hosts: readonly number[];
  readonly browser?: number | undefined;
  readonly relay?: number | undefined;
  /** Viewers without browsers. */
  readonly viewers?: readonly number[] | undefined;
}

interface Reading {
  readonly time: number;
  /** By name. */
  readonly memoryBytes: ReadonlyMap<string, number>;
  readonly cpuMs: ReadonlyMap<string, number>;
}

/** Readings that are kept: of more every second one goes, and from then on every second one is taken. */
const MOST_READINGS = 4_000;
/** The end of a run, or its beginning, for the question whether memory grows. */
const END_SHARE = 0.1;

/**
 * Measures what processes cost from now on, those that come and go among them: an encoder that takes the place of another
 * is one with it. Where processes can't be looked at (elsewhere than on Linux), there is nothing.
 */
export class RunCost {
  readonly #watched: WatchedProcesses;
  /** CPU time of each process when it was last seen, ms. */
  readonly #seen = new Map<number, number>();
  /** CPU time by name since the beginning, ms. */
  readonly #cpuMs = new Map<string, number>();
  #readings: Reading[] = [];
  #timer: NodeJS.Timeout;
  #every = 1;
  #skipped = 0;

  /** @param periodMs - how often it is looked. */
  constructor(watched: WatchedProcesses, periodMs: number) {
    this.#watched = watched;
    for (const { pid } of this.#processes()) this.#seen.set(pid, cpuMsOf(pid));
    this.#read();
    this.#timer = setInterval(() => this.#read(), periodMs);
  }

  /** Ends measuring, and tells what each cost. */
  finish(): NonNullable<Measures['cost']> {
    this.close();
    this.#skipped = this.#every;
    this.#read();
    const [first, last] = [this.#readings[0]!, this.#readings.at(-1)!];
    return Object.fromEntries(
      [...last.memoryBytes].map(([name, memoryBytes]) => {
        const cpuShare = (last.cpuMs.get(name) ?? 0) / (last.time - first.time);
        const growth = this.#growth(name);
        return [name, { cpuShare, memoryBytes, ...(growth !== undefined && { memoryGrowthShare: growth }) }];
      }),
    );
  }

  /** Stops looking; calling it again does nothing. */
  close(): void {
    clearInterval(this.#timer);
  }

  /** What each cost between one look and the next, at times of the monotonic clock, ms. */
  course(): { readonly time: number; readonly cost: NonNullable<TimePoint['cost']> }[] {
    return this.#readings.slice(1).map((reading, index) => {
      const before = this.#readings[index]!;
      const ofEach = [...reading.memoryBytes].map(([name, memoryBytes]) => {
        const cpuMs = (reading.cpuMs.get(name) ?? 0) - (before.cpuMs.get(name) ?? 0);
        return [name, { cpuShare: cpuMs / (reading.time - before.time), memoryBytes }] as const;
      });
      return { time: reading.time, cost: Object.fromEntries(ofEach) };
    });
  }

  /** Medians of the run's first and last tenth: what a collector of garbage does in between is no growth. */
  #growth(name: string): number | undefined {
    const all = this.#readings.flatMap(({ memoryBytes }) => memoryBytes.get(name) ?? []);
    const count = Math.max(1, Math.round(all.length * END_SHARE));
    const before = medianOf(all.slice(0, count));
    return all.length < 2 || before <= 0 ? undefined : medianOf(all.slice(-count)) / before - 1;
  }

  #read(): void {
    if (++this.#skipped < this.#every) return;
    this.#skipped = 0;
    const memoryBytes = new Map<string, number>();
    for (const { name, pid } of this.#processes()) {
      const cpuMs = cpuMsOf(pid);
      const since = Math.max(0, cpuMs - (this.#seen.get(pid) ?? 0));
      this.#seen.set(pid, cpuMs);
      this.#cpuMs.set(name, (this.#cpuMs.get(name) ?? 0) + since);
      memoryBytes.set(name, (memoryBytes.get(name) ?? 0) + memoryBytesOf(pid));
    }
    if (memoryBytes.size === 0) return;
    this.#readings.push({ time: monotonicMs(), memoryBytes, cpuMs: new Map(this.#cpuMs) });
    if (this.#readings.length < MOST_READINGS) return;
    this.#readings = this.#readings.filter((_, index) => index % 2 === 0);
    this.#every *= 2;
  }

  #processes(): NamedProcess[] {
    const { hosts, browser, relay, viewers = [] } = this.#watched;
    const roots: (readonly [name: string, pid: number | undefined])[] = [
      ['browser', browser],
      ['relay', relay],
      ...viewers.map((pid) => ['viewers', pid] as const),
    ];
    const trees = roots.flatMap(([name, root]) =>
      root === undefined ? [] : processTree(root).map((pid) => ({ name, pid })),
    );
    const own = process.platform === 'linux' ? [{ name: 'bench', pid: process.pid }] : [];
    return [...hosts.flatMap(hostProcesses), ...trees, ...own];
  }
}
