import { describe, expect, test, vi } from 'vitest';
import { BUTTONS } from '../../src/protocol/buttons.js';
import { readHostMessage } from '../../src/protocol/control-message.js';
import { NO_CHOICE } from '../../src/protocol/room-action.js';
import { handOver } from './handed-offer.js';
import { CONNECTION, FINGERPRINT, FORMAT, incidents, makeRoom, openRoom, TOKENS } from './test-room.js';
import { OFFERED, TestViewer } from './test-viewer.js';

const NOT_CONNECTED = 'Somebody opened the link and could not be connected';

describe('a room', () => {
  test('welcomes the holder of the play token to a seat', async () => {
    const { room, events, visit } = openRoom();
    const viewer = visit();
    expect(await viewer.enter(TOKENS.play)).toEqual({
      type: 'welcome',
      version: 1,
      transport: 'rtp',
      codec: 'vp8',
      title: 'Pong',
      seat: 1,
      seats: 2,
      mayPlay: true,
      resume: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      picture: { width: 256, height: 240, aspectRatio: 256 / 240 },
      framesPerSecond: 60,
      state: 'playing',
      buttonLabels: BUTTONS.map((button) => button.toUpperCase()),
      actions: NO_CHOICE,
    });
    expect(await viewer.message('people')).toEqual({ type: 'people', players: 1, watchers: 0 });
    expect(events.items).toEqual([{ kind: 'joined', id: 'v1', seat: 1, resumed: false }]);
    expect([room.seats, room.seatsTaken, room.people.length]).toEqual([2, 1, 1]);
    await viewer.handed.settled;
  });

  test('names the buttons that its core labels, and leaves out those that do nothing', async () => {
    const buttonLabels = new Map([
      [8, 'Jump'],
      [0, 'x'.repeat(300)],
    ]);
    const { visit, room } = openRoom({
      game: { title: 'T'.repeat(300), seats: 1, format: FORMAT, buttonLabels },
    });
    const welcome = await visit().enter(TOKENS.play);
    expect(welcome.buttonLabels).toEqual(
      BUTTONS.map((_, index) => (index === 8 ? 'Jump' : index === 0 ? 'x'.repeat(200) : null)),
    );
    expect(welcome.title).toBe('T'.repeat(200));
    expect(room.seats).toBe(1);
  });

  test('lets the holder of the watch token watch, though seats are free', async () => {
    const { room, visit, events } = openRoom();
    const watcher = visit();
    expect(await watcher.enter(TOKENS.watch)).toMatchObject({ seat: null, mayPlay: false });
    expect(await watcher.message('people')).toEqual({ type: 'people', players: 0, watchers: 1 });
    expect(room.seatsTaken).toBe(0);
    expect(events.items).toEqual([{ kind: 'joined', id: 'v1', seat: undefined, resumed: false }]);
  });

  test('answers pings before and after the hello', async () => {
    const { visit } = openRoom();
    const viewer = visit();
    await viewer.opened;
    await viewer.heard();
    await viewer.enter(TOKENS.play);
    await viewer.heard();
  });

  test('turns a wrong token away, tells the host, and gives nothing', async () => {
    const { room, events, visit } = openRoom();
    const stranger = visit();
    await stranger.hello(TOKENS.strange);
    const { code, message } = await stranger.message('refused');
    expect(code).toBe('token');
    expect(message).toContain('Ask for a new one');
    await stranger.closed;
    expect(stranger.messages.items).toHaveLength(1);
    expect(events.items).toEqual([
      { kind: 'incident', message: 'Somebody tried to get in with a wrong token, and was turned away.' },
    ]);
    expect(room.people).toEqual([]);
  });

  test('turns away a page that speaks other versions only, and says which', async () => {
    const { visit, room } = openRoom();
    const page = visit();
    await page.hello(TOKENS.play, { versions: [2, 3] });
    const { code, message } = await page.message('refused');
    expect(code).toBe('version');
    expect(message).toContain('version 1, the page 2, 3');
    await page.closed;
    expect(room.people).toEqual([]);
  });

  test('takes a page that speaks its version among others', async () => {
    const { visit } = openRoom();
    expect(await visit().enter(TOKENS.play, { versions: [3, 2, 1] })).toMatchObject({ version: 1 });
  });

  test.each([
    { codec: 'h264', codecs: ['vp8'], sent: 'H264', played: 'VP8', other: 'vp8' },
    { codec: 'vp8', codecs: ['h264'], sent: 'VP8', played: 'H264', other: 'h264' },
  ] as const)('tells a browser that plays $played alone, not $sent, and the host as well', async (given) => {
    const { events, visit } = openRoom({ codec: given.codec });
    const viewer = visit({ codecs: given.codecs });
    await viewer.hello(TOKENS.play);
    const { code, message } = await viewer.message('refused');
    expect(code).toBe('codec');
    expect(message).toContain(`This room sends ${given.sent}, and this browser plays ${given.played}.`);
    expect(message).toContain(`--codec ${given.other}`);
    expect(incidents(events)).toEqual([
      `A viewer's browser can't play ${given.sent} (it plays ${given.played}), and was turned away.`,
    ]);
    await viewer.closed;
  });

  test('tells a browser without Opus that it is the sound that it can’t play', async () => {
    const { visit } = openRoom();
    const viewer = visit({}, { changeOffer: (sdp) => sdp.replace('opus/48000/2', 'PCMU/8000') });
    await viewer.hello(TOKENS.play);
    const { message } = await viewer.message('refused');
    expect(message).toBe('This room sends OPUS, and this browser plays PCMU. Try another browser.');
  });

  test('does not say to somebody without the token what it plays', async () => {
    const { visit } = openRoom({ codec: 'h264' });
    const stranger = visit({ codecs: ['vp8'] });
    await stranger.hello(TOKENS.strange);
    expect(await stranger.message('refused')).toMatchObject({ code: 'token' });
  });

  test('takes no more people than it is set to', async () => {
    const { room, visit } = openRoom({ maxViewers: 2 });
    const [first, second, third] = [visit(), visit(), visit()];
    await first.enter(TOKENS.watch);
    await second.enter(TOKENS.play);
    await third.hello(TOKENS.play);
    const { code, message } = await third.message('refused');
    expect(code).toBe('full');
    expect(message).toContain('it takes 2 people');
    await third.closed;
    expect(room.people).toHaveLength(2);
    first.close();
    await second.message('people', second.messages.items.length);
    expect(await visit().enter(TOKENS.play)).toMatchObject({ seat: 2 });
  });

  test('passes over a second hello, whatever it says', async () => {
    const { visit, room } = openRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    await viewer.hello(TOKENS.play);
    await viewer.hello(TOKENS.strange);
    await viewer.heard();
    expect(viewer.messagesOf('welcome')).toHaveLength(1);
    expect(viewer.messagesOf('refused')).toEqual([]);
    expect(room.seatsTaken).toBe(0);
  });

  test('closes channels that it does not know, and a second one of a kind', async () => {
    const { visit } = openRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.play);
    const stray = ['gossip', 'control', 'input', '', '__proto__'].map((label) => viewer.createChannel(label));
    await Promise.all(stray.map((channel) => new Promise<void>((resolve) => channel.onClosed(resolve))));
    expect(stray.map((channel) => channel.isOpen())).toEqual([false, false, false, false, false]);
    // Those that belong to it go on.
    await viewer.heard();
  });

  test('tells what changes: the picture’s shape, a pause with its reason', async () => {
    const { room, visit } = openRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.watch);
    room.setState('recovering', 'r'.repeat(300));
    expect(await viewer.message('state')).toEqual({
      type: 'state',
      state: 'recovering',
      reason: 'r'.repeat(200),
    });
    room.setFormat({ ...FORMAT, width: 320, height: 200, aspectRatio: 1.5 });
    const picture = { width: 320, height: 200, aspectRatio: 1.5 };
    expect(await viewer.message('picture')).toEqual({ type: 'picture', picture });
    expect(await visit().enter(TOKENS.watch)).toMatchObject({ state: 'recovering', picture });
  });

  test('says why it closes to all, in words that fit, and lets go of their connections', async () => {
    const { room, events, visit } = openRoom();
    const viewers = [visit(), visit(), visit()];
    await Promise.all([viewers[0]!.enter(TOKENS.play), viewers[1]!.enter(TOKENS.watch), viewers[2]!.opened]);
    // The third has not said hello yet, and is told all the same.
    await viewers[2]!.heard();
    const reason = `The host ended the game.${'!'.repeat(300)}`;
    room.close(reason);
    room.close('Again.');
    for (const viewer of viewers) {
      expect(await viewer.message('closed')).toEqual({ type: 'closed', reason: reason.slice(0, 200) });
      await viewer.closed;
      expect(viewer.messagesOf('closed')).toHaveLength(1);
    }
    expect(events.items.filter(({ kind }) => kind === 'left')).toHaveLength(2);
    expect(room.people).toEqual([]);
  });
});

