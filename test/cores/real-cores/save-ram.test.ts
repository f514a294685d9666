import { describe, expect, it } from 'vitest';
import { decodeDone } from '../../../cores/protocol/core-message.js';
import { HOST_MESSAGE } from '../../../cores/protocol/host-message.js';
import type { CoreProcess } from '../../core-process.js';
import { A, REAL_CORES, startRealCore, WARM_UP } from './homebrew.js';

async function readSaveRam(core: CoreProcess): Promise<Buffer> {
  core.send(HOST_MESSAGE.readSaveRam);
  return (await core.receive()).body;
}

async function writeSaveRam(core: CoreProcess, bytes: Uint8Array): Promise<string | undefined> {
  core.send(HOST_MESSAGE.writeSaveRam, bytes);
  return decodeDone((await core.receive()).body);
}

describe.each(REAL_CORES.filter(({ saveRam }) => saveRam.counts))('$core', (real) => {
  it('keeps what the game saved, and gives it to the game when it is started again', async () => {
    await using core = startRealCore(real);
    await core.hello();
    await core.steps(WARM_UP);
    const [before] = await readSaveRam(core);
    await core.steps(17, A);
    await core.steps(2);
    const saved = await readSaveRam(core);
    expect(saved.length).toBe(real.saveRam.bytes);
    expect(saved[0]).toBe((before! + 17) & 0xff);

    await using next = startRealCore(real);
    await next.hello();
    expect(await writeSaveRam(next, saved)).toBeUndefined();
    await next.steps(WARM_UP);
    await next.steps(3, A);
    await next.steps(2);
    expect((await readSaveRam(next))[0]).toBe((saved[0]! + 3) & 0xff);
  });

  it('refuses a save of another size once the game has run', async () => {
    await using core = startRealCore(real);
    await core.hello();
    await core.steps(WARM_UP);
    expect(await writeSaveRam(core, Buffer.alloc(512))).toMatch(/and the save has 512\.$/);
  });
});

describe('the PC Engine', () => {
  it('gives and takes the memory of its CD drive', async () => {
    await using core = startRealCore(REAL_CORES.find(({ saveRam }) => !saveRam.counts)!);
    await core.hello();
    const saved = await readSaveRam(core);
    expect(saved.subarray(0, 4).toString('latin1')).toBe('HUBM');
    saved[2000] = 0x5a;
    expect(await writeSaveRam(core, saved)).toBeUndefined();
    await core.steps(5);
    expect((await readSaveRam(core)).equals(saved)).toBe(true);
  });
});
