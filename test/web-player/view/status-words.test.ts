import { describe, expect, it } from 'vitest';
import { refusalCode } from '../../../src/protocol/control-message.js';
import { isFinal, type Situation, type Trouble } from '../../../web-player/src/connection/situation.js';
import { statusWords } from '../../../web-player/src/view/status-words.js';

const troubles: Trouble[] = ['signalling-unreachable', 'signalling-refused', 'no-answer', 'no-path'];
const situations: Situation[] = [
  { state: 'connecting', step: 'signalling' },
  { state: 'connecting', step: 'host' },
  { state: 'connecting', step: 'picture' },
  { state: 'live', seat: 2 },
  { state: 'watching', mayPlay: true },
  { state: 'watching', mayPlay: false },
  { state: 'paused' },
  { state: 'recovering' },
  { state: 'reconnecting' },
  ...troubles.map((trouble): Situation => ({ state: 'reconnecting', trouble })),
  ...troubles.map((state): Situation => ({ state })),
  { state: 'room-not-found' },
  { state: 'host-gone' },
  ...refusalCode.options.map((code): Situation => ({ state: 'refused', code, message: '' })),
  { state: 'impostor' },
  { state: 'wrong-version', version: 3 },
  { state: 'link-malformed' },
  { state: 'link-empty' },
  { state: 'insecure-signalling' },
  { state: 'page-misconfigured' },
  { state: 'webrtc-missing' },
];

describe('the words for a situation', () => {
  it.each(situations.map((situation) => [JSON.stringify(situation), situation] as const))(
    'are there for %s',
    (_name, situation) => {
      const { title, detail } = statusWords(situation);
      expect(title).not.toBe('');
      expect(detail).not.toBe('');
      expect(`${title} ${detail}`).not.toMatch(/undefined|null|\[object/);
    },
  );

  it('name the seat', () => {
    expect(statusWords({ state: 'live', seat: 2 })).toMatchObject({
      tone: 'passing',
      title: "You're player 2",
    });
  });

  it('leave the picture to be seen where the game is paused', () => {
    expect(statusWords({ state: 'paused' })).toMatchObject({ tone: 'standing', title: 'Paused' });
  });

  it('tell a watcher when there will be a seat', () => {
    expect(statusWords({ state: 'watching', mayPlay: true }).detail).toBe(
      'All seats are taken; you get the next free one.',
    );
    expect(statusWords({ state: 'watching', mayPlay: false }).detail).toContain('for watching');
  });

  it('say what to do with a link of another version', () => {
    expect(statusWords({ state: 'wrong-version', version: 3 }).detail).toBe(
      'This link was made by another version of cloudgame (link version 3, this page speaks 1). Ask the host for a new link.',
    );
  });

  it('say why a page over https refuses ws: signalling', () => {
    expect(statusWords({ state: 'insecure-signalling' }).detail).toContain(
      'A page over https takes only wss: signalling',
    );
  });

  it("pass the host's own words on as a sentence", () => {
    expect(statusWords({ state: 'refused', code: 'codec', message: 'the room sends H.264' }).detail).toBe(
      'The room sends H.264.',
    );
    expect(statusWords({ state: 'host-gone', reason: 'The host quit' }).detail).toMatch(/^The host quit\. /);
    expect(statusWords({ state: 'paused', reason: 'Back in five minutes!' }).detail).toBe(
      'Back in five minutes!',
    );
  });

  it('offer to play here when another tab took the seat', () => {
    expect(statusWords({ state: 'refused', code: 'replaced', message: '' }).action).toBe('Play here');
  });

  it('offer a button wherever trying again can help, and promise to try only where the page does', () => {
    for (const situation of situations) {
      const { tone, detail, action } = statusWords(situation);
      if (isFinal(situation)) expect(detail).not.toMatch(/keeps trying/);
      else if (tone === 'card')
        expect({ detail, action }).toEqual({
          detail: expect.stringMatching(/keeps trying/),
          action: 'Try now',
        });
      else expect(action).toBeUndefined();
    }
    expect(statusWords({ state: 'link-malformed' }).action).toBeUndefined();
    expect(statusWords({ state: 'impostor' }).action).toBe('Try again');
  });
});
