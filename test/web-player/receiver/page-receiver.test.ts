import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransportKind, ViewerMessage } from '../../../src/protocol/control-message.js';
import { NO_FRAME } from '../../../src/protocol/input-packet.js';
import type { FramesListener, FramesWorker } from '../../../web-player/src/receiver/frames-worker.js';
import { PageReceiver } from '../../../web-player/src/receiver/page-receiver.js';
import type { FramesSituation } from '../../../web-player/src/receiver/transport-offer.js';
import type { Picture } from '../../../web-player/src/view/picture.js';
import { welcome } from '../connection/session-fakes.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A receiver between a fake worker and a fake picture, both worked by the test. */
function stage() {
  const sent: ViewerMessage[] = [];
  let wishes = 0;
  const picture = {
    seen: undefined as TransportKind | undefined,
    begin: () => undefined,
    want: () => undefined,
    framesDrawn: () => undefined,
  };
  const worker = {
    situation: { decoders: { vp8: true, h264: false }, hidden: false } as FramesSituation,
    listener: undefined as FramesListener | undefined,
    prepare: vi.fn(),
    attach: () => undefined,
    begin(listener: FramesListener) {
      worker.listener = listener;
    },
    detach() {
      worker.listener = undefined;
    },
  };
  const peer = { addTransceiver: () => ({ receiver: {} }), ontrack: null };
  const receiver = new PageReceiver(peer as unknown as RTCPeerConnection, {
    picture: picture as unknown as Picture,
    frames: worker as unknown as FramesWorker,
    playSound: () => undefined,
    followSound: () => undefined,
    send: (message) => sent.push(message),
  });
  receiver.onWish = () => {
    wishes += 1;
  };
  receiver.takeFrames({} as RTCDataChannel);
  receiver.begin();
  const changeSituation = (change: Partial<FramesSituation>) => {
    worker.situation = { ...worker.situation, ...change };
    worker.listener?.onSituation();
  };
  return { receiver, worker, picture, sent, changeSituation, wishes: () => wishes };
}

describe('the receiver of a page', () => {
  it('offers what it can receive, and tells of each change from then on', () => {
    const { receiver, sent, changeSituation } = stage();
    changeSituation({ hidden: true });
    expect(sent).toEqual([]);
    expect(receiver.introduce()).toEqual(['rtp']);
    changeSituation({ hidden: false });
    changeSituation({});
    changeSituation({ trouble: 'Decoding error.' });
    changeSituation({ trouble: undefined });
    expect(sent).toEqual([
      { type: 'transports', transports: ['frames', 'rtp'] },
      { type: 'transports', transports: ['rtp'], reason: 'Decoding error.' },
      { type: 'transports', transports: ['frames', 'rtp'] },
    ]);
  });

  it("takes frames back when it hears that the room's codec is one that it can't decode", () => {
    const { receiver, sent } = stage();
    expect(receiver.introduce()).toEqual(['frames', 'rtp']);
    receiver.take(welcome({ transport: 'frames', codec: 'h264' }));
    expect(sent).toMatchObject([{ type: 'transports', transports: ['rtp'] }]);
  });

  it("gets a decoder ready for the room's codec as soon as it hears of it", () => {
    const { receiver, worker } = stage();
    expect(worker.prepare).not.toHaveBeenCalled();
    receiver.take(welcome({ transport: 'rtp', codec: 'h264' }));
    expect(worker.prepare).toHaveBeenCalledWith('h264');
  });

  it('passes the wish for a keyframe on at once, while frames come by the channel', () => {
    const { receiver, worker, wishes } = stage();
    expect(receiver.lastFrame).toBe(NO_FRAME);
    receiver.take(welcome({ transport: 'frames' }));
    worker.listener?.onFeedback(7, true);
    expect([receiver.lastFrame, receiver.keyframeWanted, wishes()]).toEqual([7, true, 1]);
    worker.listener?.onFeedback(7, true);
    expect(wishes()).toBe(1);
    worker.listener?.onFeedback(9, false);
    expect([receiver.lastFrame, receiver.keyframeWanted, wishes()]).toEqual([9, false, 2]);
    worker.listener?.onFeedback(9, true);
    receiver.take({ type: 'transport', transport: 'rtp' });
    expect([receiver.keyframeWanted, wishes()]).toEqual([false, 4]);
  });

  it('asks for a keyframe where none came at the beginning', () => {
    const { receiver, worker, wishes } = stage();
    receiver.take(welcome({ transport: 'frames' }));
    vi.advanceTimersByTime(249);
    expect(receiver.keyframeWanted).toBe(false);
    vi.advanceTimersByTime(1);
    expect([receiver.keyframeWanted, wishes()]).toEqual([true, 1]);
    worker.listener?.onDrawn();
    expect([receiver.keyframeWanted, wishes()]).toEqual([false, 2]);
  });

  it('asks for none where the first one came in time, or the tracks carry the picture', () => {
    const { receiver, worker } = stage();
    receiver.take(welcome({ transport: 'frames' }));
    worker.listener?.onDrawn();
    vi.advanceTimersByTime(1_000);
    expect(receiver.keyframeWanted).toBe(false);
    receiver.take({ type: 'transport', transport: 'frames' });
    receiver.take({ type: 'transport', transport: 'rtp' });
    vi.advanceTimersByTime(1_000);
    expect(receiver.keyframeWanted).toBe(false);
  });

  it('tells the host how frames meet the display, while frames are what is seen', () => {
    const { receiver, worker, sent } = stage();
    worker.listener?.onDisplay(16.7, 8);
    receiver.take(welcome({ transport: 'frames' }));
    worker.listener?.onDisplay(16.7, 8);
    expect(sent).toEqual([{ type: 'display', intervalMs: 16.7, waitMs: 8 }]);
  });

  it('hears nothing more of the worker after its end', () => {
    const { receiver, worker } = stage();
    receiver.take(welcome({ transport: 'frames' }));
    receiver.close();
    vi.advanceTimersByTime(1_000);
    expect([worker.listener, receiver.keyframeWanted]).toEqual([undefined, false]);
  });
});
