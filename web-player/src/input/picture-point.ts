/** A place over the picture, as packets tell it. */
export interface PicturePoint {
  /** −32767 is the picture's left or top, 32767 its right or bottom; beside it, the nearest place on its edge. */
  readonly x: number;
  readonly y: number;
  readonly onPicture: boolean;
}

const EDGE = 32767;

/**
 * Where a place in the window is in the picture.
 *
 * @param picture - where the picture is shown, without the space around it; CSS pixels, as `x` and `y`.
 */
export function picturePoint(
  picture: Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>,
  x: number,
  y: number,
): PicturePoint {
  const across = (x - picture.left) / Math.max(1, picture.width);
  const down = (y - picture.top) / Math.max(1, picture.height);
  const onPicture = across >= 0 && across < 1 && down >= 0 && down < 1;
  return { x: scaled(across), y: scaled(down), onPicture };
}

function scaled(part: number): number {
  return Math.round((Math.max(0, Math.min(1, part)) * 2 - 1) * EDGE);
}
