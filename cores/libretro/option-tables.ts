import { type DescribedOption, optionOf, optionOfVariable } from './core-options.js';
import type { Pointer } from './libretro-api.js';
import { POINTER_BYTES, readPointer, readStringAt } from './native-memory.js';

/**
 * Core options as they lie in a core's memory (libretro.h): arrays of structs of string pointers, ended by a null key.
 *
 *     retro_variable                    key, value
 *     retro_core_option_definition      key, desc, info, values[128] of (value, label), default_value
 *     retro_core_option_v2_definition   key, desc, desc_categorized, info, info_categorized, category_key, values, default_value
 *     retro_core_options_intl           us, local: pointers to arrays of the above
 *     retro_core_option_v2_category     key, desc, info
 *     retro_core_options_v2             categories, definitions: pointers to arrays
 */

type Options = (DescribedOption | undefined)[];

const VALUE_SLOTS = 128;
/** Pointers before the values, and the place of the description and of the category's key among them. */
const V1 = { leading: 3, description: 2, category: undefined } as const;
const V2 = { leading: 6, description: 3, category: 5 } as const;
/** No core comes near; a table without its end isn't followed forever. */
const MOST_ENTRIES = 2000;

export function readVariables(table: Pointer): Options {
  return entries(table, 2, (entry, key) => optionOfVariable(key, readStringAt(entry, POINTER_BYTES) ?? ''));
}

export function readOptionsV1(table: Pointer): Options {
  return readDefinitions(table, V1);
}

export function readOptionsV1Intl(intl: Pointer): Options {
  return readOptionsV1(readPointer(intl) ?? 0n);
}

export function readOptionsV2(options: Pointer): Options {
  return readDefinitions(readPointer(options, POINTER_BYTES) ?? 0n, V2);
}

export function readOptionsV2Intl(intl: Pointer): Options {
  const english = readPointer(intl);
  return english === undefined ? [] : readOptionsV2(english);
}

/** What the categories of version 2 are called, by key. */
export function readCategories(options: Pointer): ReadonlyMap<string, string> {
  const table = readPointer(options) ?? 0n;
  return new Map(entries(table, 3, (entry, key) => [key, readStringAt(entry, POINTER_BYTES) ?? key]));
}

export function readCategoriesIntl(intl: Pointer): ReadonlyMap<string, string> {
  const english = readPointer(intl);
  return english === undefined ? new Map() : readCategories(english);
}

function readDefinitions(table: Pointer, layout: typeof V1 | typeof V2): Options {
  const pointers = layout.leading + 2 * VALUE_SLOTS + 1;
  return entries(table, pointers, (entry, key) => {
    const textAt = (pointer: number) => readStringAt(entry, pointer * POINTER_BYTES);
    const values = readValues(entry, layout.leading * POINTER_BYTES);
    return optionOf({
      key,
      label: textAt(1) ?? '',
      values: values.map(({ value }) => value),
      valueLabels: new Map(values.flatMap(({ value, label }) => (label ? [[value, label]] : []))),
      defaultValue: textAt(pointers - 1),
      description: textAt(layout.description),
      category: layout.category === undefined ? undefined : textAt(layout.category),
    });
  });
}

function readValues(entry: Pointer, offset: number): { value: string; label: string | undefined }[] {
  const values: { value: string; label: string | undefined }[] = [];
  for (let slot = 0; slot < VALUE_SLOTS; slot++) {
    const place = offset + slot * 2 * POINTER_BYTES;
    const value = readStringAt(entry, place);
    if (value === undefined) break;
    values.push({ value, label: readStringAt(entry, place + POINTER_BYTES) });
  }
  return values;
}

function entries<Entry>(
  table: Pointer,
  pointersPerEntry: number,
  read: (entry: Pointer, key: string) => Entry,
): Entry[] {
  const found: Entry[] = [];
  if (table === 0n) return found;
  for (let index = 0; index < MOST_ENTRIES; index++) {
    const entry = table + BigInt(index * pointersPerEntry * POINTER_BYTES);
    const key = readStringAt(entry);
    if (key === undefined) break;
    found.push(read(entry, key));
  }
  return found;
}
