import koffi from 'koffi';
import { TO_HOST } from '../protocol/host-pipe.js';

/** setsockopt(2), unix(7), as Linux numbers them. */
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
/** A picture of 640 by 480 pixels in I420, and some; Linux grants what its limit allows. */
const BYTES = 512 * 1024;

/**
 * Makes room for a whole frame on the way to the host, on Linux: by default what has more than about 200 kB doesn't fit,
 * and the core sleeps and wakes again in the middle of it. The way is a socket pair, as Node makes it.
 */
export function makeRoomForFrames(): void {
  if (process.platform !== 'linux') return;
  const setsockopt = koffi
    .load(null)
    .func('int setsockopt(int socket, int level, int option, const int *value, unsigned int size)');
  // On a pipe or a file it fails, which does no harm.
  setsockopt(TO_HOST, SOL_SOCKET, SO_SNDBUF, [BYTES], Int32Array.BYTES_PER_ELEMENT);
}
