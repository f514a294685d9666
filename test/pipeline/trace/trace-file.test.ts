import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';
import { TraceFile } from '../../../src/pipeline/trace/trace-file.js';
import {
  type FrameSent,
  frameReleased,
  frameSent,
  inputReceived,
} from '../../../src/pipeline/trace/trace-points.js';
import { traceRecord } from '../../../src/pipeline/trace/trace-record.js';
import { neutralControls } from '../../../src/protocol/input-packet.js';
import { InputMixer } from '../../../src/room/input-mixer.js';

const SENT: FrameSent = {
  scale: 1,
  frame: {
    stamp: {
      number: 7,
      stepTime: 100,
      readyTime: 101.5,
      dueTime: 100,
      inputSequences: [3, 0],
      inputTimes: [99, 0],
    },
    codec: 'vp8',
    keyframe: true,
    units: [Buffer.alloc(10), Buffer.alloc(20)],
  },
  encodedTime: 103,
  sentTime: 103.25,
};

async function openTrace() {
  const folder = await mkdtemp(join(tmpdir(), 'cg-trace-'));
  const path = join(folder, 'trace.ndjson');
  const trace = await TraceFile.open(path);
  onTestFinished(async () => {
    await trace.close();
    await rm(folder, { recursive: true });
  });
  const read = async () => {
    const lines = (await readFile(path, 'utf8')).split('\n').slice(0, -1);
    return lines.map((line) => v.parse(traceRecord, JSON.parse(line)));
  };
  return { trace, read };
}

test('a trace holds the clock, and the times of every input and frame', async () => {
  const { trace, read } = await openTrace();
  new InputMixer(2).receive(2, 9, neutralControls());
  frameSent.publish(SENT);
  frameReleased.publish({ number: 7, transport: 'rtp', time: 110 });
  await trace.close();
  expect(await read()).toEqual([
    { type: 'clock', time: expect.any(Number), monotonicMs: expect.any(Number) },
    { type: 'input', seat: 2, sequence: 9, receivedTime: expect.any(Number) },
    {
      type: 'frame',
      number: 7,
      stepTime: 100,
      readyTime: 101.5,
      dueTime: 100,
      encodedTime: 103,
      sentTime: 103.25,
      keyframe: true,
      bytes: 30,
      inputs: [3, 0],
    },
    { type: 'released', number: 7, transport: 'rtp', time: 110 },
  ]);
});

test('nobody listens where no trace is open', async () => {
  const { trace } = await openTrace();
  expect(frameSent.hasSubscribers).toBe(true);
  await trace.close();
  expect([inputReceived, frameSent, frameReleased].some(({ hasSubscribers }) => hasSubscribers)).toBe(false);
});
