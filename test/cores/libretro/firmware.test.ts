import { describe, expect, it } from 'vitest';
import { requiredFirmware } from '../../../cores/libretro/firmware.js';

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

describe('the firmware of a core', () => {
  it('is what its .info file names and doesn’t call optional', () => {
    expect(requiredFirmware(INFO)).toEqual([
      { path: 'scph5500.bin', description: 'PS1 JP BIOS' },
      { path: 'us/scph5501.bin', description: 'PS1 US BIOS' },
    ]);
  });

  it('is none where the file names none', () => {
    expect(requiredFirmware('display_name = "x"')).toEqual([]);
  });
});
