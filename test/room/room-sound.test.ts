import { describe, expect, test } from 'vitest';
import { openPlayedRoom, type PlayedRoom } from './played-room.js';
import { TOKENS } from './test-room.js';
import type { TestViewer } from './test-viewer.js';

async function enter(made: PlayedRoom, packets: boolean): Promise<TestViewer> {
  const viewer = made.visit({ packets });
  await viewer.enter(TOKENS.play, { abilities: { transports: ['frames', 'rtp', 'sound'] } });
  return viewer;
}

describe.each([
  ['packets', true],
  ['channel', false],
] as const)('a viewer that hears the sound beside its frames, which come by the %s', (way, packets) => {
  test('gets it there as well, each packet twice, the same as on the track', async () => {
    const viewer = await enter(await openPlayedRoom(), packets);
    const messages = await viewer.sounds.until((items) =>
      items.length >= 50 && items.at(-1)!.packets.length === 2 ? items : undefined,
    );
    expect(new Set(messages.map((message) => message.way))).toEqual(new Set([way]));
    const { packets: both } = messages.at(-1)!;
    for (const packet of both) {
      const onTrack = await viewer.audio.packets.find(({ payload }) => payload.equals(packet));
      expect(onTrack.payload).toHaveLength(120);
    }
  });
});

test('sound beside frames has each packet more often where packets of those are lost', async () => {
  const viewer = await enter(await openPlayedRoom(), true);
  await viewer.sounds.take(20);
  let count = 0;
  viewer.path.passToViewer = (packet) => packet.readUInt8(0) >> 6 !== 2 || ++count % 10 !== 0;
  const message = await viewer.sounds.find(({ packets }) => packets.length === 3);
  expect(message.way).toBe('packets');
});
