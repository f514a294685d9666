import { describe, expect, it } from 'vitest';
import { Slab } from '../../../src/pipeline/rewind/slab.js';

describe('a slab', () => {
  it('keeps small pieces beside each other, at whole words, as they were', () => {
    const slab = new Slab();
    const source = Buffer.from('abcde');
    const first = slab.keep(source, Buffer.from('fg'));
    const second = slab.keep(Buffer.from('h'));
    source.fill(0);
    expect(first.toString()).toBe('abcdefg');
    expect(second.toString()).toBe('h');
    expect(second.buffer).toBe(first.buffer);
    expect(second.byteOffset - first.byteOffset).toBe(8);
  });

  it('begins another one when it is full, and none is for more than 64 KiB', () => {
    const slab = new Slab();
    const buffers = new Set<ArrayBufferLike>();
    for (let number = 0; number < 200; number++) {
      const kept = slab.keep(Buffer.alloc(1_000, number));
      expect(kept.every((byte) => byte === number)).toBe(true);
      buffers.add(kept.buffer);
    }
    expect(buffers.size).toBe(4);
    for (const buffer of buffers) expect(buffer.byteLength).toBe(64 * 1024);
  });

  it('gives large pieces memory of their own', () => {
    expect(new Slab().keep(Buffer.alloc(20_000)).buffer.byteLength).toBe(20_000);
  });
});
