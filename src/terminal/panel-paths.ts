import type { RenditionFacts, UntimedStats, ViewerStatistics } from '../host/events.js';

/** From here on (ms) a queue is one that players feel. */
const FELT_QUEUE_MS = 60;
/** More than so many viewers would take the panel's room from the rest. */
const MOST_NOTES = 6;

/** How the picture is encoded and for how many, where that isn't the same for everybody, or not the best. */
export function renditionLines({ renditions }: UntimedStats): string[] {
  if (renditions.length < 2 && !renditions.some(({ reduced }) => reduced)) return [];
  return renditions.map(describeRendition);
}

function describeRendition({
  codec,
  width,
  height,
  framesPerSecond,
  bitrateBps,
  viewers,
}: RenditionFacts): string {
  const people = viewers === 1 ? '1 viewer' : `${viewers} viewers`;
  return `${people}: ${codec} ${width}×${height}, ${Math.round(framesPerSecond)} fps, ${bitrate(bitrateBps)}`;
}

/** Why viewers have a coarse picture, or none, as far as it is their paths. */
export function pathNotes({ viewers, renditions }: UntimedStats): string[] {
  const notes = viewers.flatMap((viewer) => {
    const trouble = pathTrouble(viewer, viewer.rendition === null ? undefined : renditions[viewer.rendition]);
    const who = viewer.seat === null ? 'a watcher' : `seat ${viewer.seat}`;
    return trouble === undefined ? [] : [`${who}: ${trouble}`];
  });
  const rest = notes.length - MOST_NOTES;
  return rest > 0 ? [...notes.slice(0, MOST_NOTES), `and ${rest} more`] : notes;
}

function pathTrouble(viewer: ViewerStatistics, rendition: RenditionFacts | undefined): string | undefined {
  const { silentMs, queueMs, capacityBps } = viewer;
  if (!rendition) return 'no picture';
  if (silentMs > 0) return `nothing heard for ${Math.max(1, Math.round(silentMs / 1000))} s`;
  const isNarrow = capacityBps !== null && rendition.reduced;
  const queue = queueMs >= FELT_QUEUE_MS ? `packets wait ${Math.round(queueMs)} ms` : undefined;
  if (isNarrow) return [`narrow path, ${bitrate(capacityBps)}`, ...(queue ? [queue] : [])].join(', ');
  return queue && `full path, ${queue}`;
}

function bitrate(bps: number): string {
  return bps < 999_500 ? `${Math.round(bps / 1000)} kb/s` : `${(bps / 1e6).toFixed(1)} Mb/s`;
}
