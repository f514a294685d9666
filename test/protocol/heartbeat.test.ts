import { describe, expect, it } from 'vitest';
import { Heartbeat } from '../../src/protocol/heartbeat.js';

describe('the heartbeat', () => {
  it('measures the way to the host and back', () => {
    const heartbeat = new Heartbeat();
    const id = heartbeat.ping(1000)!;
    heartbeat.pong(id, 1012.5);
    expect(heartbeat.roundTrip).toBe(12.5);
  });

  it('gives the host up after five pings without an answer', () => {
    const heartbeat = new Heartbeat();
    for (let ping = 0; ping < 5; ping++) expect(heartbeat.ping(ping)).toBe(ping);
    expect(heartbeat.ping(5)).toBeUndefined();
  });

  it('goes on after any answer, late ones included', () => {
    const heartbeat = new Heartbeat();
    const first = heartbeat.ping(0)!;
    for (let ping = 1; ping < 5; ping++) heartbeat.ping(ping);
    heartbeat.pong(first, 60_000);
    expect(heartbeat.ping(60_001)).toBe(5);
  });

  it('takes no answer to what was never asked', () => {
    const heartbeat = new Heartbeat();
    heartbeat.ping(0);
    heartbeat.pong(77, 1);
    expect(heartbeat.roundTrip).toBeUndefined();
  });
});
