import { describe, expect, test } from 'vitest';
import { CLEAR_LINK } from '../../../src/bench/network/link-profile.js';
import { NETWORK_NAMES, namedNetwork } from '../../../src/bench/network/named-networks.js';
import { parseNetwork, parseNetworks } from '../../../src/bench/network/parse-network.js';
import { failureOf } from './network-failure.js';

describe('a network', () => {
  test.each(NETWORK_NAMES)('has the name %s', (name) => {
    expect(parseNetwork(name)).toEqual(namedNetwork(name));
    expect(parseNetwork(name).name).toBe(name);
  });

  test('is written with its settings, the same for both directions', () => {
    const text = 'delay=20,jitter=5,loss=1%:3,rate=1.5M,queue=100ms,reorder=0.1%';
    const link = {
      delayMs: 20,
      jitterMs: 5,
      loss: { share: 0.01, burst: { packets: 3 } },
      rateBps: 1_500_000,
      queue: { ms: 100 },
      reorderShare: 0.001,
    };
    expect(parseNetwork(text)).toEqual({ name: text, down: link, up: link });
  });

  test('has settings for one direction, and keeps the others clear', () => {
    expect(parseNetwork('down.delay=50ms,up.loss=2%:100ms')).toMatchObject({
      down: { ...CLEAR_LINK, delayMs: 50 },
      up: { ...CLEAR_LINK, loss: { share: 0.02, burst: { ms: 100 } } },
    });
  });

  test('is a named one with changes', () => {
    const { down, up } = parseNetwork('4g+down.rate=600k,queue=30kB');
    expect(down).toEqual({ ...namedNetwork('4g').down, rateBps: 600_000, queue: { bytes: 30_000 } });
    expect(up).toEqual({ ...namedNetwork('4g').up, queue: { bytes: 30_000 } });
  });

  test.each([
    ['', 'no network “”'],
    ['5g', 'no network “5g”'],
    ['5g+delay=1', 'no network “5g”'],
    ['delay', 'no network “delay”'],
    ['delay=', '“delay=” can’t be read: delay has to be milliseconds'],
    ['delay=-1', 'delay has to be'],
    ['delay=1e3', 'delay has to be'],
    ['delay=10001', 'delay has to be'],
    ['delay=20s', 'delay has to be'],
    ['delay=20,', '“” is no setting'],
    ['delay=20,delay=30', '“delay” is set twice'],
    ['delay=20,down.delay=30', '“delay” is set twice'],
    ['sideways.delay=20', '“sideways.delay=20” is no setting'],
    ['constructor=1', '“constructor=1” is no setting'],
    ['loss=1', 'loss has to be'],
    ['loss=99%', 'loss has to be'],
    ['loss=1%:0', 'loss has to be'],
    ['loss=1%:0ms', 'loss has to be'],
    ['loss=90%:2', 'loss has to be'],
    ['loss=1%:2:3', 'loss has to be'],
    ['rate=1500000', 'rate has to be'],
    ['rate=1', 'rate has to be'],
    ['rate=100G', 'rate has to be'],
    ['queue=100', 'queue has to be'],
    ['reorder=101%', 'reorder has to be'],
    [`delay=${'9'.repeat(500)}`, 'delay has to be'],
  ])('that is written “%s” is an error that says what is wrong', (text, words) => {
    const failure = failureOf(text);
    expect(failure.kind).toBe('usage');
    expect(failure.message).toContain(words);
    expect(failure.message.length).toBeLessThan(300);
    expect(failure.hint).toContain('delay=20,jitter=5');
  });

  test('stands in a list, where settings that follow settings belong to the same one', () => {
    const names = (text: string) => parseNetworks(text).map(({ name }) => name);
    expect(names('lan,wifi,4g,lossy')).toEqual(['lan', 'wifi', '4g', 'lossy']);
    expect(names('lan,delay=20,loss=1%,wifi+jitter=9,rate=5M;delay=50')).toEqual([
      'lan',
      'delay=20,loss=1%',
      'wifi+jitter=9,rate=5M',
      'delay=50',
    ]);
    expect(() => parseNetworks(Array(40).fill('lan').join())).toThrow('More than 32');
  });
});
