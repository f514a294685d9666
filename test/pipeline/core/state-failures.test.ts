import { describe, expect, it } from 'vitest';
import type { CoreHello } from '../../../cores/protocol/core-hello.js';
import { StateFailures } from '../../../src/pipeline/core/state-failures.js';

const HELLO = { abilities: new Set(['states', 'saveRam']) } as unknown as CoreHello;
const NONE = Buffer.alloc(0);
const STATE = Buffer.from('state');

function watched() {
  const warnings: string[] = [];
  const failures = new StateFailures((message) => warnings.push(message));
  return { warnings, failures, note: (state: Buffer, now: number) => failures.note('double', state, now) };
}

describe('a core that says it has states', () => {
  it('and never gives one loses them after eight seconds, with one warning', () => {
    const { warnings, failures, note } = watched();
    for (let now = 1000; now < 9000; now += 70) note(NONE, now);
    expect([failures.areHopeless, failures.possible(HELLO), warnings]).toEqual([false, HELLO, []]);
    for (let now = 9000; now < 20_000; now += 4000) note(NONE, now);
    expect(failures.areHopeless).toBe(true);
    expect([...failures.possible(HELLO).abilities]).toEqual(['saveRam']);
    expect(warnings).toEqual([expect.stringMatching(/^The core double can't save states of this game: /)]);
  });

  it('is not judged by fewer than three failures, however far apart', () => {
    const { failures, note } = watched();
    note(NONE, 0);
    note(NONE, 60_000);
    expect(failures.areHopeless).toBe(false);
    note(NONE, 60_001);
    expect(failures.areHopeless).toBe(true);
  });

  it('and gives the first one late has them again, which is told', () => {
    const { warnings, failures, note } = watched();
    for (let now = 0; now < 20_000; now += 1000) note(NONE, now);
    note(STATE, 20_000);
    expect([failures.areHopeless, failures.possible(HELLO)]).toEqual([false, HELLO]);
    expect(warnings.at(-1)).toMatch(/^The core double saves states of this game after all/);
    expect(warnings).toHaveLength(2);
  });

  it('and gave one is believed, however long it gives no other', () => {
    const { warnings, failures, note } = watched();
    note(STATE, 0);
    for (let now = 0; now < 100_000; now += 1000) note(NONE, now);
    expect([failures.areHopeless, warnings]).toEqual([false, []]);
  });
});
