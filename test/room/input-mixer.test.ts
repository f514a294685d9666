import { describe, expect, test } from 'vitest';
import { NEUTRAL_INPUT } from '../../cores/protocol/host-message.js';
import { neutralControls } from '../../src/protocol/input-packet.js';
import { InputMixer } from '../../src/room/input-mixer.js';

function holding(buttons: number) {
  return { ...neutralControls(), buttons };
}

describe('the input mixer', () => {
  test('has neutral controls for every seat before anything came', () => {
    expect(new InputMixer(3).sample()).toEqual({
      players: [NEUTRAL_INPUT, NEUTRAL_INPUT, NEUTRAL_INPUT],
      sequences: [0, 0, 0],
      times: [0, 0, 0],
    });
  });

  test('brings each seat’s controls and newest sequence number to its place', () => {
    const mixer = new InputMixer(3);
    mixer.receive(3, 70, holding(4));
    mixer.receive(1, 8, holding(1));
    const { players, sequences } = mixer.sample();
    expect(players.map(({ buttons }) => buttons)).toEqual([1, 0, 4]);
    expect(sequences).toEqual([8, 0, 70]);
  });

  test('lets go of one seat alone', () => {
    const mixer = new InputMixer(2);
    mixer.receive(1, 1, holding(1));
    mixer.receive(2, 1, holding(2));
    mixer.reset(1);
    const { players, sequences } = mixer.sample();
    expect(players.map(({ buttons }) => buttons)).toEqual([0, 2]);
    expect(sequences).toEqual([0, 1]);
  });

  test('takes nothing for seats that there are not', () => {
    const mixer = new InputMixer(1);
    mixer.receive(0, 1, holding(1));
    mixer.receive(2, 1, holding(1));
    mixer.reset(2);
    expect(mixer.sample().players).toEqual([NEUTRAL_INPUT]);
  });
});
