/** A Game Boy cartridge of 32 KiB with 8 KiB of battery RAM; its program is an endless loop. */
export function gameBoyRom(): Buffer {
  const rom = Buffer.alloc(32 * 1024);
  // nop; jp $0150 · jr -2
  rom.set([0x00, 0xc3, 0x50, 0x01], 0x100);
  rom.set([0x18, 0xfe], 0x150);
  // MBC1 with RAM and battery, 32 KiB of ROM, 8 KiB of RAM (Pan Docs, "The Cartridge Header").
  rom.set([0x03, 0x00, 0x02], 0x147);
  let checksum = 0;
  for (const byte of rom.subarray(0x134, 0x14d)) checksum = (checksum - byte - 1) & 0xff;
  rom[0x14d] = checksum;
  return rom;
}
