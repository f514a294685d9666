import { describe, expect, it } from 'vitest';
import { missingAbilities } from '../../../web-player/src/view/abilities.js';

const all = { secureContext: true, gamepads: true, fullscreen: true, wakeLock: true };

describe('what a browser lacks', () => {
  it('is nothing where everything is there', () => {
    expect(missingAbilities(all)).toEqual([]);
  });

  it('is put down to plain http where that is the reason', () => {
    const [gamepads, wakeLock] = missingAbilities({
      ...all,
      secureContext: false,
      gamepads: false,
      wakeLock: false,
    });
    expect(gamepads).toContain('plain http');
    expect(wakeLock).toContain('https');
  });

  it('is put down to the browser where the page is secure', () => {
    const missing = missingAbilities({ ...all, gamepads: false, fullscreen: false }).join(' ');
    expect(missing).toContain('this browser has none');
    expect(missing).not.toContain('plain http');
    expect(missing).toContain('fullscreen');
  });
});
