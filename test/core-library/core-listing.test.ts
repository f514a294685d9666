import { describe, expect, it } from 'vitest';
import { listedAvailable, listedInstalled, listingLines } from '../../src/core-library/core-listing.js';
import { parseInfoFile } from '../../src/core-library/info-file.js';

const FOLDERS = { own: '/data/cores', libraries: ['/data/cores'], infos: [] };
const INFO = parseInfoFile(
  'display_name = "Plum (UE)"\nsystemname = "Plum Boy"\nsupported_extensions = "pb|pbc"',
);

describe('the list of cores', () => {
  it('says of an installed core where it is, and whether cloudgame may remove it', () => {
    const own = listedInstalled({ name: 'plum', path: '/data/cores/plum_libretro.so', info: INFO }, FOLDERS);
    expect(own).toEqual({
      name: 'plum',
      title: 'Plum (UE)',
      system: 'Plum Boy',
      extensions: ['.pb', '.pbc'],
      path: '/data/cores/plum_libretro.so',
      removable: true,
    });
    const system = listedInstalled(
      { name: 'plum', path: '/usr/lib/plum_libretro.so', info: undefined },
      FOLDERS,
    );
    expect(system).toMatchObject({ title: 'plum', system: undefined, extensions: [], removable: false });
  });

  it('says of a core that can be installed when it was built', async () => {
    const available = { name: 'fig', archive: 'fig_libretro.so.zip', built: '2026-11-20', crc32: 1 };
    expect(await listedAvailable(available, FOLDERS)).toMatchObject({ name: 'fig', built: '2026-11-20' });
  });

  it('stands in columns', () => {
    const listed = { title: 'T', system: 'Plum Boy', extensions: ['.pb', '.pbc'] };
    expect(
      listingLines([
        { ...listed, name: 'plum' },
        { ...listed, name: 'greengage', system: undefined, extensions: [] },
      ]),
    ).toEqual(['plum       Plum Boy  .pb .pbc', 'greengage  T']);
    expect(listingLines([])).toEqual([]);
  });
});
