import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SaveStore } from '../../src/saves/save-store.js';
import { SaveWriter } from '../../src/saves/save-writer.js';
import { temporaryFolder } from '../signalling/temporary-folder.js';
import { exampleState, GAME } from './example-state.js';

async function openWriter(): Promise<{ store: SaveStore; writer: SaveWriter }> {
  const dataDir = await temporaryFolder();
  const store = new SaveStore(dataDir, GAME);
  await store.prepare('Example');
  const writer = new SaveWriter(store);
  onTestFinished(() => writer.close());
  return { store, writer };
}

describe('the writer of saves', () => {
  it('has written what its promises told', async () => {
    const { store, writer } = await openWriter();
    await writer.writeBattery(Buffer.from([1, 2]));
    expect(await store.read({ kind: 'battery' })).toEqual(Buffer.from([1, 2]));
    await writer.writeSlot(4, exampleState());
    expect(await store.readState({ kind: 'slot', slot: 4 })).toEqual(exampleState());
    await writer.writeAutomatic(exampleState());
    expect(await store.readState({ kind: 'automatic', number: 1 })).toEqual(exampleState());
  });

  it('writes what it was given at that moment, whatever becomes of the memory', async () => {
    const { store, writer } = await openWriter();
    const bytes = Buffer.from([1, 2]);
    const written = writer.writeBattery(bytes);
    bytes.fill(9);
    await written;
    expect(await store.read({ kind: 'battery' })).toEqual(Buffer.from([1, 2]));
  });

  it('writes everything that is under way before it closes, in order', async () => {
    const { store, writer } = await openWriter();
    for (let byte = 0; byte < 20; byte++) void writer.writeBattery(Buffer.of(byte));
    await writer.close();
    expect(await store.read({ kind: 'battery' })).toEqual(Buffer.of(19));
    await writer.close();
    await expect(writer.writeBattery(Buffer.of(1))).rejects.toThrow('closed');
  });

  it('tells why something can’t be written, and goes on', async () => {
    const { store, writer } = await openWriter();
    await rm(store.folder, { recursive: true });
    await writeFile(store.folder, 'in the way');
    await expect(writer.writeBattery(Buffer.of(1))).rejects.toThrow('ENOTDIR');
    await rm(store.folder);
    await store.prepare('Example');
    await writer.writeBattery(Buffer.of(2));
    expect(await store.read({ kind: 'battery' })).toEqual(Buffer.of(2));
  });
});
