import type { LoggedPicture } from './page/page-log.js';
import type { Trace } from './trace.js';

/** More callbacks than these aren't missed in a row by a page that goes on. */
const MOST_STEPS = 6;
/** Pictures that came quicker (ms) took each other's place before a display tick showed them. */
const SHORTEST_SHOWN_MS = 10;

/**
 * Adds the pictures that a `<video>` presented without a callback, as busy browsers do: a press that such a picture showed
 * first would count up to the next one that had a callback. Which they were is certain only where as many were presented
 * as there were frames; they are taken to have come evenly between those around them, and their network time to be
 * that of the next.
 */
export function addMissedCallbacks(pictures: readonly LoggedPicture[], trace: Trace): LoggedPicture[] {
  let before: LoggedPicture | undefined;
  return pictures.flatMap((picture) => {
    if (picture.presented === undefined || picture.displayTime === null) return [picture];
    const missed = before ? between(before, picture, trace) : [];
    before = picture;
    return [...missed, picture];
  });
}

function between(before: LoggedPicture, next: LoggedPicture, trace: Trace): LoggedPicture[] {
  const steps = next.number - before.number;
  const pause = next.displayTime! - before.displayTime!;
  const isCertain = before.number > 0 && next.presented! - before.presented! === steps;
  if (!isCertain || steps < 2 || steps > MOST_STEPS || pause < steps * SHORTEST_SHOWN_MS) return [];
  const nextSent = trace.frames.get(next.number)?.sentTime;
  return Array.from({ length: steps - 1 }, (_, index) => {
    const number = before.number + index + 1;
    const sent = trace.frames.get(number)?.sentTime;
    const earlier = sent === undefined || nextSent === undefined ? undefined : nextSent - sent;
    return {
      ...next,
      number,
      presented: before.presented! + index + 1,
      displayTime: before.displayTime! + (pause * (index + 1)) / steps,
      receiveTime:
        earlier === undefined || next.receiveTime === undefined ? undefined : next.receiveTime - earlier,
      rtpTimestamp: undefined,
      drawnTime: undefined,
      lit: undefined,
    };
  });
}
