#!/usr/bin/env node
import { basename, extname } from 'node:path';
import type { Core } from '../protocol/core.js';
import { rowBytes } from '../protocol/format.js';
import { serve } from '../protocol/serve.js';
import { wantsRgb } from '../protocol/wanted-pictures.js';
import { BUTTON_LABELS } from './controls.js';
import { NES_FRAMES_PER_SECOND, NES_SAMPLE_RATE } from './jsnes-settings.js';
import { NES_HEIGHT, NES_WIDTH, NesConsole, type NesPixelFormat } from './nes-console.js';
import { readRomFile } from './rom-file.js';
import { type RomHeader, readRomHeader, withPlainHeader } from './rom-header.js';

/** A dot of the NES is 8/7 as wide as it is high. */
const ASPECT_RATIO = (NES_WIDTH * 8) / 7 / NES_HEIGHT;

serve(() => nesCore(process.argv[2]));

function nesCore(path: string | undefined): Core {
  const rom = readRomFile(path);
  const header = readRomHeader(rom);
  warnOfTelevision(header);
  const pixelFormat: NesPixelFormat = wantsRgb() ? 'xrgb8888' : 'i420';
  const pitch = rowBytes(pixelFormat, NES_WIDTH);
  const nes = new NesConsole(withPlainHeader(rom, header), header, pixelFormat);
  return {
    hello: {
      name: 'nes',
      version: '1.0.0',
      title: basename(path!, extname(path!)),
      players: 2,
      format: {
        pixelFormat,
        width: NES_WIDTH,
        height: NES_HEIGHT,
        maxWidth: NES_WIDTH,
        maxHeight: NES_HEIGHT,
        framesPerSecond: NES_FRAMES_PER_SECOND,
        aspectRatio: ASPECT_RATIO,
        sampleRate: NES_SAMPLE_RATE,
        channels: 1,
      },
      buttonLabels: BUTTON_LABELS,
      options: [],
    },
    step({ players, pictureNeeded }) {
      nes.step(players, pictureNeeded);
      const picture = { width: NES_WIDTH, height: NES_HEIGHT, pitch, pixels: nes.picture };
      return { ...(pictureNeeded ? { picture } : {}), sound: nes.sound };
    },
    saveState: () => nes.saveState(),
    loadState: (state) => nes.loadState(state),
    reset: () => nes.powerCycle(),
    setCheats: (codes) => nes.setCheats(codes),
    ...(header.battery ? saveRamOf(nes) : {}),
  };
}

function saveRamOf(nes: NesConsole): Pick<Core, 'readSaveRam' | 'writeSaveRam'> {
  return {
    readSaveRam: () => nes.saveRam,
    writeSaveRam(bytes) {
      const { length } = nes.saveRam;
      if (bytes.length !== length) {
        throw new Error(`This cartridge keeps ${length} bytes, and the save has ${bytes.length}.`);
      }
      nes.saveRam.set(bytes);
    },
  };
}

function warnOfTelevision({ television }: RomHeader): void {
  if (television === 'pal' || television === 'dendy') {
    console.error(
      'The game was made for European television; it is played at the American 60 frames a second.',
    );
  }
}
