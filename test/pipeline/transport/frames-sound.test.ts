import { describe, expect, it } from 'vitest';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';
import { FramesSound } from '../../../src/pipeline/transport/frames-sound.js';
import { SoundRedundancy } from '../../../src/pipeline/transport/sound-redundancy.js';
import { readSoundMessage } from '../../../src/protocol/sound-message.js';

function open() {
  const messages: Uint8Array[] = [];
  const clock = { now: 0 };
  const redundancy = new SoundRedundancy();
  const sound = new FramesSound(
    { sendSound: (message) => messages.push(message) },
    redundancy,
    () => clock.now,
  );
  const send = (number: number) =>
    sound.send({ data: Buffer.of(number), timestamp: 480 * number, afterGap: false });
  /** What each message holds. */
  const sent = () =>
    messages.splice(0).map((message) => readSoundMessage(message)!.packets.map(([number]) => number));
  return { send, sent, sound, messages, redundancy, clock };
}

describe('sound as messages', () => {
  it('has each packet twice, so that one lost message takes nothing away', () => {
    const { send, sent } = open();
    for (const number of [1, 2, 3]) send(number);
    expect(sent()).toEqual([[1], [1, 2], [2, 3]]);
  });

  it('has it once where the path is narrow and loses none', () => {
    const { send, sent, redundancy } = open();
    redundancy.observe({ ...UNKNOWN_PATH, capacityBps: 600_000 }, 0);
    for (const number of [1, 2]) send(number);
    redundancy.report(0.05, 0);
    send(3);
    expect(sent()).toEqual([[1], [2], [1, 2, 3]]);
  });

  it('has it three times while the path loses packets', () => {
    const { send, sent, redundancy, clock } = open();
    for (const number of [1, 2, 3]) send(number);
    redundancy.report(0.01, 0);
    send(4);
    redundancy.report(0.05, 0);
    send(5);
    clock.now = 60_000;
    send(6);
    expect(sent().slice(3)).toEqual([
      [3, 4],
      [3, 4, 5],
      [5, 6],
    ]);
  });

  it('repeats nothing from before a pause', () => {
    const { send, sent } = open();
    for (const number of [1, 7]) send(number);
    expect(sent()).toEqual([[1], [7]]);
  });

  it('counts the time stamp modulo 2^32', () => {
    const { sound, messages } = open();
    sound.send({ data: Buffer.of(1), timestamp: 2 ** 32 + 480, afterGap: false });
    expect(readSoundMessage(messages[0]!)!.timestamp).toBe(480);
  });
});
