/** Sizes in pixels that the test pattern's picture can have; the first is the one that it begins with. */
export const SIZES = ['256x240', '320x200', '640x480'] as const;
export type PatternSize = (typeof SIZES)[number];
