import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { missingFirmware, namedFirmware } from '../../../cores/libretro/firmware.js';

const INFO = `display_name = "Sony - PlayStation (Beetle PSX)"
firmware_count = 3
firmware0_desc = "PS1 JP BIOS"
firmware0_path = "scph5500.bin"
firmware0_opt = "false"
firmware1_desc = "PS1 US BIOS"
firmware1_path = "us/scph5501.bin"
firmware2_path = "PSXONPSP660.bin"
firmware2_opt = "true"
`;

const INFO_OPTIONAL_FIRST = `firmware0_path = "optional.bin"
firmware0_opt = "TRUE"
firmware1_path = "there.bin"
firmware2_path = "required.bin"
`;

describe('the firmware of a core', () => {
  it('is what its .info file names', () => {
    expect(namedFirmware(INFO)).toEqual([
      { path: 'scph5500.bin', description: 'PS1 JP BIOS', optional: false },
      { path: 'us/scph5501.bin', description: 'PS1 US BIOS', optional: false },
      { path: 'PSXONPSP660.bin', description: 'PSXONPSP660.bin', optional: true },
    ]);
  });

  it('is none where the file names none', () => {
    expect(namedFirmware('display_name = "x"')).toEqual([]);
  });

  it('is missing where the system folder hasn’t got it, what isn’t optional first', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloudgame-firmware-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const info = join(folder, 'x_libretro.info');
    writeFileSync(info, `firmware_count = 3\n${INFO_OPTIONAL_FIRST}`);
    writeFileSync(join(folder, 'there.bin'), '');
    const missing = missingFirmware('x_libretro.so', folder, info);
    expect(missing.map(({ path }) => path)).toEqual(['required.bin', 'optional.bin']);
  });
});
