import type { TransportKind } from '../protocol/control-message.js';
import { rounded } from './distribution.js';
import { Recording } from './recording.js';
import { Viewer, type ViewerEnding } from './viewer.js';
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

/** A host takes five offers of one peer at once and eight a second of everybody. */
const ENTER_TOGETHER = 8;

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
  const stop = () => over.abort(options.signal.aborted ? 'interrupted' : 'duration');
  options.signal.addEventListener('abort', stop, { once: true });
  let timer: NodeJS.Timeout | undefined;
  try {
    const transports = options.transport === 'auto' ? (['frames', 'rtp'] as const) : [options.transport];
    while (viewers.length < options.viewers && !options.signal.aborted) {
      const together = Array.from(
        { length: Math.min(ENTER_TOGETHER, options.viewers - viewers.length) },
        () => {
          const isFirst = viewers.length === 0;
          const onFrame = isFirst && recording ? recording.write.bind(recording) : undefined;
          const viewer = new Viewer({ link, transports, onFrame });
          viewers.push(viewer);
          return viewer;
        },
      );
      await Promise.race([Promise.all(together.map(({ entered }) => entered)), aborted(options.signal)]);
      results.push(...together.map((viewer) => resultOf(viewer, over.signal)));
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
async function resultOf(viewer: Viewer, over: AbortSignal): Promise<ViewerResult> {
  const stopped = aborted(over).then(() => ({ ended: over.reason, reason: null }) as ViewerEnding);
  const ending = await Promise.race([viewer.ended, stopped]);
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
