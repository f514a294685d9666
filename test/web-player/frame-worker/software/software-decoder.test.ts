import { describe, expect, it, vi } from 'vitest';
import type { ArrivedFrame } from '../../../../web-player/src/frame-worker/arrived-frame.js';
import type { CodecLibrary } from '../../../../web-player/src/frame-worker/software/codec-library.js';
import type { PlanarPicture } from '../../../../web-player/src/frame-worker/software/planar-picture.js';
import { SoftwareDecoder } from '../../../../web-player/src/frame-worker/software/software-decoder.js';

const PLANE = { bytes: new Uint8Array(4), stride: 2 };
const PICTURE: PlanarPicture = { width: 2, height: 2, luma: PLANE, blue: PLANE, red: PLANE };
const FRAME: ArrivedFrame = {
  number: 0,
  keyframe: true,
  message: {
    codec: 'vp8',
    keyframe: true,
    number: 0,
    frame: { number: 0, stepTime: 0, coreMs: 0, encodeMs: 0 },
    inputs: [],
    picture: Uint8Array.of(1),
  },
  bytes: 1,
  receivedTime: 0,
  handedTime: 0,
  decodedTime: 0,
  drawnTime: 0,
};

function make(library: CodecLibrary | undefined, draw: () => void = () => {}) {
  const events = { onDrawn: vi.fn(), onBehind: vi.fn(), onFailure: vi.fn() };
  const replace = vi.fn();
  const decoder = new SoftwareDecoder(events, { library: () => library, replace, draw });
  return { decoder, replace, ...events };
}

describe('the decoder for browsers that keep theirs back', () => {
  it('draws each frame before it takes the next', () => {
    const drawn = vi.fn();
    const { decoder, onDrawn } = make({ decode: () => PICTURE }, drawn);
    const frame = { ...FRAME };
    decoder.decode(frame);
    expect(drawn).toHaveBeenCalledWith(PICTURE);
    expect(onDrawn).toHaveBeenCalledWith(frame);
    expect(frame.decodedTime).toBeGreaterThan(0);
  });

  it('says nothing of frames that are not to be seen', () => {
    const { decoder, onDrawn, onFailure } = make({ decode: () => undefined });
    decoder.decode(FRAME);
    expect(onDrawn).not.toHaveBeenCalled();
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('fails on a frame that is none, and begins with another library', () => {
    const { decoder, replace, onFailure } = make({
      decode: () => {
        throw new Error('the decoder gave no picture');
      },
    });
    decoder.decode(FRAME);
    expect(replace).toHaveBeenCalledWith('vp8');
    expect(onFailure).toHaveBeenCalledWith('the decoder gave no picture');
  });

  it('fails where the picture can’t be drawn', () => {
    const { decoder, onDrawn, onFailure } = make({ decode: () => PICTURE }, () => {
      throw new Error('the browser took the canvas away');
    });
    decoder.decode(FRAME);
    expect(onFailure).toHaveBeenCalledWith('the browser took the canvas away');
    expect(onDrawn).not.toHaveBeenCalled();
  });

  it('fails where its library is not there', () => {
    const { decoder, onFailure } = make(undefined);
    decoder.decode(FRAME);
    expect(onFailure).toHaveBeenCalledWith('the decoder is not loaded');
  });

  it('gives up where decoding takes nearly all of the time', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { decoder, onFailure } = make({
      decode: () => {
        vi.advanceTimersByTime(30);
        return PICTURE;
      },
    });
    for (let frame = 0; frame < 60 && onFailure.mock.calls.length === 0; frame++) decoder.decode(FRAME);
    vi.useRealTimers();
    expect(onFailure).toHaveBeenCalledWith('the decoder is too slow');
  });
});
