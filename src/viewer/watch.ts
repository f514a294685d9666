import { setTimeout as wait } from 'node:timers/promises';
import type { TransportKind } from '../protocol/control-message.js';
import { rounded } from './distribution.js';
import { Recording } from './recording.js';
import { Viewer } from './viewer.js';
import type { ViewerResult, WatchResult } from './watch-result.js';
import { readWatchedLink } from './watched-link.js';

export interface WatchOptions {
  readonly link: string;
  /** How long to watch from the moment when all viewers are in, ms; without end where it isn't given. */
  readonly durationMs?: number | undefined;
  /** How many viewers stand for as many people. */
  readonly viewers: number;
  readonly transport: TransportKind | 'auto';
  /** File for the picture of the first viewer. */
  readonly record?: string | undefined;
  /** Aborted when the watching is to end. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** Called when all viewers are in. */
  readonly onEntered?: (viewers: readonly Viewer[]) => void;
}

/** A host takes so many offers at once, and then so many a second (docs/channels.md). */
const FIRST_OFFERS = 32;
const OFFERS_PER_SECOND = 8;

/**
 * Watches until the time is over, the signal aborts, or nobody is left.
 *
 * @throws CloudgameError where the link is none, or a viewer can't come in.
 */
export async function watch(options: WatchOptions): Promise<WatchResult> {
  const link = readWatchedLink(options.link);
  const recording = options.record === undefined ? undefined : new Recording(options.record);
  const startedAt = new Date();
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  const viewers: Viewer[] = [];
  const results: Promise<ViewerResult>[] = [];
  const over = new AbortController();
  const stopped = aborted(over.signal).then(() => over.signal.reason as ViewerResult['ended']);
  const stop = () => over.abort(options.signal.aborted ? 'interrupted' : 'duration');
  options.signal.addEventListener('abort', stop, { once: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    const transports = options.transport === 'auto' ? (['frames', 'rtp'] as const) : [options.transport];
    while (viewers.length < options.viewers && !options.signal.aborted) {
      if (viewers.length >= FIRST_OFFERS) await Promise.race([wait(1000), stopped]);
      const together = Array.from(
        { length: Math.min(OFFERS_PER_SECOND, options.viewers - viewers.length) },
        () => {
          const isFirst = viewers.length === 0;
          const onFrame = isFirst && recording ? recording.write.bind(recording) : undefined;
          const viewer = new Viewer({ link, transports, onFrame });
          viewers.push(viewer);
          return viewer;
        },
      );
      await Promise.race([Promise.all(together.map(({ entered }) => entered)), stopped]);
      results.push(...together.map((viewer) => resultOf(viewer, stopped)));
    }
    if (!options.signal.aborted) options.onEntered?.(viewers);
    if (options.durationMs !== undefined) timer = setTimeout(stop, options.durationMs);
    if (options.signal.aborted) stop();
    const finished = await Promise.all(results);
    const { user, system } = process.cpuUsage(cpuBefore);
    const durationMs = performance.now() - start;
    return {
      kind: 'watch',
      version: options.version,
      startedAt: startedAt.toISOString(),
      durationMs: rounded(durationMs)!,
      cpuShare: rounded((user + system) / 1000 / durationMs)!,
      viewers: finished,
      recording: recording ? { video: recording.path, frames: recording.frames } : null,
    };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', stop);
    for (const viewer of viewers) viewer.close();
    recording?.close();
  }
}

/** What a viewer got until its own end, or that of all. */
async function resultOf(viewer: Viewer, stopped: Promise<ViewerResult['ended']>): Promise<ViewerResult> {
  const ending = await Promise.race([viewer.ended, stopped.then((ended) => ({ ended, reason: null }))]);
  const result = viewer.result(ending);
  viewer.close();
  return result;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
