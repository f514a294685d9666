/** Packets may be lost, so each change is told this often. */
const REPEATS = 3;
const REPEAT_INTERVAL = 10;
const HELD_INTERVAL = 100;
const WISH_INTERVAL = 50;
const IDLE_INTERVAL = 500;
const WATCHER_INTERVAL = 1_000;

/**
 * Milliseconds until the same state is sent again.
 *
 * @param sent - how often it was sent, the first time included.
 * @param wishing - whether the packet asks for a keyframe, without which there is no picture.
 */
export function nextSendDelay(sent: number, holding: boolean, playing: boolean, wishing: boolean): number {
  if (!playing && !wishing) return WATCHER_INTERVAL;
  if (sent <= REPEATS) return REPEAT_INTERVAL;
  if (wishing) return WISH_INTERVAL;
  return holding ? HELD_INTERVAL : IDLE_INTERVAL;
}
