/** What a shared library was built for, in Node's terms. */
export interface LibraryPlatform {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** As `process.arch` names them; several in a universal library, none where the processor is an unknown one. */
  readonly archs: readonly string[];
}

/** `e_machine` of ELF (System V gABI, chapter 4). */
const ELF_MACHINES: Readonly<Record<number, string>> = {
  3: 'ia32',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
};
/** `cputype` of Mach-O (`mach/machine.h`). */
const MACH_CPUS: Readonly<Record<number, string>> = {
  7: 'ia32',
  12: 'arm',
  16777223: 'x64',
  16777228: 'arm64',
};
/** `Machine` of PE (Microsoft's PE format, "Machine Types"). */
const PE_MACHINES: Readonly<Record<number, string>> = {
  332: 'ia32',
  452: 'arm',
  34404: 'x64',
  43620: 'arm64',
};

/** Bytes at the beginning of a library that suffice to tell. */
export const LIBRARY_HEADER_BYTES = 4096;

/** Tells from its first bytes what a library was built for; `undefined` for what is no library. */
export function libraryPlatform(header: Buffer): LibraryPlatform | undefined {
  if (header.length < 64) return undefined;
  if (header.readUInt32BE(0) === 0x7f454c46) {
    const machine = header[5] === 2 ? header.readUInt16BE(18) : header.readUInt16LE(18);
    return { platform: 'linux', archs: known(ELF_MACHINES[machine]) };
  }
  const magic = header.readUInt32LE(0);
  if (magic === 0xfeedface || magic === 0xfeedfacf) {
    return { platform: 'darwin', archs: known(MACH_CPUS[header.readUInt32LE(4)]) };
  }
  if (header.readUInt32BE(0) === 0xcafebabe) return universalLibrary(header);
  if (header.toString('latin1', 0, 2) === 'MZ') return portableExecutable(header);
  return undefined;
}

/** A fat Mach-O header: a count, then 20 bytes for each architecture, all big-endian. */
function universalLibrary(header: Buffer): LibraryPlatform {
  const count = Math.min(header.readUInt32BE(4), Math.floor((header.length - 8) / 20));
  const cpus = Array.from({ length: count }, (_, index) => header.readUInt32BE(8 + index * 20));
  return { platform: 'darwin', archs: cpus.flatMap((cpu) => known(MACH_CPUS[cpu])) };
}

/** The offset of the PE signature stands at 0x3c; the machine follows the signature. */
function portableExecutable(header: Buffer): LibraryPlatform | undefined {
  const offset = header.readUInt32LE(0x3c);
  if (offset + 6 > header.length || header.toString('latin1', offset, offset + 4) !== 'PE\0\0')
    return undefined;
  return { platform: 'win32', archs: known(PE_MACHINES[header.readUInt16LE(offset + 4)]) };
}

function known(arch: string | undefined): string[] {
  return arch === undefined ? [] : [arch];
}
