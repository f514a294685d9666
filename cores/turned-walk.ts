/** How to walk over a picture so that it comes out turned: from its first pixel to the right, and below. */
export interface Walk {
  readonly start: number;
  readonly alongX: number;
  readonly alongY: number;
}

/**
 * The way through a picture, without padding, that is to be turned by quarter turns against the clock.
 *
 * @param width - of the picture before it is turned.
 */
export function turnedWalk(width: number, height: number, quarterTurns: number): Walk {
  switch (quarterTurns) {
    case 1:
      return { start: width - 1, alongX: width, alongY: -1 };
    case 2:
      return { start: height * width - 1, alongX: -1, alongY: -width };
    case 3:
      return { start: (height - 1) * width, alongX: -width, alongY: 1 };
    default:
      return { start: 0, alongX: 1, alongY: width };
  }
}
