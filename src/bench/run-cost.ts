import { type ProcessCost as MeasuredCost, ProcessMeter } from './process-cost.js';
import { hostProcesses, processTree } from './process-tree.js';
import type { Measures } from './report/measures.js';

const BROWSER = 'browser';

/** Measures what a host and a browser cost from now on; where processes can't be looked at, nothing. */
export class RunCost {
  readonly #host: ProcessMeter;
  readonly #browser: ProcessMeter;
  readonly #memoryBefore: ReadonlyMap<string, number>;

  constructor(host: number, browser: number | undefined) {
    this.#host = new ProcessMeter(
      Object.fromEntries(hostProcesses(host).map(({ name, pid }) => [name, pid])),
    );
    const pids = browser === undefined ? [] : processTree(browser);
    this.#browser = new ProcessMeter(Object.fromEntries(pids.map((pid) => [String(pid), pid])));
    this.#memoryBefore = new Map(this.#read().map(([name, { memoryMB }]) => [name, memoryMB]));
  }

  read(): NonNullable<Measures['cost']> {
    return Object.fromEntries(
      this.#read().map(([name, { cpuPercent, memoryMB }]) => {
        const before = this.#memoryBefore.get(name);
        const growth = before ? { memoryGrowthShare: memoryMB / before - 1 } : {};
        return [name, { cpuShare: cpuPercent / 100, memoryBytes: memoryMB * 1e6, ...growth }];
      }),
    );
  }

  /** Each process of the host, and those of the browser as one. */
  #read(): (readonly [string, MeasuredCost])[] {
    const browser = Object.values(this.#browser.read());
    const all = Object.entries(this.#host.read());
    if (browser.length === 0) return all;
    const whole = browser.reduce((sum, { cpuPercent, memoryMB }) => ({
      cpuPercent: sum.cpuPercent + cpuPercent,
      memoryMB: sum.memoryMB + memoryMB,
    }));
    return [...all, [BROWSER, whole]];
  }
}
