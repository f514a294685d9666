import { describe, expect, test } from 'vitest';
import { encodeBase64Url } from '../../src/protocol/base64url.js';
import { type EventOf, startHost } from '../host-process.js';
import { sharedChromium } from './chromium.js';
import { LyingSignalling } from './lying-signalling.js';
import { PlayerPage } from './player-page.js';

const chromium = sharedChromium();

/** The parts of a link: the page's address, and what stands behind `#`. */
function partsOf(link: string): { page: string; fingerprint: string; token: string } {
  const [page = '', fragment = ''] = link.split('#');
  const [, fingerprint = '', token = ''] = fragment.split('.');
  return { page, fingerprint, token };
}

/** Another letter of base64url at one place of a text. */
function withLetterChanged(text: string, index: number): string {
  const letter = text.at(index) === 'A' ? 'B' : 'A';
  return `${text.slice(0, index)}${letter}${text.slice(index + 1)}`;
}

/** The letter at the end of a text and the next one stand for the same bytes: only one of the two is canonical. */
function withStrayBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1)!) + 1];
}

describe('a link with a letter changed lets nobody in', () => {
  const damaged: [string, (parts: ReturnType<typeof partsOf>) => string][] = [
    ['no version', ({ fingerprint, token }) => `.${fingerprint}.${token}`],
    ['a version that is no number', ({ fingerprint, token }) => `v.${fingerprint}.${token}`],
    ['a fingerprint that is not canonical', (p) => `1.${withStrayBits(p.fingerprint)}.${p.token}`],
    ['a token that is not canonical', (p) => `1.${p.fingerprint}.${withStrayBits(p.token)}`],
    ['a padded token', ({ fingerprint, token }) => `1.${fingerprint}.${token}==`],
    ['a token that was cut off', ({ fingerprint, token }) => `1.${fingerprint}.${token.slice(0, -1)}`],
    ['no token', ({ fingerprint }) => `1.${fingerprint}`],
    ['a part too many', ({ fingerprint, token }) => `1.${fingerprint}.${token}.d3M6.d3M6`],
    [
      'an extra part that is no signalling server',
      ({ fingerprint, token }) => `1.${fingerprint}.${token}.AAAA`,
    ],
  ];

  test('damage that the page sees by itself is told as such, and the host is not asked', async () => {
    const host = await startHost();
    const parts = partsOf(host.ready.links.own);
    const player = await PlayerPage.create(chromium.browser);
    for (const [what, fragmentOf] of damaged) {
      // From page to page, because a new fragment alone would be told apart from a new link by a reload.
      await player.page.goto('about:blank');
      await player.page.goto(`${parts.page}#${fragmentOf(parts)}`);
      expect(await player.waitForState('link-malformed', 'live', 'refused'), what).toBe('link-malformed');
      expect(await player.words()).toContain('This link is damaged');
    }
    await host.nextEvent('stats');
    expect(host.events.filter(({ event }) => event !== 'ready' && event !== 'stats')).toEqual([]);
  });

  test('a link of another version says what to do', async () => {
    const host = await startHost();
    const { page, fingerprint, token } = partsOf(host.ready.links.own);
    const player = await PlayerPage.open(chromium.browser, `${page}#2.${fingerprint}.${token}`);
    expect(await player.waitForState('wrong-version', 'live')).toBe('wrong-version');
    expect(await player.words()).toContain('link version 2, this page speaks 1');
  });

  test('a wrong token is turned away, and the host is told', async () => {
    const host = await startHost();
    const { page, fingerprint, token } = partsOf(host.ready.links.own);
    const player = await PlayerPage.open(
      chromium.browser,
      `${page}#1.${fingerprint}.${withLetterChanged(token, 3)}`,
    );
    expect(await player.waitForState('refused', 'live')).toBe('refused');
    expect(await player.words()).toBe(
      "The host doesn't know this link – The host does not know this link: it was changed on its way, or is no longer valid. Ask for a new one.",
    );
    const warning = await host.event('warning');
    expect(warning.message).toBe('Somebody tried to get in with a wrong token, and was turned away.');
    expect(joinedOf(host)).toEqual([]);
  });

  test('a fingerprint with a letter changed at its beginning finds no host', async () => {
    const host = await startHost();
    const { page, fingerprint, token } = partsOf(host.ready.links.own);
    const player = await PlayerPage.open(
      chromium.browser,
      `${page}#1.${withLetterChanged(fingerprint, 2)}.${token}`,
    );
    expect(await player.waitForState('room-not-found', 'live', 'impostor')).toBe('room-not-found');
    expect(joinedOf(host)).toEqual([]);
  });

  test('a fingerprint with a letter changed at its end finds a host that is not the one of the link', async () => {
    const host = await startHost();
    const { page, fingerprint, token } = partsOf(host.ready.links.own);
    // The room's name at the server is made of the first 20 bytes.
    const player = await PlayerPage.open(
      chromium.browser,
      `${page}#1.${withLetterChanged(fingerprint, 35)}.${token}`,
    );
    expect(await player.waitForState('impostor', 'live')).toBe('impostor');
    expect(joinedOf(host)).toEqual([]);
  });
});

