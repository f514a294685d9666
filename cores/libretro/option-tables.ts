import type { CoreOption } from '../protocol/core-message.js';
import { optionOf, optionOfVariable } from './core-options.js';
import type { Pointer } from './libretro-api.js';
import { POINTER_BYTES, readPointer, readStringAt } from './native-memory.js';

/**
 * Core options as they lie in a core's memory (libretro.h): arrays of structs of string pointers, ended by a null key.
 *
 *     retro_variable                    key, value
 *     retro_core_option_definition      key, desc, info, values[128] of (value, label), default_value
 *     retro_core_option_v2_definition   key, desc, desc_categorized, info, info_categorized, category_key, values, default_value
 *     retro_core_options_intl           us, local: pointers to arrays of the above
 *     retro_core_options_v2             categories, definitions: pointers to arrays
 */

type Options = (CoreOption | undefined)[];

const VALUE_SLOTS = 128;
const V1_LEADING_POINTERS = 3;
const V2_LEADING_POINTERS = 6;
/** No core comes near; a table without its end isn't followed forever. */
const MOST_ENTRIES = 2000;

export function readVariables(table: Pointer): Options {
  return entries(table, 2, (entry, key) => optionOfVariable(key, readStringAt(entry, POINTER_BYTES) ?? ''));
}

export function readOptionsV1(table: Pointer): Options {
  return readDefinitions(table, V1_LEADING_POINTERS);
}

export function readOptionsV1Intl(intl: Pointer): Options {
  return readOptionsV1(readPointer(intl) ?? 0n);
}

export function readOptionsV2(options: Pointer): Options {
  return readDefinitions(readPointer(options, POINTER_BYTES) ?? 0n, V2_LEADING_POINTERS);
}

export function readOptionsV2Intl(intl: Pointer): Options {
  const english = readPointer(intl);
  return english === undefined ? [] : readOptionsV2(english);
}

function readDefinitions(table: Pointer, leadingPointers: number): Options {
  const pointers = leadingPointers + 2 * VALUE_SLOTS + 1;
  return entries(table, pointers, (entry, key) =>
    optionOf({
      key,
      label: readStringAt(entry, POINTER_BYTES) ?? '',
      values: readValues(entry, leadingPointers * POINTER_BYTES),
      defaultValue: readStringAt(entry, (pointers - 1) * POINTER_BYTES),
    }),
  );
}

function readValues(entry: Pointer, offset: number): string[] {
  const values: string[] = [];
  for (let slot = 0; slot < VALUE_SLOTS; slot++) {
    const value = readStringAt(entry, offset + slot * 2 * POINTER_BYTES);
    if (value === undefined) break;
    values.push(value);
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
