import { describe, expect, it } from 'vitest';
import { SeatMemory, type SeatStorage } from '../../../web-player/src/connection/seat-memory.js';

const secret = 'AbCdEfGhIjKlMnOpQrStUv';
const fingerprint = new Uint8Array(32).fill(1);

function storageOf(entries = new Map<string, string>()): SeatStorage {
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
  };
}

describe('the memory of a seat', () => {
  it('outlives the page in the tab', () => {
    const storage = storageOf();
    new SeatMemory(storage, fingerprint).remember(secret);
    expect(new SeatMemory(storage, fingerprint).secret).toBe(secret);
  });

  it('gives one host nothing of another', () => {
    const storage = storageOf();
    new SeatMemory(storage, fingerprint).remember(secret);
    expect(new SeatMemory(storage, new Uint8Array(32).fill(2)).secret).toBeUndefined();
  });

  it('forgets what is no secret of a host', () => {
    const entries = new Map<string, string>();
    new SeatMemory(storageOf(entries), fingerprint).remember(secret);
    for (const key of entries.keys()) entries.set(key, '<script>');
    expect(new SeatMemory(storageOf(entries), fingerprint).secret).toBeUndefined();
  });

  it('works without storage, and with a full one, for as long as the page lives', () => {
    const full: SeatStorage = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    for (const storage of [undefined, full]) {
      const memory = new SeatMemory(storage, fingerprint);
      memory.remember(secret);
      expect(memory.secret).toBe(secret);
    }
  });
});
