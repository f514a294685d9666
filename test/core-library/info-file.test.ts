import { describe, expect, it } from 'vitest';
import { parseInfoFile } from '../../src/core-library/info-file.js';

describe('an .info file', () => {
  it('tells what a core is and plays', () => {
    const info = parseInfoFile(
      [
        '# Software Information',
        'display_name = "Plum - Boy (Plum UE)"',
        'corename = "Plum UE"',
        'systemname = "Plum Boy"',
        'display_version = "v1.2"',
        'license = "GPLv2"',
        'supported_extensions = "PB|.pbc| pb |"',
        'required_hw_api = "OpenGL Core >= 3.3"',
        'is_experimental = true',
        'needs_fullpath = "TRUE"',
        'supports_no_game = "false"',
      ].join('\r\n'),
    );
    expect(info).toEqual({
      displayName: 'Plum - Boy (Plum UE)',
      coreName: 'Plum UE',
      systemName: 'Plum Boy',
      version: 'v1.2',
      license: 'GPLv2',
      description: undefined,
      extensions: ['.pb', '.pbc'],
      firmware: [],
      requiredHardwareApi: 'OpenGL Core >= 3.3',
      isExperimental: true,
      needsFullPath: true,
      runsWithoutGame: false,
    });
  });

  it('takes a later value for an earlier one, and an empty one for none', () => {
    expect(parseInfoFile('corename = "A"\ncorename = B # as before\nlicense = ""')).toMatchObject({
      coreName: 'B',
      license: undefined,
    });
  });

  it('lists firmware with its checksums', () => {
    const sum = '8DD7D5296A650FAC7319BCE665A6A53C';
    const { firmware } = parseInfoFile(
      [
        'firmware_count = 3',
        'firmware0_path = "bios/a.bin"',
        'firmware0_desc = "a.bin (A)"',
        'firmware0_opt = "false"',
        'firmware1_path = "b.bin"',
        'firmware1_opt = "true"',
        'firmware2_desc = "without a path"',
        `notes = "(!) a.bin (md5): ${sum}|[1] Any other note.|(!) b.bin (md5): none"`,
      ].join('\n'),
    );
    expect(firmware).toEqual([
      { path: 'bios/a.bin', description: 'a.bin (A)', optional: false, md5: sum.toLowerCase() },
      { path: 'b.bin', description: 'b.bin', optional: true },
    ]);
  });

  it.each(['../secret', 'a/../../secret', '/etc/passwd', 'C:\\secret', '..\\secret'])(
    'names no firmware outside of the system folder: %s',
    (path) => {
      expect(parseInfoFile(`firmware_count = 1\nfirmware0_path = "${path}"`).firmware).toEqual([]);
    },
  );

  it.each([
    ['a huge count', 'firmware_count = 99999999999\nfirmware0_path = "a"', 1],
    ['a negative count', 'firmware_count = -1\nfirmware0_path = "a"', 0],
    ['a count that is no number', 'firmware_count = many\nfirmware0_path = "a"', 0],
    ['a count without files', 'firmware_count = 1000', 0],
  ])('with %s is read in no time', (_what, text, files) => {
    expect(parseInfoFile(text).firmware).toHaveLength(files);
  });

  it.each([
    ['nothing', ''],
    ['bytes', '\0\u0001\uFFFD\r\r\n='],
    ['an open quotation mark', 'corename = "Plum'],
    ['keys alone', 'corename\nsystemname =\n= "x"'],
    ['a key that every object has', '__proto__ = "x"\nconstructor = "y"'],
    ['a long line', `corename = ${'"'.repeat(100_000)}`],
    ['long spaces', `corename${' '.repeat(100_000)}x\n${' '.repeat(100_000)}`],
  ])('of %s tells nothing, and does no harm', (_what, text) => {
    const { extensions, firmware, systemName, isExperimental } = parseInfoFile(text);
    expect({ extensions, firmware, systemName, isExperimental }).toEqual({
      extensions: [],
      firmware: [],
      systemName: undefined,
      isExperimental: false,
    });
  });
});
