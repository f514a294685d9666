import { closestName } from '../closest-name.js';
import { CoreError } from '../protocol/core-error.js';
import type { CoreOption } from '../protocol/core-hello.js';

/** An option as versions 1 and 2 of libretro's core options define it. */
export interface OptionDefinition {
  readonly key: string;
  readonly label: string;
  readonly values: readonly string[];
  /** Absent or unknown: the first value. */
  readonly defaultValue: string | undefined;
  readonly description?: string | undefined;
  /** Key of its category. */
  readonly category?: string | undefined;
  /** What values are called, for those that are called otherwise. */
  readonly valueLabels?: ReadonlyMap<string, string> | undefined;
}

/** An option and what its core tells people of it. */
export interface DescribedOption extends CoreOption {
  readonly description?: string;
  readonly category?: string;
  readonly valueLabels?: ReadonlyMap<string, string>;
}

/** What the protocol's counts can hold. */
const MOST = 255;

/** An option of version 0, which is described as `Label; default|other|…`; `undefined` where it has no values. */
export function optionOfVariable(key: string, description: string): DescribedOption | undefined {
  const separator = description.indexOf(';');
  if (separator < 0) return undefined;
  const values = description
    .slice(separator + 1)
    .trim()
    .split('|');
  return optionOf({ key, label: description.slice(0, separator).trim(), values, defaultValue: undefined });
}

/** An option with its default first, as the core protocol has them; `undefined` where it has no values. */
export function optionOf(definition: OptionDefinition): DescribedOption | undefined {
  const { key, label, values, defaultValue, description, category, valueLabels } = definition;
  const distinct = [...new Set(values)].filter((value) => value !== '');
  if (distinct.length === 0) return undefined;
  const first = defaultValue !== undefined && distinct.includes(defaultValue) ? defaultValue : distinct[0]!;
  const others = distinct.filter((value) => value !== first);
  return {
    key,
    label: label || key,
    values: [first, ...others].slice(0, MOST),
    ...(description ? { description } : {}),
    ...(category ? { category } : {}),
    ...(valueLabels && valueLabels.size > 0 ? { valueLabels } : {}),
  };
}

/** A core's options and the values that they have. */
export class CoreOptions {
  #options = new Map<string, DescribedOption>();
  /** What categories are called, by key. */
  categories: ReadonlyMap<string, string> = new Map();
  readonly #wished: ReadonlyMap<string, string>;
  readonly #values = new Map<string, string>();
  #changed = false;

  /** @param wished - the user's values, by key; a core declares its options only later, and the host checks them then. */
  constructor(wished: ReadonlyMap<string, string> = new Map()) {
    this.#wished = wished;
  }

  /** Takes the options that a core declares in place of earlier ones; values of those that stay are kept. */
  declare(options: readonly (DescribedOption | undefined)[]): void {
    const declared = options.filter((option) => option !== undefined);
    this.#options = new Map(declared.map((option) => [option.key, option]));
    for (const { key, values } of declared) {
      if (!values.includes(this.#values.get(key) ?? '')) this.#values.delete(key);
      const wish = this.#wished.get(key);
      if (!this.#values.has(key) && wish !== undefined && values.includes(wish)) this.#values.set(key, wish);
    }
  }

  get list(): readonly DescribedOption[] {
    return [...this.#options.values()].slice(0, MOST);
  }

  /** The value of an option; `undefined` where it was never declared. */
  value(key: string): string | undefined {
    return this.#values.get(key) ?? this.#options.get(key)?.values[0];
  }

  /** @throws CoreError where key or value is unknown. */
  set(key: string, value: string): void {
    this.#check(key, value);
    if (this.value(key) === value) return;
    this.#values.set(key, value);
    this.#changed = true;
  }

  /** Whether a value was set since this was last asked. */
  takeChanged(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  #check(key: string, value: string): void {
    const option = this.#options.get(key);
    if (!option) {
      const keys = [...this.#options.keys()];
      const near = closestName(key, keys);
      const all =
        keys.length > 0 ? `Its options are ${keys.join(', ')}.` : 'It has none: leave this one out.';
      throw new CoreError(
        `The core has no option "${key}".`,
        near === undefined ? all : `Did you mean "${near}"?`,
      );
    }
    if (!option.values.includes(value)) {
      const near = closestName(value, option.values);
      const values = `Its values are ${option.values.join(', ')}.`;
      throw new CoreError(
        `The option ${key} can’t be "${value}".`,
        near === undefined ? values : `${values} Did you mean "${near}"?`,
      );
    }
  }
}
