import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseSystemFolder } from '../../src/core-library/firmware-status.js';
import { type CoreInfo, parseInfoFile } from '../../src/core-library/info-file.js';
import { lacksAllFirmware, missingFirmware } from '../../src/core-library/missing-firmware.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const BIOS = Buffer.from('the BIOS');
const MD5 = createHash('md5').update(BIOS).digest('hex');

const INFO = infoWith('');

function infoWith(notes: string): CoreInfo {
  return parseInfoFile(
    [
      'firmware_count = 3',
      'firmware0_path = "jp.bin"',
      'firmware0_desc = "jp.bin (Japan)"',
      'firmware1_path = "console/eu.bin"',
      'firmware1_desc = "eu.bin (Europe)"',
      'firmware2_path = "extra.bin"',
      'firmware2_opt = "true"',
      `notes = "${notes}"`,
    ].join('\n'),
  );
}

async function folderWith(...files: string[]): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'console'));
  for (const file of files) await writeFile(join(folder, file), BIOS);
  return folder;
}

async function states(info: CoreInfo, folder: string): Promise<string[]> {
  return (await chooseSystemFolder(info, [folder])).firmware.map(({ state }) => state);
}

describe('the firmware of a core', () => {
  it('is there or missing', async () => {
    expect(await states(INFO, await folderWith('console/eu.bin'))).toEqual(['missing', 'there', 'missing']);
    expect(await states(INFO, '/nowhere')).toEqual(['missing', 'missing', 'missing']);
  });

  it('is compared with its checksum where that is known', async () => {
    const info = infoWith(`(!) jp.bin (md5): ${MD5}|(!) eu.bin (md5): ${'0'.repeat(32)}`);
    const folder = await folderWith('jp.bin', 'console/eu.bin', 'extra.bin');
    expect(await states(info, folder)).toEqual(['there', 'other', 'there']);
  });

  it('may be a folder', async () => {
    const folder = await folderWith();
    await mkdir(join(folder, 'jp.bin'));
    expect((await states(INFO, folder))[0]).toBe('there');
  });
});

describe('the system folder of a core', () => {
  it('is the first where there is nothing to choose by', async () => {
    const first = await folderWith();
    expect(await chooseSystemFolder(undefined, [first, await folderWith('jp.bin')])).toEqual({
      path: first,
      firmware: [],
    });
    expect((await chooseSystemFolder(INFO, [first, await folderWith()])).path).toBe(first);
  });

  it('is the one that has the most, what is required counting more than all that isn’t', async () => {
    const required = await folderWith('console/eu.bin');
    const optional = await folderWith('extra.bin');
    expect((await chooseSystemFolder(INFO, ['/nowhere', optional, required])).path).toBe(required);
    expect((await chooseSystemFolder(INFO, ['/nowhere', optional])).path).toBe(optional);
  });
});

describe('what a core lacks', () => {
  it('is nothing where everything that is required is there', async () => {
    const system = await chooseSystemFolder(INFO, [await folderWith('jp.bin', 'console/eu.bin')]);
    expect(missingFirmware('Plum', 'Plum Station', system)).toBeUndefined();
    expect(lacksAllFirmware(system)).toBe(false);
    expect(lacksAllFirmware(await chooseSystemFolder(undefined, ['/nowhere']))).toBe(false);
  });

  it('is told with who needs it, and where to put it', async () => {
    const system = await chooseSystemFolder(INFO, ['/data/system']);
    expect(missingFirmware('Plum', 'Plum Station', system)).toEqual({
      message:
        'The core Plum needs files of the Plum Station that are not there: jp.bin (Japan), eu.bin (Europe).',
      hint:
        'Put jp.bin, console/eu.bin into /data/system. Which of them it takes depends on the game. ' +
        'Another folder is named with --system-dir.',
    });
    expect(lacksAllFirmware(system)).toBe(true);
  });

  it('may be a file that is another than it should be', async () => {
    const wrong = '0'.repeat(32);
    const folder = await folderWith('jp.bin', 'console/eu.bin');
    const system = await chooseSystemFolder(infoWith(`(!) jp.bin (md5): ${wrong}`), [folder]);
    expect(missingFirmware('Plum', undefined, system)).toEqual({
      message: `jp.bin is not the file that the core Plum expects (MD5 ${wrong}).`,
      hint: expect.stringMatching(/^Put jp\.bin into /),
    });
    expect(lacksAllFirmware(system)).toBe(false);
  });
});
