import { describe, expect, it } from 'vitest';
import { libraryPlatform } from '../../src/core-library/library-platform.js';
import { elfLibrary } from './core-mirror.js';

function machO(cpu: number, magic = 0xfeedfacf): Buffer {
  const header = Buffer.alloc(100);
  header.writeUInt32LE(magic, 0);
  header.writeUInt32LE(cpu, 4);
  return header;
}

function universal(cpus: readonly number[], count = cpus.length): Buffer {
  const header = Buffer.alloc(8 + 20 * Math.max(3, cpus.length));
  header.writeUInt32BE(0xcafebabe, 0);
  header.writeUInt32BE(count, 4);
  for (const [index, cpu] of cpus.entries()) header.writeUInt32BE(cpu, 8 + index * 20);
  return header;
}

function portable(machine: number, offset = 0x80): Buffer {
  const header = Buffer.alloc(0x100);
  header.write('MZ', 0, 'latin1');
  header.writeUInt32LE(offset, 0x3c);
  if (offset + 6 <= header.length) {
    header.write('PE\0\0', offset, 'latin1');
    header.writeUInt16LE(machine, offset + 4);
  }
  return header;
}

function bigEndianElf(machine: number): Buffer {
  const library = elfLibrary(0);
  library[5] = 2;
  library.writeUInt16BE(machine, 18);
  return library;
}

describe('what a library was built for', () => {
  it.each([
    ['ELF', elfLibrary(62), 'linux', ['x64']],
    ['ELF', elfLibrary(183), 'linux', ['arm64']],
    ['ELF', elfLibrary(40), 'linux', ['arm']],
    ['ELF of a processor that counts from the other end', bigEndianElf(22), 'linux', ['s390x']],
    ['ELF of an unknown processor', elfLibrary(9999), 'linux', []],
    ['Mach-O', machO(16777223), 'darwin', ['x64']],
    ['Mach-O', machO(16777228), 'darwin', ['arm64']],
    ['Mach-O of 32 bits', machO(7, 0xfeedface), 'darwin', ['ia32']],
    ['Mach-O for several processors', universal([16777223, 16777228]), 'darwin', ['x64', 'arm64']],
    ['PE', portable(34404), 'win32', ['x64']],
    ['PE', portable(43620), 'win32', ['arm64']],
  ])('is read from %s', (_kind, header, platform, archs) => {
    expect(libraryPlatform(header)).toEqual({ platform, archs });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['too little', elfLibrary(62).subarray(0, 63)],
    ['a text', Buffer.alloc(200, 'text ')],
    ['a program for DOS', portable(34404, 0xf0000000)],
    ['PE whose signature would stand behind the end', portable(34404, 0xfe)],
  ])('can’t be told from %s', (_kind, header) => {
    expect(libraryPlatform(header)).toBeUndefined();
  });

  it('is not read beyond the header, however many processors a library claims to be for', () => {
    expect(libraryPlatform(universal([16777223], 0xffffffff))).toEqual({
      platform: 'darwin',
      archs: ['x64'],
    });
  });
});