describe('what stands between page and host', () => {
  test('an answer with another fingerprint is refused before anything is sent to its sender', async () => {
    const host = await startHost();
    const lying = await LyingSignalling.open(host.ready.port);
    const { page, fingerprint, token } = partsOf(host.ready.links.own);
    const signalling = encodeBase64Url(new TextEncoder().encode(lying.url));
    const player = await PlayerPage.open(
      chromium.browser,
      `${page}#1.${fingerprint}.${token}.${signalling}`,
      { before: recordMessages },
    );
    expect(await player.waitForState('impostor', 'live', 'refused')).toBe('impostor');
    expect(await player.words()).toContain('Somebody else answered');
    expect(lying.answersChanged).toBe(1);
    expect(lying.seen).not.toContain(token);
    expect(await player.page.evaluate(() => window.sentMessages)).toEqual([]);
    expect(joinedOf(host)).toEqual([]);
  });

  test('a signalling server that only passes on is no hindrance', async () => {
    const host = await startHost();
    const honest = await LyingSignalling.open(host.ready.port, { lies: false });
    const { page, fingerprint, token } = partsOf(host.ready.links.own);
    const signalling = encodeBase64Url(new TextEncoder().encode(honest.url));
    const player = await PlayerPage.open(
      chromium.browser,
      `${page}#1.${fingerprint}.${token}.${signalling}`,
      { before: recordMessages },
    );
    await player.waitForState('live');
    // So the test above would have seen the token, had it been sent.
    expect(await player.page.evaluate(() => window.sentMessages.length)).toBeGreaterThan(0);
    expect(honest.seen).not.toContain(token);
  });

  test('a browser that can’t play the room’s codec gets the picture in the one that every browser plays', async () => {
    const host = await startHost(['--codec', 'h264']);
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own, { before: playing(/vp8/i) });
    expect(await player.waitForState('refused', 'live')).toBe('live');
    expect((await player.frameNumbers(10)).at(-1)).toBeGreaterThan(0);
    await player.page.keyboard.down('KeyX');
    await player.waitForLit(1);
    expect(host.events.filter(({ event }) => event === 'warning')).toEqual([]);
  });

  test('a browser that can play none of what there is is told which ones both sides have', async () => {
    const host = await startHost(['--codec', 'h264']);
    const player = await PlayerPage.open(chromium.browser, host.ready.links.own, { before: playing(/vp9/i) });
    expect(await player.waitForState('refused', 'live')).toBe('refused');
    const words = await player.words();
    expect(words).toContain("This browser can't show the picture");
    expect(words).toMatch(/This room sends H264, and this browser plays VP9\. Try another browser\./);
    const { message } = await host.event('warning');
    expect(message).toMatch(/^A viewer's browser can't play H264 \(it plays VP9\), and was turned away\.$/);
    expect(joinedOf(host)).toEqual([]);
  });
});

function joinedOf(host: { readonly events: readonly { readonly event: string }[] }): unknown[] {
  return host.events.filter((event): event is EventOf<'viewer-joined'> => event.event === 'viewer-joined');
}

declare global {
  interface Window {
    sentMessages: unknown[];
  }
}

/** Runs in the page: keeps what it sends over data channels. */
function recordMessages(): void {
  window.sentMessages = [];
  const prototype = RTCDataChannel.prototype as { send(data: unknown): void };
  const { send } = prototype;
  prototype.send = function (data) {
    window.sentMessages.push(String(data));
    send.call(this, data);
  };
}

/** To be run in the page: a browser that was built with these codecs only. */
function playing(codecs: RegExp): () => void {
  return new Function(`(${offerOnly.toString()})(${codecs})`) as () => void;
}

function offerOnly(wanted: RegExp): void {
  const prototype = RTCPeerConnection.prototype as { createOffer(): Promise<RTCSessionDescriptionInit> };
  const { createOffer } = prototype;
  prototype.createOffer = function (this: RTCPeerConnection) {
    const { codecs } = RTCRtpReceiver.getCapabilities('video')!;
    for (const transceiver of this.getTransceivers()) {
      if (transceiver.receiver.track.kind !== 'video') continue;
      transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => wanted.test(mimeType)));
    }
    return createOffer.call(this);
  };
}
