import { describe, expect, test } from 'vitest';
import { configurePage, escapeHtml } from '../../src/signalling/player-page.js';

const PAGE = `<head>
<meta name="cloudgame:signalling" content="wss://0.peerjs.com:443/?key=peerjs" />
<meta name="cloudgame:ice-servers" content="stun:a stun:b">
</head>`;

describe('the settings of the player page', () => {
  test('take the place of the built ones', () => {
    expect(configurePage(PAGE, { signalling: 'same-origin', iceServers: [] })).toBe(`<head>
<meta name="cloudgame:signalling" content="same-origin">
<meta name="cloudgame:ice-servers" content="">
</head>`);
  });

  test('hold several ICE servers with spaces between them', () => {
    const page = configurePage(PAGE, { signalling: 'wss://a.example/', iceServers: ['stun:c', 'stun:d'] });
    expect(page).toContain('<meta name="cloudgame:ice-servers" content="stun:c stun:d">');
  });

  test('can’t break out of their attribute, nor use replacement patterns', () => {
    const page = configurePage(PAGE, { signalling: `wss://x/?a="><script>&$&`, iceServers: [] });
    expect(page).toContain('content="wss://x/?a=&#34;&#62;&#60;script&#62;&#38;$&#38;"');
    expect(page).not.toContain('<script>');
  });

  test('are refused by a page without a place for them', () => {
    expect(() => configurePage('<head></head>', { signalling: 'same-origin', iceServers: [] })).toThrow(
      'cloudgame:signalling',
    );
  });

  test('are written with every special letter of HTML escaped', () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe('&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;');
  });
});
