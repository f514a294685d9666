import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coreFolders, firmwareFolders } from '../../src/core-library/core-folders.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';

const LINUX = {
  dataDir: '/data',
  platform: 'linux',
  arch: 'x64',
  environment: {},
  home: '/home/ann',
} as const;

describe('the folders of cores', () => {
  it('are on Linux those of the user, of RetroArch and of the system, in this order', () => {
    const { own, libraries, infos } = coreFolders(LINUX);
    expect(own).toBe('/data/cores');
    expect(libraries[0]).toBe('/data/cores');
    expect(libraries[1]).toBe('/home/ann/.config/retroarch/cores');
    expect(libraries).toContain('/home/ann/.var/app/org.libretro.RetroArch/config/retroarch/cores');
    expect(libraries.indexOf('/usr/lib/x86_64-linux-gnu/libretro')).toBeGreaterThan(1);
    expect(infos[0]).toBe('/data/cores/info');
    expect(infos.at(-1)).toBe('/usr/share/libretro/info');
  });

  it('follow the processor and XDG_CONFIG_HOME', () => {
    const { libraries } = coreFolders({
      ...LINUX,
      arch: 'arm64',
      environment: { XDG_CONFIG_HOME: '/config' },
    });
    expect(libraries).toContain('/config/retroarch/cores');
    expect(libraries).toContain('/usr/lib/aarch64-linux-gnu/libretro');
    expect(libraries.filter((folder) => folder.includes('x86_64'))).toEqual([]);
    expect(coreFolders({ ...LINUX, arch: 'vax' }).libraries).toContain('/usr/lib/libretro');
  });

  it('are on a Mac those of the user and of RetroArch', () => {
    const { libraries, infos } = coreFolders({ ...LINUX, platform: 'darwin', home: '/Users/ann' });
    expect(libraries).toEqual([
      '/data/cores',
      '/Users/ann/Library/Application Support/RetroArch/cores',
      '/Applications/RetroArch.app/Contents/Resources/cores',
    ]);
    expect(infos).toContain('/Users/ann/Library/Application Support/RetroArch/info');
  });

  it('are on Windows written with its separators', () => {
    const options = { dataDir: 'D:\\data', platform: 'win32', home: 'C:\\Users\\ann', arch: 'x64' } as const;
    const { libraries } = coreFolders({ ...options, environment: {} });
    expect(libraries.slice(0, 2)).toEqual([
      'D:\\data\\cores',
      'C:\\Users\\ann\\AppData\\Roaming\\RetroArch\\cores',
    ]);
    const environment = { APPDATA: 'E:\\Roaming', 'ProgramFiles(x86)': 'F:\\Programs' };
    const moved = coreFolders({ ...options, environment }).libraries;
    expect(moved[1]).toBe('E:\\Roaming\\RetroArch\\cores');
    expect(moved.at(-1)).toBe('F:\\Programs\\Steam\\steamapps\\common\\RetroArch\\cores');
  });
});

describe('the folders of BIOS files', () => {
  it('are the user’s own before those of RetroArch', async () => {
    const folders = await firmwareFolders({ ...LINUX, home: '/nowhere/ann' });
    expect(folders.slice(0, 2)).toEqual(['/data/system', '/nowhere/ann/.config/retroarch/system']);
  });

  it.each([
    ['system_directory = "/bios"', () => '/bios'],
    ['# Paths\n  system_directory = "~/My BIOS"\n', (home: string) => join(home, 'My BIOS')],
    ['system_directory = ":/files"', (home: string) => join(home, '.config', 'retroarch', 'files')],
    ['system_directory = "default"', (home: string) => join(home, '.config', 'retroarch', 'system')],
    ['system_directory = ""', (home: string) => join(home, '.config', 'retroarch', 'system')],
    ['system_directory = "files"', (home: string) => join(home, '.config', 'retroarch', 'system')],
  ])('are where RetroArch’s settings say: %j', async (text, folder) => {
    const home = await temporaryFolder();
    await mkdir(join(home, '.config', 'retroarch'), { recursive: true });
    await writeFile(join(home, '.config', 'retroarch', 'retroarch.cfg'), text);
    expect((await firmwareFolders({ ...LINUX, home }))[1]).toBe(folder(home));
  });
});
