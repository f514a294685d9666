import { describe, expect, it } from 'vitest';
import { chooseSignalling, readIceServers } from '../../../web-player/src/connection/signalling-choice.js';

const http = { protocol: 'http:', host: '192.168.1.5:8080' };
const https = { protocol: 'https:', host: 'play.example' };
const publicServer = 'wss://signal.example/?key=games';

describe('the signalling server', () => {
  it("is the link's where it names one", () => {
    const url = 'wss://own.example/';
    expect(chooseSignalling(url, publicServer, https)).toEqual({ url });
    expect(chooseSignalling('ws://10.0.0.1:9000/', 'same-origin', http)).toEqual({
      url: 'ws://10.0.0.1:9000/',
    });
  });

  it("is else the page's own", () => {
    expect(chooseSignalling(undefined, publicServer, https)).toEqual({ url: publicServer });
  });

  it('is beside the page where the host serves it', () => {
    expect(chooseSignalling(undefined, 'same-origin', http)).toEqual({ url: 'ws://192.168.1.5:8080/signal' });
    expect(chooseSignalling(undefined, 'same-origin', https)).toEqual({ url: 'wss://play.example/signal' });
  });

  it('without encryption is refused by a page over https', () => {
    expect(chooseSignalling('ws://10.0.0.1:9000/', publicServer, https)).toEqual({ fault: 'insecure' });
    expect(chooseSignalling(undefined, 'ws://signal.example/', https)).toEqual({ fault: 'insecure' });
  });

  it.each(['', 'somewhere', 'https://signal.example/', 'same-origin'])(
    'is missing where the page says %j',
    (setting) => {
      expect(chooseSignalling(undefined, setting, { protocol: 'file:', host: '' })).toEqual({
        fault: 'misconfigured',
      });
    },
  );
});

describe('the ICE servers', () => {
  it('are those of the page, apart by spaces', () => {
    expect(readIceServers(' stun:one.example:3478  stuns:two.example ')).toEqual([
      { urls: 'stun:one.example:3478' },
      { urls: 'stuns:two.example' },
    ]);
  });

  it('are none where the page names none, or none that can be used', () => {
    expect(readIceServers('')).toEqual([]);
    expect(readIceServers('https://one.example turn:needs-a-password.example stun:')).toEqual([]);
  });
});
