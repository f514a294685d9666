import { expect, onTestFinished, test } from 'vitest';
import { HostProcess } from '../../src/bench/host-process.js';
import { figuresOf, OtherViewers } from '../../src/bench/other-viewers.js';

const SIGNAL = new AbortController().signal;
const ARGUMENTS = ['--core', 'test-pattern', '--codec', 'vp8'];

async function startHost(...more: string[]): Promise<HostProcess> {
  const host = await HostProcess.start([...ARGUMENTS, ...more]);
  onTestFinished(() => host.close());
  return host;
}

test('viewers without browsers come in, and tell what they got', async () => {
  const host = await startHost();
  const link = host.ready.links.watch.own;
  const others = await OtherViewers.enter({ link, viewers: 2, transport: 'rtp', signal: SIGNAL });
  onTestFinished(() => others.close());
  const { figures, ports } = await others.finish();
  expect(figures).toMatchObject({ count: 2, framesReceived: expect.any(Number) });
  expect(ports).toHaveLength(2);
});

test('where not all come in, the error says why', async () => {
  const host = await startHost('--max-viewers', '1');
  const link = host.ready.links.watch.own;
  const entering = OtherViewers.enter({ link, viewers: 2, transport: 'rtp', signal: SIGNAL });
  await expect(entering).rejects.toMatchObject({
    kind: 'network',
    message: expect.stringMatching(/^The 2 viewers beside the players did not all come in\. .{10}/),
  });
});

test('the worst of them counts, and what all of them lack', () => {
  const viewer = (framesPerSecond: number, missing: number, longestFreezeMs: number) => ({
    joinMs: { firstFrame: 300 + missing },
    video: { frames: 100, framesPerSecond, freezes: 1, longestFreezeMs },
    frames: { missing, undecodable: 2 },
    rtp: { gaps: 1, undecodable: 0 },
  });
  const viewers = [viewer(60, 0, 30), viewer(40, 5, 400)] as unknown as Parameters<typeof figuresOf>[0];
  expect(figuresOf(viewers)).toEqual({
    count: 2,
    joinMs: 305,
    leastFps: 40,
    framesReceived: 200,
    framesMissing: 11,
    freezes: 2,
    longestFreezeMs: 400,
  });
});