describe('an offer to a room', () => {
  test('is answered with the host’s certificate, and with what was offered and is needed', async () => {
    const { visit } = openRoom();
    const viewer = visit();
    const [answer] = await viewer.answers.take(1);
    expect(answer!.verdict).toBe('accepted');
    const [session, video, audio, data] = answer!.sdp.split(/\r\n(?=m=)/);
    expect(session).toContain('a=group:BUNDLE 0 1 2');
    expect(video).toMatch(new RegExp(`^m=video 9 UDP/TLS/RTP/SAVPF ${OFFERED.vp8}\\r\\n`));
    expect(video).toContain('a=sendonly');
    expect(video).toContain(
      `a=extmap:${OFFERED.playoutDelayId} http://www.webrtc.org/experiments/rtp-hdrext/playout-delay`,
    );
    expect(video).toContain(`a=rtcp-fb:${OFFERED.vp8} nack pli`);
    expect(audio).toMatch(new RegExp(`^m=audio 9 UDP/TLS/RTP/SAVPF ${OFFERED.opus}\\r\\n`));
    expect(audio).toContain(`a=fmtp:${OFFERED.opus} minptime=10;stereo=1;sprop-stereo=1`);
    expect(data).toContain('webrtc-datachannel');
    const streams = [video, audio].map((section) => /a=msid:(\S+)/.exec(section!)?.[1]);
    expect(new Set(streams).size).toBe(2);
  });

  test('has no playout delay in its answer that it did not have itself', async () => {
    const { visit } = openRoom();
    const [answer] = await visit({ playoutDelay: false }).answers.take(1);
    expect(answer!.sdp).not.toContain('extmap');
  });

  test('for H.264 is answered with the profile that was offered', async () => {
    const { visit } = openRoom({ codec: 'h264' });
    const [answer] = await visit().answers.take(1);
    expect(answer!.sdp).toContain(`m=video 9 UDP/TLS/RTP/SAVPF ${OFFERED.h264}\r\n`);
    expect(answer!.sdp).toMatch(
      new RegExp(`a=fmtp:${OFFERED.h264} .*packetization-mode=1;profile-level-id=42e01f`),
    );
  });

  test('with its later sections as bundle-only is answered like any other', async () => {
    const { visit } = openRoom();
    const bundled = (sdp: string) =>
      sdp.replace(/m=(audio|application) 9 (.*\r\n)(c=.*\r\n)/g, 'm=$1 0 $2$3a=bundle-only\r\n');
    expect(await visit({}, { changeOffer: bundled }).enter(TOKENS.play)).toMatchObject({ seat: 1 });
  });

  test('whose answer is swapped on its way for one with another certificate is not taken by the viewer', async () => {
    const { events, visit } = openRoom();
    const liar = (sdp: string) => sdp.replace(/(a=fingerprint:sha-256 ..:)../g, '$100');
    const viewer = visit({}, { changeAnswer: liar });
    expect(await viewer.answers.take(1)).toMatchObject([{ verdict: 'impostor' }]);
    viewer.handed.giveUp();
    // The host is told what may be the matter: the page says nothing to whoever lies to it.
    expect(events.items).toEqual([{ kind: 'incident', message: expect.stringContaining(NOT_CONNECTED) }]);
  });

  test('whose answer is given a second certificate on its way is not taken by the viewer', async () => {
    const { visit } = openRoom();
    const added = `a=fingerprint:sha-256 ${'AB:'.repeat(31)}AB`;
    const viewer = visit({}, { changeAnswer: (sdp) => sdp.replace('m=audio', `${added}\r\nm=audio`) });
    expect(await viewer.answers.take(1)).toMatchObject([{ verdict: 'impostor' }]);
  });

  test('that is none is settled without an answer', async () => {
    const { visit, events } = openRoom();
    const viewer = visit({}, { changeOffer: () => 'v=0\r\n' });
    await viewer.handed.settled;
    expect(viewer.answers.items).toEqual([]);
    expect(events.items).toEqual([]);
  });

  test('that WebRTC can’t read is settled, told to the host, and leaves nothing behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { visit, events, room } = openRoom();
      const without = (sdp: string) => sdp.replace(/a=ice-ufrag:.*\r\n/g, '');
      const viewer = visit({}, { changeOffer: without });
      await viewer.handed.settled;
      expect(incidents(events)).toEqual([expect.stringContaining("WebRTC can't read")]);
      expect(viewer.answers.items).toEqual([]);
      vi.advanceTimersByTime(60_000);
      expect(room.people).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test('to a room that is not open yet, or closed, is settled without an answer', async () => {
    for (const prepare of [makeRoom, () => closedRoom()]) {
      const { visit } = prepare();
      const viewer = visit();
      await viewer.handed.settled;
      expect(viewer.answers.items).toEqual([]);
    }
  });

  test('that is given up before the viewer connected makes nobody join or leave, and is reported once', async () => {
    const { room, events } = openRoom();
    for (let time = 0; time < 3; time++) {
      const viewer = new TestViewer({ fingerprint: FINGERPRINT });
      const handed = handOver(viewer, room, CONNECTION, { changeAnswer: () => '' });
      await viewer.answers.take(1);
      handed.giveUp();
    }
    room.close('The end.');
    expect(events.items).toEqual([{ kind: 'incident', message: expect.stringContaining(NOT_CONNECTED) }]);
  });

  test('that its viewer takes back before it is connected is nothing to tell of', async () => {
    const { visit, events } = openRoom();
    const { handed, answers } = visit({}, { changeAnswer: () => 'v=0' });
    await answers.take(1);
    handed.giveUp('withdrawn');
    expect(events.items).toEqual([]);
  });
});

describe('a connection', () => {
  test('whose viewer does not come in within 15 s is closed, however much it talks', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { visit, events } = openRoom();
      const talker = visit();
      await talker.opened;
      vi.advanceTimersByTime(14_000);
      await talker.heard();
      vi.advanceTimersByTime(1_001);
      await talker.closed;
      expect(events.items).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('whose viewer was let in is kept while it pings, and closed after 12 s of silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const { visit, events } = openRoom();
      const viewer = visit();
      await viewer.enter(TOKENS.play);
      for (let round = 0; round < 4; round++) {
        vi.advanceTimersByTime(11_000);
        await viewer.heard();
      }
      vi.advanceTimersByTime(12_001);
      await viewer.closed;
      expect(await events.find(({ kind }) => kind === 'left')).toMatchObject({ reason: 'it fell silent' });
    } finally {
      vi.useRealTimers();
    }
  });

  test('that the viewer closes makes it leave', async () => {
    const { visit, events } = openRoom();
    const viewer = visit();
    await viewer.enter(TOKENS.play);
    viewer.close();
    expect(await events.find(({ kind }) => kind === 'left')).toMatchObject({
      seat: 1,
      reason: 'it closed the connection',
    });
  });
});

function closedRoom() {
  const made = openRoom();
  made.room.close('The end.');
  return made;
}

test('every message to a viewer is one that pages understand', () => {
  // The test viewer throws at any other; here is what it relies on.
  expect(readHostMessage('{"type":"closed","reason":"ok"}')).toBeDefined();
  expect(readHostMessage(JSON.stringify({ type: 'closed', reason: 'x'.repeat(201) }))).toBeUndefined();
});
