/** A decoded picture in 4:2:0, BT.601 of limited range; its planes stay as they are until the next one is decoded. */
export interface PlanarPicture {
  /** Pixels that are to be seen. */
  readonly width: number;
  readonly height: number;
  readonly luma: Plane;
  /** Half as wide and high, rounded up. */
  readonly blue: Plane;
  readonly red: Plane;
}

export interface Plane {
  /** Whole rows, from the first on. */
  readonly bytes: Uint8Array;
  /** Bytes from one row to the next. */
  readonly stride: number;
}
