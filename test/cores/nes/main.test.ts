import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CORE_MESSAGE, decodeDone } from '../../../cores/protocol/core-message.js';
import { HOST_MESSAGE } from '../../../cores/protocol/host-message.js';
import { PACKAGE_ROOT } from '../../../src/package-root.js';
import { CoreProcess } from '../../core-process.js';
import { makeRom } from '../../fixtures/roms/rom.js';

const ROMS = join(PACKAGE_ROOT, 'test', 'fixtures', 'roms');
const folder = mkdtempSync(join(tmpdir(), 'cloudgame-nes-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the NES core', () => {
  it.each([
    ['a missing file', join(folder, 'missing.nes'), 'does not exist'],
    ['a path through a file', join(ROMS, 'empty.nes', 'game.nes'), 'does not exist'],
    ['a folder', folder, 'is a folder, not a game'],
    ['an empty file', join(ROMS, 'empty.nes'), 'is empty'],
    ['text', join(ROMS, 'not-a-game.nes'), 'This is not an NES game'],
    ['a truncated game', join(ROMS, 'truncated.nes'), 'announces 24592 bytes, and it has 1000'],
    ['an unknown board', join(ROMS, 'unsupported-mapper.nes'), 'mapper 200'],
    ['a file of 17 MiB', hugeFile(), 'has 17 MiB, and no NES game has more than 16'],
    ['a device', '/dev/null', 'is not a regular file'],
  ])('refuses %s with a message and a hint, and exits', async (_what, path, message) => {
    await using core = CoreProcess.start('nes', [path]);
    const complaint = await core.complaint();
    expect(complaint.message).toContain(message);
    expect(complaint.hint).not.toBe('');
    expect(await core.exited).toBe(1);
  });

  it('says that a game is needed', async () => {
    await using core = CoreProcess.start('nes');
    expect((await core.complaint()).message).toBe('The NES core was started without a game.');
  });

  it('takes the game’s title from its file’s name', async () => {
    const path = join(folder, 'My Game (v1.2).nes');
    copyFileSync(join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes'), path);
    await using core = CoreProcess.start('nes', [path]);
    expect((await core.hello()).title).toBe('My Game (v1.2)');
  });

  it('runs at 39375000/655171 frames a second, with pixels 8 by 7', async () => {
    await using core = CoreProcess.start('nes', [join(PACKAGE_ROOT, 'cores', 'nes', 'demo', 'demo.nes')]);
    const { format, abilities } = await core.hello();
    expect(format).toMatchObject({ width: 256, height: 240, sampleRate: 48_000, channels: 1 });
    expect(format.framesPerSecond).toBeCloseTo(39_375_000 / 655_171, 12);
    expect(format.aspectRatio).toBeCloseTo((256 * 8) / 7 / 240, 12);
    expect(abilities.has('saveRam')).toBe(false);
  });

  it('tells of a crash in words and exits', async () => {
    await using core = CoreProcess.start('nes', [join(ROMS, 'crashes.nes')]);
    await core.hello();
    await core.steps(25);
    await expect(core.steps(10)).rejects.toThrow('The game crashed');
    expect(await core.exited).toBe(1);
  });

  it('plays a European game, and says in its log how', async () => {
    const path = join(folder, 'europe.nes');
    writeFileSync(path, makeRom({ header: { 9: 1 } }));
    await using core = CoreProcess.start('nes', [path]);
    await core.hello();
    await core.end();
    expect(core.log).toContain('made for European television');
  });

  it('gives and takes the RAM of a cartridge with a battery', async () => {
    const path = join(folder, 'battery.nes');
    writeFileSync(path, makeRom({ battery: true }));
    await using core = CoreProcess.start('nes', [path]);
    expect((await core.hello()).abilities.has('saveRam')).toBe(true);
    core.send(HOST_MESSAGE.writeSaveRam, Buffer.alloc(8192, 0xa5));
    expect(decodeDone((await core.receive()).body)).toBeUndefined();
    core.send(HOST_MESSAGE.readSaveRam);
    const { type, body } = await core.receive();
    expect(type).toBe(CORE_MESSAGE.saveRam);
    expect(body.equals(Buffer.alloc(8192, 0xa5))).toBe(true);
    core.send(HOST_MESSAGE.writeSaveRam, Buffer.alloc(10));
    const refusal = decodeDone((await core.receive()).body);
    expect(refusal).toBe('This cartridge keeps 8192 bytes, and the save has 10.');
  });
});

function hugeFile(): string {
  const path = join(folder, 'huge.nes');
  writeFileSync(path, 'NES\x1a');
  truncateSync(path, 17 * 1024 * 1024);
  return path;
}
