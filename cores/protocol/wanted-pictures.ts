/** The variable of its environment by which a core learns that its host would rather have RGB than I420 (PROTOCOL.md). */
export const PICTURES_VARIABLE = 'CLOUDGAME_CORE_PICTURES';
export const RGB_PICTURES = 'rgb';

/** Whether this core's host wants the colour of each pixel, which I420 doesn't have. */
export function wantsRgb(): boolean {
  return process.env[PICTURES_VARIABLE] === RGB_PICTURES;
}
