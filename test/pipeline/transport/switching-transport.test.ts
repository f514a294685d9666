import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EncodedFrame } from '../../../src/pipeline/frame.js';
import { UNKNOWN_PATH } from '../../../src/pipeline/rate/path-estimate.js';
import { soundBps } from '../../../src/pipeline/rate/sent-beside.js';
import { SharedPayloads } from '../../../src/pipeline/rtp/shared-payloads.js';
import { ChannelCarrier } from '../../../src/pipeline/transport/channel-carrier.js';
import { FramesSound } from '../../../src/pipeline/transport/frames-sound.js';
import { FramesTransport } from '../../../src/pipeline/transport/frames-transport.js';
import { PacketCarrier } from '../../../src/pipeline/transport/packet-carrier.js';
import { RtpTransport } from '../../../src/pipeline/transport/rtp-transport.js';
import { SharedFrameMessages } from '../../../src/pipeline/transport/shared-frame-messages.js';
import { SwitchingTransport } from '../../../src/pipeline/transport/switching-transport.js';
import type { TransportKind } from '../../../src/protocol/control-message.js';
import { FakeChannel, FakeTrack } from './fake-peer.js';

const OVERLAP_MS = 250;
const FIRST_OVERLAP_MS = 1000;
const MESSAGES = new SharedFrameMessages();

/** A transport between two ways that note the numbers of the frames that went there. */
class Crossing {
  readonly video = new FakeTrack();
  readonly audio = new FakeTrack();
  readonly channel = new FakeChannel();
  readonly packets = new FakeTrack();
  readonly transport: SwitchingTransport;
  readonly #frames: FramesTransport;
  readonly #rtp: RtpTransport;
  #number = 0;

