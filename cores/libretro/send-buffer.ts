import koffi from 'koffi';

/** Standard output, which is a socket pair where Node made it. */
const TO_HOST = 1;
/** setsockopt(2), unix(7), as Linux numbers them. */
const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
/** More than a picture of 512 by 240 pixels has at 4 bytes each; Linux grants what its limit allows. */
const BYTES = 512 * 1024;

/**
 * Makes room for a whole frame on the way to the host, on Linux: by default 256 by 240 pixels don't fit, and the core
 * sleeps and wakes again in the middle of each.
 */
export function makeRoomForFrames(): void {
  if (process.platform !== 'linux') return;
  const setsockopt = koffi
    .load(null)
    .func('int setsockopt(int socket, int level, int option, const int *value, unsigned int size)');
  // On a pipe or a file it fails, which does no harm.
  setsockopt(TO_HOST, SOL_SOCKET, SO_SNDBUF, [BYTES], Int32Array.BYTES_PER_ELEMENT);
}
