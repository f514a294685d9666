import { describe, expect, it, vi } from 'vitest';
import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import { CORE_MESSAGE, encodeFormat } from '../../../cores/protocol/core-message.js';
import { CoreFacts } from '../../../src/pipeline/core/core-facts.js';
import { FORMAT } from '../../cores/protocol/example-format.js';

const HELLO: CoreHello = {
  abilities: new Set(),
  players: 1,
  name: 'core',
  version: '1',
  title: 'game',
  format: FORMAT,
  buttonLabels: new Map(),
  options: [],
  discs: { labels: ['one', 'two'], first: 0 },
};

function facts(hello = HELLO) {
  const events = { onFormat: vi.fn(), onDisc: vi.fn(), onEnded: vi.fn() };
  return { facts: new CoreFacts(hello, events), events };
}

describe('what a core tells of its game', () => {
  it('changes its format from the next frame on', () => {
    const { facts: told, events } = facts();
    const wider = { ...FORMAT, width: 120 };
    expect(told.take({ type: CORE_MESSAGE.format, body: encodeFormat(wider) })).toBe(true);
    expect(told.format).toEqual(wider);
    expect(events.onFormat).toHaveBeenCalledWith(wider);
  });

  it('keeps in its hello which disc is in, and tells it once', () => {
    const { facts: told, events } = facts();
    for (let times = 0; times < 2; times++) told.take({ type: CORE_MESSAGE.disc, body: Buffer.of(1) });
    expect(told.hello.discs?.first).toBe(1);
    expect(events.onDisc).toHaveBeenCalledTimes(1);
  });

  it('can’t have a disc in that there isn’t', () => {
    const { facts: told } = facts();
    expect(() => told.take({ type: CORE_MESSAGE.disc, body: Buffer.of(2) })).toThrow(
      'disc 2, which the hello doesn',
    );
  });

  it('leaves answers to whoever asked', () => {
    const { facts: told, events } = facts();
    expect(told.take({ type: CORE_MESSAGE.state, body: Buffer.of() })).toBe(false);
    expect(told.hasEnded).toBe(false);
    expect(told.take({ type: CORE_MESSAGE.ended, body: Buffer.of() })).toBe(true);
    expect(told.hasEnded).toBe(true);
    expect(events.onEnded).toHaveBeenCalledTimes(1);
  });
});
