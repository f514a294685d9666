/**
 * What the messages' schemas (src/protocol/) use of valibot, in a tenth of its size: whether a value fits, and the part of
 * it that the schema knows, without a word about why not. The page's build puts it in valibot's place.
 */

/** A value's known part; nothing where it doesn't fit. */
type Check = ((input: unknown) => readonly [output: unknown] | undefined) & { mayLack?: boolean };
type Requirement = (value: never) => boolean;

const fits = (is: (input: unknown) => boolean): Check => {
  return (input) => (is(input) ? [input] : undefined);
};

export const string = () => fits((input) => typeof input === 'string');
export const boolean = () => fits((input) => typeof input === 'boolean');
export const number = () => fits((input) => typeof input === 'number' && !Number.isNaN(input));
export const literal = (value: unknown) => fits((input) => input === value);
export const picklist = (values: readonly unknown[]) => fits((input) => values.includes(input));
export const nullable = (check: Check): Check => or(null, check);
export const optional = (check: Check): Check => Object.assign(or(undefined, check), { mayLack: true });
export const nullish = (check: Check): Check => optional(nullable(check));

export const array = (item: Check): Check => {
  return (input) => {
    if (!Array.isArray(input)) return undefined;
    const outputs = input.map(item);
    return outputs.includes(undefined) ? undefined : [outputs.map((output) => output![0])];
  };
};

export const object = (entries: Readonly<Record<string, Check>>): Check => {
  return (input) => {
    if (typeof input !== 'object' || input === null) return undefined;
    const output: Record<string, unknown> = {};
    for (const [key, check] of Object.entries(entries)) {
      if (!(key in input)) {
        if (check.mayLack) continue;
        return undefined;
      }
      const known = check((input as Readonly<Record<string, unknown>>)[key]);
      if (!known) return undefined;
      [output[key]] = known;
    }
    return [output];
  };
};

/** The key in which the options differ need not be known: a value fits one of them or none. */
export const variant = (_key: string, options: readonly Check[]): Check => {
  return (input) => {
    for (const option of options) {
      const known = option(input);
      if (known) return known;
    }
    return undefined;
  };
};

export const pipe = (check: Check, ...requirements: readonly Requirement[]): Check => {
  return (input) => {
    const known = check(input);
    return known && requirements.every((meets) => meets(known[0] as never)) ? known : undefined;
  };
};

export const integer = () => Number.isInteger;
export const finite = () => Number.isFinite;
export const minValue = (least: number) => (value: number) => value >= least;
export const maxValue = (most: number) => (value: number) => value <= most;
export const gtValue = (limit: number) => (value: number) => value > limit;
export const ltValue = (limit: number) => (value: number) => value < limit;
export const length = (exact: number) => (value: string | unknown[]) => value.length === exact;
export const minLength = (least: number) => (value: string | unknown[]) => value.length >= least;
export const maxLength = (most: number) => (value: string | unknown[]) => value.length <= most;
export const regex = (pattern: RegExp) => (value: string) => pattern.test(value);

export function safeParse(check: Check, input: unknown): { success: boolean; output?: unknown } {
  const known = check(input);
  return known ? { success: true, output: known[0] } : { success: false };
}

function or(value: unknown, check: Check): Check {
  return (input) => (input === value ? [input] : check(input));
}
