import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CoreFrame } from '../../../cores/protocol/core-frame.js';
import type { MediaFormat } from '../../../cores/protocol/format.js';
import { CoreProcess } from '../../../src/pipeline/core/core-process.js';
import { type CoreProgram, findCoreProgram } from '../../../src/pipeline/core/core-program.js';
import { holding } from '../../core-process.js';
import { type FixtureCore, fixtureCore } from './fixture-core.js';

/** A file for one test in which a fixture reads what it is to do. */
export function gameFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cloudgame-game-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'fixture.game');
  writeFileSync(path, text);
  return path;
}

/** A fixture with what it is to do, as a host would start it. */
export function fixtureProgram(core: FixtureCore, game: string): Promise<CoreProgram> {
  return findCoreProgram(fixtureCore(core), gameFile(game));
}

/** A fixture in its process, as the host's pipeline sees it. */
export class FixtureGame {
  readonly formats: MediaFormat[] = [];
  readonly core: CoreProcess;
  #step = 0;

  /** Rejects with a `CoreFailure` where it can't be played. */
  static async start(core: FixtureCore, game: string): Promise<FixtureGame> {
    const formats: MediaFormat[] = [];
    const program = await fixtureProgram(core, game);
    const process = await CoreProcess.start(program, { onFormat: (format) => formats.push(format) });
    onTestFinished(() => process.close());
    return new FixtureGame(process, formats);
  }

  private constructor(core: CoreProcess, formats: MediaFormat[]) {
    this.core = core;
    this.formats = formats;
  }

  /** Plays so many steps, and returns a copy of the last one's frame. */
  async play(steps: number, buttons = 0): Promise<CoreFrame> {
    for (;;) {
      const frame = await this.core.step({
        number: ++this.#step,
        pictureNeeded: true,
        soundNeeded: true,
        players: [holding(buttons)],
      });
      if (--steps > 0) continue;
      return { ...frame, pixels: Buffer.from(frame.pixels), sound: Buffer.from(frame.sound) };
    }
  }
}
