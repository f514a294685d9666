import { describe, expect, it } from 'vitest';
import { PictureChoice } from '../../../web-player/src/receiver/picture-choice.js';

function choice() {
  const shown: string[] = [];
  const pictures = new PictureChoice((transport, first) => shown.push(first ? `${transport}!` : transport));
  return { pictures, shown };
}

describe('the choice of the picture', () => {
  it('shows the first that is there, whatever the host says', () => {
    const { pictures, shown } = choice();
    pictures.want('frames', 0, true);
    pictures.presented('rtp', 10);
    expect(shown).toEqual(['rtp!']);
    pictures.presented('frames', 20);
    expect(shown).toEqual(['rtp!', 'frames']);
  });

  it('changes when the new way has presented a picture, and not before', () => {
    const { pictures, shown } = choice();
    pictures.want('frames', 0, true);
    pictures.presented('frames', 10);
    pictures.want('rtp', 5000, true);
    expect([pictures.seen, pictures.undecided]).toEqual(['frames', true]);
    pictures.presented('rtp', 5040);
    expect([pictures.seen, pictures.undecided]).toEqual(['rtp', false]);
    expect(shown).toEqual(['frames!', 'rtp']);
  });

  it("changes at once where the picture came before the host's word for it", () => {
    const { pictures } = choice();
    pictures.want('frames', 0, true);
    pictures.presented('frames', 10);
    pictures.presented('rtp', 4990);
    expect(pictures.seen).toBe('frames');
    pictures.want('rtp', 5000, true);
    expect(pictures.seen).toBe('rtp');
  });

  it('shows no picture of long ago', () => {
    const { pictures } = choice();
    pictures.want('rtp', 0, true);
    pictures.presented('rtp', 10);
    pictures.presented('frames', 20);
    pictures.want('frames', 5000, true);
    expect(pictures.seen).toBe('rtp');
  });

  it('changes at once while nobody sees it', () => {
    const { pictures } = choice();
    pictures.want('frames', 0, true);
    pictures.presented('frames', 10);
    pictures.want('rtp', 5000, false);
    expect(pictures.seen).toBe('rtp');
  });

  it('begins anew with each connection', () => {
    const { pictures, shown } = choice();
    pictures.want('rtp', 0, true);
    pictures.presented('rtp', 10);
    pictures.begin();
    expect(pictures.seen).toBeUndefined();
    pictures.want('rtp', 100, true);
    expect(shown).toEqual(['rtp!']);
    pictures.presented('rtp', 110);
    expect(shown).toEqual(['rtp!', 'rtp!']);
  });
});
