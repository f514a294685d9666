import * as v from 'valibot';

/** The kinds of fields in a benchmark's result, each with what it means; texts and numbers are bounded, since old files come from anywhere. */

export function text(description: string) {
  return v.pipe(v.string(), v.maxLength(2000), v.description(description));
}

export function count(description: string) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.description(description));
}

/** Not below zero. */
export function amount(description: string) {
  return v.pipe(v.number(), v.finite(), v.minValue(0), v.description(description));
}

/** May be below zero. */
export function difference(description: string) {
  return v.pipe(v.number(), v.finite(), v.description(description));
}

/** A part of a whole. */
export function share(description: string) {
  return v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1), v.description(description));
}