  constructor(first: TransportKind) {
    this.#rtp = new RtpTransport({
      video: { track: this.video.asTrack, payloadType: 96, ssrc: 1 },
      audio: { track: this.audio.asTrack, payloadType: 111, ssrc: 2 },
      payloads: new SharedPayloads(),
      onKeyframeWish: () => {},
    });
    this.#frames = new FramesTransport({
      carrier: new ChannelCarrier(this.channel.asChannel, MESSAGES),
      onKeyframeWish: () => {},
      onGap: () => {},
      onTooLarge: () => {},
      roundTripMs: () => undefined,
    });
    this.transport = new SwitchingTransport(this.#rtp, this.#frames, first);
  }

  /** One whose first pictures have come. */
  static begun(first: TransportKind): Crossing {
    const crossing = new Crossing(first);
    crossing.send(`K${'p'.repeat(Math.ceil(FIRST_OVERLAP_MS / 16))}`);
    return crossing;
  }

  /** Lets the page hear sound of the channel. */
  hearChannel(): void {
    this.transport.channelSound = new FramesSound(this.#frames, this.#rtp.sound.redundancy);
  }

  /** Lets frames, and the sound beside them, go in packets. */
  carryByPackets(): void {
    this.#frames.carryBy(
      new PacketCarrier({ track: this.packets.asTrack, payloadType: 109, ssrc: 3 }, MESSAGES),
    );
    this.send('K');
  }

  /** Sends a packet of sound; returns which ways it went. */
  sendSound(): string {
    const beside = () => this.channel.sent.length + this.packets.sent.length;
    const before = [this.audio.sent.length, beside()] as const;
    this.transport.sendSound({ data: Buffer.of(1), timestamp: 0, afterGap: false });
    return `${this.audio.sent.length > before[0] ? 'r' : ''}${beside() > before[1] ? 'f' : ''}`;
  }

  /** Sends frames, 16 ms apart, `K` for a keyframe; returns which way each of them went: `r`, `f`, `b`oth or `-`. */
  send(kinds: string): string {
    return [...kinds]
      .map((kind) => {
        const before = [this.video.sent.length, this.channel.sent.length] as const;
        vi.advanceTimersByTime(16);
        this.transport.sendFrame(frameOf(++this.#number, kind === 'K'));
        const byRtp = this.video.sent.length > before[0];
        const byChannel = this.channel.sent.length > before[1];
        if (byRtp) return byChannel ? 'b' : 'r';
        return byChannel ? 'f' : '-';
      })
      .join('');
  }
}

function frameOf(number: number, keyframe: boolean): EncodedFrame {
  const now = performance.now();
  const stamp = {
    number,
    stepTime: now,
    readyTime: now,
    dueTime: now,
    inputSequences: [],
    inputTimes: [],
  };
  return { stamp, codec: 'vp8', keyframe, units: [Buffer.of(keyframe ? 0x10 : 0x11, number)] };
}

describe('a transport whose pictures change their way', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['rtp', 'frames', 'r', 'f'],
    ['frames', 'rtp', 'f', 'r'],
  ] as const)(
    'from %s to %s goes on with the old one until the keyframe, and a moment longer',
    (from, to, old, next) => {
      const crossing = Crossing.begun(from);
      expect(crossing.send('ppp')).toBe(old.repeat(3));
      crossing.transport.change(to, true);
      expect(crossing.transport.kind).toBe(from);
      expect(crossing.transport.wantedKind).toBe(to);
      expect(crossing.send('ppp')).toBe(old.repeat(3));
      const overlap = Math.ceil(OVERLAP_MS / 16);
      expect(crossing.send(`K${'p'.repeat(overlap + 1)}`)).toBe('b'.repeat(overlap) + next.repeat(2));
      expect(crossing.transport.kind).toBe(to);
    },
  );

  it('begins by both ways, since a <video> shows the first picture sooner', () => {
    const crossing = new Crossing('frames');
    expect(crossing.transport.kind).toBe('frames');
    const overlap = Math.ceil(FIRST_OVERLAP_MS / 16);
    expect(crossing.send(`pK${'p'.repeat(overlap)}`)).toBe(`-${'b'.repeat(overlap)}f`);
  });

  it('goes on by RTP without a gap where a page can’t take the channel after all', () => {
    const crossing = new Crossing('frames');
    expect(crossing.send('Kp')).toBe('bb');
    crossing.transport.change('rtp', false);
    expect(crossing.send('pp')).toBe('rr');
  });

  it('changes without overlap where the page can no longer take the old way', () => {
    const crossing = Crossing.begun('frames');
    crossing.transport.change('rtp', false);
    expect(crossing.transport.kind).toBe('rtp');
    expect(crossing.send('ppKp')).toBe('--rr');
  });

  it('has its sound by RTP all the time, and by the channel as long as pictures come by it and a moment longer', () => {
    const crossing = new Crossing('frames');
    crossing.send('K');
    expect(crossing.sendSound()).toBe('r');
    crossing.hearChannel();
    expect(crossing.sendSound()).toBe('rf');
    crossing.transport.change('rtp', false);
    vi.advanceTimersByTime(OVERLAP_MS);
    expect(crossing.sendSound()).toBe('rf');
    vi.advanceTimersByTime(1);
    expect(crossing.sendSound()).toBe('r');
    // It is there with the first picture, and not after it.
    crossing.transport.change('frames', true);
    expect(crossing.sendSound()).toBe('rf');
    expect(crossing.transport.statistics().bytesSent).toBeGreaterThan(0);
  });

  it('has its sound only by the way that is heard where the path has no room for both', () => {
    const crossing = Crossing.begun('frames');
    crossing.carryByPackets();
    crossing.hearChannel();
    const path = vi.spyOn(crossing.transport, 'path');
    path.mockReturnValue({ ...UNKNOWN_PATH, capacityBps: 600_000 });
    expect(crossing.sendSound()).toBe('rf');
    expect(crossing.transport.beside()).toEqual({ soundBps: 2 * soundBps(0), repairShare: 0 });
    crossing.transport.isChannelHeard = true;
    expect(crossing.sendSound()).toBe('f');
    expect(crossing.transport.beside()).toEqual({ soundBps: soundBps(0), repairShare: 0 });
    crossing.transport.change('rtp', true);
    expect(crossing.sendSound()).toBe('rf');
    crossing.transport.change('frames', true);
    expect(crossing.sendSound()).toBe('f');
    path.mockReturnValue({ ...UNKNOWN_PATH, queueMs: 100 });
    expect(crossing.sendSound()).toBe('f');
    path.mockReturnValue({ ...UNKNOWN_PATH, capacityBps: 6_000_000 });
    expect(crossing.sendSound()).toBe('rf');
  });

  it('has its sound by RTP as well where the channel’s is no packet of which a browser tells: nothing else shows the path', () => {
    const crossing = Crossing.begun('frames');
    crossing.hearChannel();
    crossing.transport.isChannelHeard = true;
    vi.spyOn(crossing.transport, 'path').mockReturnValue({ ...UNKNOWN_PATH, capacityBps: 600_000 });
    expect(crossing.sendSound()).toBe('rf');
  });

  it('stays where it is when the change is taken back before its keyframe', () => {
    const crossing = Crossing.begun('frames');
    crossing.transport.change('rtp', true);
    crossing.transport.change('frames', true);
    expect(crossing.send('pKpp')).toBe('ffff');
  });

  it('can turn round in the middle of the overlap, without a gap on either way', () => {
    const crossing = new Crossing('rtp');
    crossing.send('Kp');
    crossing.transport.change('frames', true);
    expect(crossing.send('Kpp')).toBe('bbb');
    crossing.transport.change('rtp', true);
    expect(crossing.send('pKp')).toBe('bbb');
    expect(crossing.transport.kind).toBe('rtp');
    // After the overlap the channel was left out, and begins anew.
    vi.advanceTimersByTime(OVERLAP_MS);
    expect(crossing.send('pp')).toBe('rr');
    crossing.transport.change('frames', true);
    expect(crossing.send('pKp')).toBe('rbb');
  });

  it('begins anew on a way whose overlap ended while no frame came', () => {
    const crossing = new Crossing('rtp');
    crossing.send('Kp');
    crossing.transport.change('frames', true);
    crossing.send('Kp');
    vi.advanceTimersByTime(OVERLAP_MS);
    crossing.transport.change('rtp', false);
    expect(crossing.send('pKp')).toBe('-rr');
  });

  it('waits for a keyframe that can be sent where the channel is full', () => {
    const crossing = new Crossing('rtp');
    crossing.send('K');
    crossing.transport.change('frames', true);
    crossing.channel.buffered = 1;
    expect(crossing.send('pKp')).toBe('rrr');
    expect(crossing.transport.kind).toBe('rtp');
    crossing.channel.buffered = 0;
    expect(crossing.send('pKp')).toBe('rbb');
  });

  it('sends sound by its track on both ways', () => {
    const crossing = new Crossing('frames');
    crossing.transport.sendSound({ data: Buffer.of(1), timestamp: 0, afterGap: true });
    crossing.transport.change('rtp', false);
    crossing.transport.sendSound({ data: Buffer.of(2), timestamp: 480, afterGap: false });
    expect(crossing.audio.sent).toHaveLength(2);
    const [first, second] = crossing.audio.sent.map((packet) => packet.readUInt16BE(2));
    expect((second! - first!) & 0xffff).toBe(1);
  });

  it('counts what went either way', () => {
    const crossing = new Crossing('rtp');
    crossing.send('Kp');
    crossing.transport.change('frames', true);
    crossing.send('K');
    const bytes = [...crossing.video.sent, ...crossing.channel.sent].reduce(
      (sum, { length }) => sum + length,
      0,
    );
    expect(crossing.transport.statistics()).toMatchObject({ framesSent: 4, bytesSent: bytes });
  });
});
