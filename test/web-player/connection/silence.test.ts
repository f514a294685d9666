import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeLine, SessionStage, secret, welcome } from './session-fakes.js';

let stage: SessionStage;
/** The line by which the viewer is in. */
let first: FakeLine;

beforeEach(() => {
  vi.useFakeTimers();
  stage = new SessionStage();
  stage.enter();
  first = stage.line;
});
afterEach(() => {
  stage.session.close();
  vi.useRealTimers();
});

/** Lets time pass in which the host answers every ping at once. */
async function playFor(ms: number, line = first): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    await vi.advanceTimersByTimeAsync(250);
    const ping = line.sent.at(-1);
    if (ping?.type === 'ping') line.say({ type: 'pong', id: ping.id });
  }
}

describe('a session whose line falls silent', () => {
  it('makes another line beside it within a second or so, and goes on by that with its seat', async () => {
    await playFor(5_000);
    await vi.advanceTimersByTimeAsync(1_250);
    expect(stage.situation).toEqual({ state: 'reconnecting' });
    expect(stage.lines).toHaveLength(2);
    expect(stage.signallings).toHaveLength(2);
    expect([first.closed, stage.linesClosed]).toEqual([false, 0]);
    expect(stage.line.begun).toBe(false);
    stage.reachHost();
    expect([first.closed, stage.linesClosed]).toEqual([true, 1]);
    expect(stage.line.begun).toBe(true);
    expect(stage.line.sent).toMatchObject([{ type: 'hello', resume: secret }]);
    stage.line.say(welcome({}));
    expect(stage.situation).toEqual({ state: 'reconnecting' });
    stage.session.pictureShown();
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
    expect(stage.signalling.closed).toBe(true);
  });

  it('goes on by the old line where something comes of it first, and takes the other offer back', async () => {
    await vi.advanceTimersByTimeAsync(1_250);
    const second = stage.line;
    second.events.onOffer('offer');
    stage.signalling.open();
    first.say({ type: 'pong', id: 3 });
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
    expect([first.closed, second.closed]).toEqual([false, true]);
    expect(stage.signalling.sent.at(-1)).toMatchObject({ type: 'LEAVE' });
    expect(stage.signalling.closed).toBe(true);
    expect(stage.linesClosed).toBe(0);
    await playFor(20_000);
    expect(stage.lines).toHaveLength(2);
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('takes pictures and sound for a sign of life, until pings stay without an answer for five seconds', async () => {
    for (let passed = 0; passed < 5_000; passed += 250) {
      first.bytes += 1_000;
      await vi.advanceTimersByTimeAsync(250);
      expect(stage.situation).toEqual({ state: 'live', seat: 1 });
    }
    first.bytes += 1_000;
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.situation).toEqual({ state: 'reconnecting' });
    expect(first.closed).toBe(true);
  });

  it('goes on by the old line where pictures come of it again', async () => {
    await vi.advanceTimersByTimeAsync(1_500);
    expect(stage.situation).toEqual({ state: 'reconnecting' });
    first.bytes += 1_000;
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
    expect(stage.lines[1]!.closed).toBe(true);
  });

  it('gives the old line up after five seconds, and keeps trying', async () => {
    await vi.advanceTimersByTimeAsync(1_250);
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(first.closed).toBe(true);
    expect(stage.linesClosed).toBe(1);
    expect(stage.lines).toHaveLength(2);
    stage.enter();
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('keeps the way that is being made when the browser says that the old one is lost', async () => {
    await vi.advanceTimersByTimeAsync(1_250);
    first.events.onLost();
    expect(first.closed).toBe(true);
    expect(stage.lines).toHaveLength(2);
    expect(stage.line.closed).toBe(false);
    stage.enter();
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('tries again while the old line may still come back', async () => {
    await vi.advanceTimersByTimeAsync(1_250);
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.answer();
    stage.line.events.onLost();
    expect(stage.situation).toEqual({ state: 'reconnecting', trouble: 'no-path' });
    await vi.advanceTimersByTimeAsync(500);
    expect(stage.lines).toHaveLength(3);
    expect(first.closed).toBe(false);
    first.say({ type: 'pong', id: 3 });
    expect(stage.lines.map(({ closed }) => closed)).toEqual([false, true, true]);
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('opens its signalling anew where the network that it was begun in leads nowhere, more and more patiently', async () => {
    await vi.advanceTimersByTimeAsync(1_250);
    const opened = [2];
    for (let second = 0; second < 16; second++) {
      await vi.advanceTimersByTimeAsync(1_000);
      opened.push(stage.signallings.length);
    }
    expect(opened).toEqual([2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6]);
    expect(stage.lines).toHaveLength(6);
    stage.enter();
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('shows no picture of the old line as the one that was awaited', async () => {
    await vi.advanceTimersByTimeAsync(1_250);
    stage.session.pictureShown();
    expect(stage.situation).toEqual({ state: 'reconnecting' });
  });
});

describe('a session whose network may have changed', () => {
  it('looks at once whether the line still answers', async () => {
    await playFor(5_000);
    stage.session.hurry();
    await vi.advanceTimersByTimeAsync(500);
    expect(stage.situation).toEqual({ state: 'reconnecting' });
    expect(stage.lines).toHaveLength(2);
  });

  it('leaves alone what answers', async () => {
    stage.session.hurry();
    await playFor(2_000);
    stage.session.hurry();
    first.bytes += 1_000;
    await vi.advanceTimersByTimeAsync(250);
    first.bytes += 1_000;
    await vi.advanceTimersByTimeAsync(250);
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
    expect(stage.lines).toHaveLength(1);
  });

  it('begins anew where the signalling server was called by the old network', async () => {
    await vi.advanceTimersByTimeAsync(1_250);
    stage.session.hurry();
    expect(stage.signallings.map(({ closed }) => closed)).toEqual([true, true, false]);
    stage.reachHost();
    stage.session.hurry();
    expect(stage.signallings).toHaveLength(3);
  });
});
