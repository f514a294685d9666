import type { Mapper, NES, PictureUnit } from 'jsnes';

/**
 * The whole state of jsnes as a tree of numbers and arrays. jsnes makes lists of numbers of its memories, and builds all
 * its parts anew to read them, 6 ms in all; here memories stay as they are, and the parts where they are.
 */
export interface JsnesState {
  readonly cpu: object;
  readonly mmap: object;
  readonly ppu: object & { readonly mirrors: Uint16Array };
  readonly papu: object;
  readonly controllers: readonly object[];
}

/** Where the mirror table tells cartridges apart: name tables and palette; beyond them it is always the same. */
const MIRRORS_START = 0x2000;
const MIRRORS_END = 0x4000;

/** The state as it is now; its memories are the console's own, and change with it. */
export function readState(nes: NES): JsnesState {
  const { cpu, ppu, papu, controllers } = nes;
  // jsnes's own way of bringing the picture unit up to date, where it would save it.
  ppu.catchUp();
  ppu._materializeSprites();
  return {
    cpu: fieldsOf(cpu),
    mmap: readMapper(nes.mmap),
    ppu: { ...fieldsOf(ppu), mirrors: ppu.vramMirrorTable.subarray(MIRRORS_START, MIRRORS_END) },
    papu: papu.toJSON(),
    controllers: [fieldsOf(controllers[1]), fieldsOf(controllers[2])],
  };
}

/** Puts the console in a state of the same shape; the state is the console's from here on. */
export function restoreState(nes: NES, state: JsnesState): void {
  const { cpu, ppu, papu, controllers } = nes;
  // A game that crashed runs again.
  nes.crashed = false;
  setFields(cpu, state.cpu);
  // A board keeps more than it saves: begin with a new one, as jsnes does.
  nes.mmap = nes.rom.createMapper();
  nes.mmap.fromJSON(state.mmap);
  setFields(ppu, state.ppu);
  ppu.vramMirrorTable.set(state.ppu.mirrors, MIRRORS_START);
  forgetProgress(ppu);
  papu.fromJSON(state.papu);
  setFields(controllers[1], state.controllers[0]!);
  setFields(controllers[2], state.controllers[1]!);
}

/** What a new picture unit has where it saves nothing. */
function forgetProgress(ppu: PictureUnit): void {
  ppu.dotTarget = 0;
  ppu.dotsRun = 0;
  ppu.nextEventDot = 0;
  ppu.frameEnded = false;
  ppu.sprLineValid = false;
  ppu.sprLineFor = -1;
}

/** Boards save themselves, but the 64 KiB of an MMC5 not one by one. */
function readMapper(mapper: Mapper): object {
  const { prgRam } = mapper;
  if (!prgRam) return mapper.toJSON();
  const withoutRam: Mapper = Object.create(mapper, { prgRam: { value: [] } });
  return { ...withoutRam.toJSON(), prgRam };
}

interface Part {
  readonly constructor: { readonly JSON_PROPERTIES: readonly string[] };
}

function fieldsOf(part: Part): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of part.constructor.JSON_PROPERTIES) fields[name] = part[name as keyof Part];
  return fields;
}

function setFields(part: Part, state: object): void {
  const target = part as unknown as Record<string, unknown>;
  for (const name of part.constructor.JSON_PROPERTIES) {
    const value = (state as Record<string, unknown>)[name];
    const present = target[name];
    if (present instanceof Uint8Array) present.set(value as Uint8Array);
    else target[name] = value;
  }
}
