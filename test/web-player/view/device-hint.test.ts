import { describe, expect, it } from 'vitest';
import { hintWords } from '../../../web-player/src/view/device-hint.js';

describe('the hint on devices', () => {
  it('is empty where the game wants none', () => {
    expect(hintWords({ mouse: 'none', keyboard: 'none' })).toBe('');
  });

  it('says how to give them and how to get them back', () => {
    expect(hintWords({ mouse: 'wanted', keyboard: 'taken' })).toBe(
      'Click the picture to play with the mouse. The keyboard types in the game; Scroll Lock takes it back.',
    );
    expect(hintWords({ mouse: 'touch', keyboard: 'none' })).toBe(
      'A finger moves the mouse; a tap clicks, one with two fingers to the right.',
    );
    expect(hintWords({ mouse: 'taken', keyboard: 'wanted' })).toBe(
      'Escape gives the mouse back. Keys play the pad; Scroll Lock lets them type in the game.',
    );
  });
});
