import { expect, test, vi } from 'vitest';
import { SharedPayloads } from '../../src/pipeline/rtp/shared-payloads.js';
import { SharedFrameMessages } from '../../src/pipeline/transport/shared-frame-messages.js';
import { BUTTON_INDEX } from '../../src/protocol/buttons.js';
import { PATIENCE } from '../patience.js';
import { makeRoom, NO_PICTURES, TOKENS } from './test-room.js';

const A = 1 << BUTTON_INDEX.a;

/** A player who gets its picture in the first of these ways, and how often the game was told to hurry. */
async function enter(...transports: string[]) {
  const { room, visit } = makeRoom();
  const hurry = vi.fn();
  room.open({
    renditions: NO_PICTURES,
    payloads: new SharedPayloads(),
    messages: new SharedFrameMessages(),
    hurry,
  });
  const player = visit();
  const { seat } = await player.enter(TOKENS.play, { abilities: { transports } });
  /** Sends what is held, and waits until the room has it. */
  const hold = async (buttons: number) => {
    const sequence = player.sendControls({ buttons });
    await vi.waitUntil(() => room.sampleInputs().sequences[seat! - 1] === sequence, PATIENCE);
  };
  await hold(0);
  return { hurry, hold };
}

test('a player on the frames channel has the game hurry for each button that goes down or up, not for repetitions', async () => {
  const { hurry, hold } = await enter('frames', 'rtp');
  expect(hurry).not.toHaveBeenCalled();
  await hold(A);
  await hold(A);
  expect(hurry).toHaveBeenCalledTimes(1);
  await hold(0);
  expect(hurry).toHaveBeenCalledTimes(2);
});

test('the game hurries for nobody whose picture comes by RTP', async () => {
  const { hurry, hold } = await enter('rtp');
  await hold(A);
  await hold(0);
  expect(hurry).not.toHaveBeenCalled();
});
