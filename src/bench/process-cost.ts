import { readFileSync } from 'node:fs';

/** What a process costs, over a span of time. */
export interface ProcessCost {
  /** Share of one core, percent. */
  readonly cpuPercent: number;
  /** Resident memory, MB (10^6 bytes). */
  readonly memoryMB: number;
}

/** Clock ticks per second of /proc (proc(5), sysconf(_SC_CLK_TCK)); it is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Measures processes from now on by /proc, so on Linux only. */
export class ProcessMeter {
  readonly #start = performance.now();
  readonly #processes: ReadonlyMap<string, { readonly pid: number; readonly ticks: number }>;

  constructor(pids: Readonly<Record<string, number | undefined>>) {
    const running = Object.entries(pids).flatMap(([name, pid]) =>
      pid === undefined ? [] : [[name, pid] as const],
    );
    this.#processes = new Map(running.map(([name, pid]) => [name, { pid, ticks: cpuTicks(pid) }]));
  }

  /** The cost of each process since the meter was made. */
  read(): Record<string, ProcessCost> {
    const seconds = (performance.now() - this.#start) / 1000;
    const costs = [...this.#processes].map(([name, { pid, ticks }]) => {
      const cpuPercent = (Math.max(0, cpuTicks(pid) - ticks) / TICKS_PER_SECOND / seconds) * 100;
      return [name, { cpuPercent: Number(cpuPercent.toFixed(1)), memoryMB: residentMB(pid) }] as const;
    });
    return Object.fromEntries(costs);
  }
}

/** CPU time that a process has taken, ms; 0 where it is gone. */
export function cpuMsOf(pid: number): number {
  return (cpuTicks(pid) / TICKS_PER_SECOND) * 1000;
}

/** Resident memory; 0 where the process is gone. */
export function memoryBytesOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readIfThere(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** User and system time of a process: fields 14 and 15 of /proc/<pid>/stat, counted behind the name in parentheses. */
function cpuTicks(pid: number): number {
  const stat = readIfThere(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function residentMB(pid: number): number {
  return Number((memoryBytesOf(pid) / 1e6).toFixed(0));
}

/** Browsers end some of their processes by themselves: what is gone costs nothing more. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
