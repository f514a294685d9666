import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeBase64Url } from '../../../src/protocol/base64url.js';
import type { RefusalCode } from '../../../src/protocol/control-message.js';
import { hostId, link, SessionStage, secret, welcome } from './session-fakes.js';

let stage: SessionStage;

beforeEach(() => {
  vi.useFakeTimers();
  stage = new SessionStage();
});
afterEach(() => {
  stage.session.close();
  vi.useRealTimers();
});

const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 };
const pingsOf = (line: { sent: readonly { type: string }[] }) =>
  line.sent.filter(({ type }) => type === 'ping');

describe('a session on its way to the host', () => {
  it('makes its offer while the signalling server is still being reached', () => {
    stage.line.events.onOffer('offer');
    expect(stage.signalling.sent).toEqual([]);
    stage.signalling.open();
    expect(stage.signalling.sent).toEqual([
      {
        type: 'OFFER',
        dst: hostId,
        payload: { type: 'media', connectionId: 'id0', sdp: { type: 'offer', sdp: 'offer' } },
      },
    ]);
  });

  it('sends candidates after the offer, one by one', () => {
    stage.line.events.onCandidate(candidate);
    stage.signalling.open();
    expect(stage.signalling.sent).toEqual([]);
    stage.line.events.onOffer('offer');
    stage.line.events.onCandidate(candidate);
    expect(stage.signalling.sent.map(({ type }) => type)).toEqual(['OFFER', 'CANDIDATE', 'CANDIDATE']);
  });

  it('takes the answer and the candidates of its host alone', () => {
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.answer({ src: 'somebody else' });
    stage.signalling.answer({ connectionId: 'another connection' });
    stage.signalling.bring({ type: 'CANDIDATE', src: 'x', payload: { connectionId: 'id0', candidate } });
    expect(stage.line.answers).toEqual([]);
    expect(stage.line.candidates).toEqual([]);
    stage.signalling.answer();
    stage.signalling.bring({ type: 'CANDIDATE', src: hostId, payload: { connectionId: 'id0', candidate } });
    expect(stage.line.answers).toEqual(['answer']);
    expect(stage.line.candidates).toEqual([candidate]);
  });

  it('takes a single answer', () => {
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.answer();
    stage.signalling.answer({ sdp: 'another' });
    expect(stage.line.answers).toEqual(['answer']);
  });

  it('goes no further with a host that is not the one of the link', () => {
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.answer({ sdp: 'forged' });
    expect(stage.situation).toEqual({ state: 'impostor' });
    expect(stage.line.closed).toBe(true);
    expect(stage.line.sent).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(stage.lines).toHaveLength(1);
  });

  it('shows its token to the host once the channel is open', () => {
    stage.reachHost();
    expect(stage.line.sent).toEqual([
      {
        type: 'hello',
        versions: [1],
        token: encodeBase64Url(link.token),
        abilities: { transports: ['frames', 'rtp'] },
      },
    ]);
  });

  it('tells those who measure how far it is, and between which times the host read its clock', () => {
    stage.enter();
    vi.advanceTimersByTime(250);
    stage.line.say({ type: 'pong', id: 0, time: 1234.5 });
    expect(stage.records).toMatchObject([
      { kind: 'milestone', name: 'control-open' },
      { kind: 'milestone', name: 'welcome' },
      { kind: 'clock', hostTime: 1234.5 },
    ]);
    stage.line.say({ type: 'pong', id: 17, time: 2000 });
    expect(stage.records).toHaveLength(3);
  });

  it('hands its receiver what the host says, from the welcome on', () => {
    stage.reachHost();
    stage.line.say({ type: 'transport', transport: 'frames' });
    stage.line.say(welcome({ transport: 'frames' }));
    stage.line.say({ type: 'transport', transport: 'rtp' });
    expect(stage.line.taken.map(({ type }) => type)).toEqual(['welcome', 'transport']);
  });

  it('says that the room is not found, and finds it when it is there', () => {
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.bring({ type: 'EXPIRE', src: hostId });
    expect(stage.situation).toEqual({ state: 'room-not-found' });
    vi.advanceTimersByTime(2_000);
    expect(stage.lines).toHaveLength(2);
    expect(stage.signallings).toHaveLength(1);
    expect(stage.situation).toEqual({ state: 'room-not-found' });
    stage.enter();
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('says that the host does not answer, and tries again', () => {
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    vi.advanceTimersByTime(10_000);
    expect(stage.situation).toEqual({ state: 'no-answer' });
    vi.advanceTimersByTime(500);
    expect(stage.lines).toHaveLength(2);
  });

  it('says that there is no path where the answer leads nowhere', () => {
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.answer();
    stage.line.events.onLost();
    expect(stage.situation).toEqual({ state: 'no-path' });
    vi.advanceTimersByTime(500);
    stage.line.events.onOffer('offer');
    stage.signalling.answer();
    vi.advanceTimersByTime(15_000);
    expect(stage.situation).toEqual({ state: 'no-path' });
    expect(stage.lines[1]?.closed).toBe(true);
  });

  it('says that the host does not answer where the channel opens and nothing is said', () => {
    stage.reachHost();
    vi.advanceTimersByTime(15_000);
    expect(stage.situation).toEqual({ state: 'no-answer' });
  });

  it('says that the signalling server is out of reach, and goes on when it is back', () => {
    stage.line.events.onOffer('offer');
    stage.signalling.events.onDown('unreachable');
    expect(stage.situation).toEqual({ state: 'signalling-unreachable' });
    stage.signalling.open();
    expect(stage.situation).toEqual({ state: 'connecting', step: 'host' });
    expect(stage.signalling.sent).toHaveLength(1);
  });

  it('says that the signalling server is full', () => {
    stage.signalling.events.onDown('refused');
    expect(stage.situation).toEqual({ state: 'signalling-refused' });
  });
});

describe('a session in the room', () => {
  it('shows the seat once the picture is there, and gives the registration up', () => {
    stage.reachHost();
    stage.line.say(welcome({ seat: 2 }));
    expect(stage.situation).toEqual({ state: 'connecting', step: 'picture' });
    expect(stage.signalling.closed).toBe(true);
    stage.session.pictureShown();
    expect(stage.situation).toEqual({ state: 'live', seat: 2 });
    expect(stage.memory.secret).toBe(secret);
    expect(stage.welcomes).toHaveLength(1);
  });

  it('follows what the host says', () => {
    stage.enter({ seat: null });
    expect(stage.situation).toEqual({ state: 'watching', mayPlay: true });
    stage.line.say({ type: 'seat', seat: 1 });
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
    stage.line.say({ type: 'state', state: 'paused' });
    expect(stage.situation).toMatchObject({ state: 'paused' });
    stage.line.say({ type: 'people', players: 1, watchers: 0 });
    expect(stage.messages.map(({ type }) => type)).toEqual(['welcome', 'seat', 'state', 'people']);
  });

  it('ignores what is no message, and what comes before the welcome', () => {
    stage.reachHost();
    stage.line.events.onControlMessage('{"type":"seat","seat":"<b>"}');
    stage.line.say({ type: 'seat', seat: 5 });
    expect(stage.messages).toEqual([]);
    stage.line.say(welcome({}));
    stage.line.say(welcome({ title: 'Another' }));
    expect(stage.messages).toHaveLength(1);
  });

  it('refuses a host of another version', () => {
    stage.reachHost();
    stage.line.say(welcome({ version: 2 }));
    expect(stage.situation).toEqual({ state: 'wrong-version', version: 2 });
    expect(stage.welcomes).toEqual([]);
  });

  it('pings twice a second and knows the round trip', () => {
    stage.enter();
    vi.advanceTimersByTime(250);
    vi.advanceTimersByTime(30);
    expect(pingsOf(stage.line)).toEqual([{ type: 'ping', id: 0 }]);
    stage.line.say({ type: 'pong', id: 0 });
    expect(stage.session.roundTrip).toBe(30);
  });

  it('reconnects at once when the connection breaks, and claims its seat', () => {
    stage.enter();
    stage.line.events.onLost();
    expect(stage.situation).toEqual({ state: 'reconnecting' });
    expect(stage.linesClosed).toBe(1);
    vi.advanceTimersByTime(0);
    expect(stage.lines).toHaveLength(2);
    expect(stage.signallings).toHaveLength(2);
    stage.enter();
    expect(stage.line.sent[0]).toMatchObject({ type: 'hello', resume: secret });
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('says what the trouble is while it reconnects', () => {
    stage.enter();
    stage.line.events.onLost();
    vi.advanceTimersByTime(0);
    stage.signalling.events.onDown('unreachable');
    expect(stage.situation).toEqual({ state: 'reconnecting', trouble: 'signalling-unreachable' });
    stage.signalling.open();
    expect(stage.situation).toEqual({ state: 'reconnecting' });
  });

  it('slows down where every new connection breaks again', () => {
    stage.enter();
    const begun: number[] = [];
    for (let loss = 0; loss < 5; loss++) {
      const lines = stage.lines.length;
      const lostAt = Date.now();
      stage.line.events.onLost();
      while (stage.lines.length === lines) vi.advanceTimersByTime(1);
      begun.push(Date.now() - lostAt);
      stage.enter();
    }
    expect(begun[0]).toBeLessThanOrEqual(1);
    expect(begun[1]).toBeGreaterThanOrEqual(375);
    expect(begun[4]).toBeGreaterThan(2 * begun[2]!);
  });

  it('says that the host is gone when it is told so, and waits for it', () => {
    stage.enter();
    stage.line.say({ type: 'closed', reason: 'The host ended the game' });
    expect(stage.situation).toEqual({ state: 'host-gone', reason: 'The host ended the game' });
    vi.advanceTimersByTime(2_000);
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.bring({ type: 'EXPIRE', src: hostId });
    expect(stage.situation).toEqual({ state: 'host-gone', reason: 'The host ended the game' });
    vi.advanceTimersByTime(10_000);
    stage.enter();
    expect(stage.situation).toEqual({ state: 'live', seat: 1 });
  });

  it('says so also when a picture that was on its way is shown after that', () => {
    stage.enter();
    stage.line.say({ type: 'closed', reason: 'The host ended the game' });
    stage.session.pictureShown();
    expect(stage.situation).toEqual({ state: 'host-gone', reason: 'The host ended the game' });
  });

  it('says that the host is gone when it vanished without a word', () => {
    stage.enter();
    stage.line.events.onLost();
    vi.advanceTimersByTime(0);
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.bring({ type: 'EXPIRE', src: hostId });
    expect(stage.situation).toEqual({ state: 'host-gone' });
  });
});

describe('a session that was refused', () => {
  it.each<RefusalCode>(['token', 'version', 'codec', 'full', 'replaced', 'misbehaviour'])(
    'for %s does nothing by itself, and tries again when asked',
    (code) => {
      stage.reachHost();
      stage.line.say({ type: 'refused', code, message: 'No.' });
      expect(stage.situation).toEqual({ state: 'refused', code, message: 'No.' });
      expect(stage.line.closed).toBe(true);
      stage.session.hurry();
      vi.advanceTimersByTime(120_000);
      expect(stage.lines).toHaveLength(1);
      stage.session.retryNow();
      expect(stage.lines).toHaveLength(2);
      expect(stage.situation).toEqual({ state: 'connecting', step: 'signalling' });
    },
  );
});

describe('a session in a hurry', () => {
  it('tries at once instead of waiting', () => {
    stage.line.events.onOffer('offer');
    stage.signalling.open();
    stage.signalling.bring({ type: 'EXPIRE', src: hostId });
    stage.session.hurry();
    expect(stage.lines).toHaveLength(2);
    vi.advanceTimersByTime(9_000);
    expect(stage.lines).toHaveLength(2);
  });

  it('asks the signalling server anew where that was the trouble', () => {
    stage.signalling.events.onDown('unreachable');
    stage.session.hurry();
    expect(stage.signallings).toHaveLength(2);
    expect(stage.signallings[0]?.closed).toBe(true);
  });

  it('leaves alone what holds or is under way', () => {
    stage.session.hurry();
    stage.session.retryNow();
    expect(stage.lines).toHaveLength(1);
    stage.enter();
    stage.session.hurry();
    expect(stage.lines).toHaveLength(1);
    expect(stage.line.closed).toBe(false);
  });
});

describe('a closed session', () => {
  it('lets go of everything and shows nothing more', () => {
    stage.enter();
    const shown = stage.situations.length;
    stage.session.close();
    stage.session.close();
    expect(stage.line.closed).toBe(true);
    stage.session.retryNow();
    vi.advanceTimersByTime(60_000);
    expect(stage.lines).toHaveLength(1);
    expect(stage.situations).toHaveLength(shown);
  });
});
