/** What the way to a viewer does to a picture, done to test pictures. */

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes each. */
  readonly pixels: Uint8Array;
}

/** Scales with the area of each new pixel taken from the nearest old ones, as a blurry scaler does. */
export function resized(picture: Picture, width: number, height: number): Picture {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 4; channel++) {
        pixels[(y * width + x) * 4 + channel] = sampleAt(
          picture,
          ((x + 0.5) * picture.width) / width - 0.5,
          ((y + 0.5) * picture.height) / height - 0.5,
          channel,
        );
      }
    }
  }
  return { width, height, pixels };
}

/** Adds noise, evenly spread, and half of it as loss of contrast. */
export function withNoise(picture: Picture, strength: number, seed: number): Picture {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  const pixels = picture.pixels.map((value) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = (state / 2 ** 32 - 0.5) * 2 * strength;
    const flat = value + (128 - value) * (strength / 510);
    return Math.max(0, Math.min(255, flat + noise));
  });
  return { ...picture, pixels };
}

/** The upper rows of one picture and the lower ones of another. */
export function torn(above: Picture, below: Picture, row: number): Picture {
  const cut = row * above.width * 4;
  const pixels = Uint8Array.from(below.pixels);
  pixels.set(above.pixels.subarray(0, cut));
  return { ...above, pixels };
}

/** Between the four pixels around a point. */
function sampleAt({ width, height, pixels }: Picture, x: number, y: number, channel: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const at = (column: number, row: number) => {
    const inside = Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column));
    return pixels[inside * 4 + channel]!;
  };
  const upper = at(left, top) * (left + 1 - x) + at(left + 1, top) * (x - left);
  const lower = at(left, top + 1) * (left + 1 - x) + at(left + 1, top + 1) * (x - left);
  return upper * (top + 1 - y) + lower * (y - top);
}
