import { describe, expect, it } from 'vitest';
import { encodeBase64Url } from '../../src/protocol/base64url.js';
import { formatFragment, hostPeerId, parseFragment } from '../../src/protocol/link.js';

const fingerprint = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
const token = Uint8Array.from({ length: 16 }, (_, index) => 255 - index);
const fragment = formatFragment({ fingerprint, token });
const encode = (text: string) => encodeBase64Url(new TextEncoder().encode(text));

describe('a link', () => {
  it('is version, fingerprint and token in canonical base64url', () => {
    expect(fragment).toBe('1.AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA.__79_Pv6-fj39vX08_Lx8A');
  });

  it('is read back with and without the #', () => {
    expect(parseFragment(fragment)).toEqual({ fingerprint, token });
    expect(parseFragment(`#${fragment}`)).toEqual({ fingerprint, token });
  });

  it('carries a signalling server of its own', () => {
    const signallingUrl = 'wss://signal.example:9000/path?key=games';
    expect(parseFragment(formatFragment({ fingerprint, token, signallingUrl }))).toEqual({
      fingerprint,
      token,
      signallingUrl,
    });
  });

  it('is empty where nothing stands behind the #', () => {
    expect(parseFragment('')).toEqual({ fault: 'empty' });
    expect(parseFragment('#')).toEqual({ fault: 'empty' });
  });

  it('of another version says which, whatever follows', () => {
    expect(parseFragment('2.whatever+this~means')).toEqual({ fault: 'version', version: 2 });
    expect(parseFragment(fragment.replace('1.', '17.'))).toEqual({ fault: 'version', version: 17 });
  });

  const [version, first, second] = fragment.split('.') as [string, string, string];
  it.each([
    ['no version', `${first}.${second}`],
    ['version 0', `0.${first}.${second}`],
    ['a version with a leading zero', `01.${first}.${second}`],
    ['an endless version', `11111.${first}.${second}`],
    ['no token', `${version}.${first}`],
    ['a fingerprint that is too short', `${version}.${first.slice(0, -4)}.${second}`],
    ['a token that is too long', `${version}.${first}.${second}AAAA`],
    ['a letter cut off', fragment.slice(0, -1)],
    ['a letter added', `${fragment}A`],
    ['padding', `${fragment}==`],
    ['a last letter with stray bits', `${fragment.slice(0, -1)}B`],
    ['ordinary base64', `${version}.${first}.${second.replaceAll('_', '/')}`],
    ['a space', `${fragment} `],
    ['an empty signalling server', `${fragment}.`],
    ['a signalling server that is no URL', `${fragment}.${encode('somewhere')}`],
    ['a signalling server over http', `${fragment}.${encode('http://signal.example/')}`],
    ['a signalling server that is script', `${fragment}.${encode('javascript:alert(1)')}`],
    ['a signalling server in broken UTF-8', `${fragment}.${encodeBase64Url(Uint8Array.of(0x77, 0xff))}`],
    ['a fifth part', `${fragment}.${encode('wss://signal.example/')}.AAAA`],
    ['more than a link can hold', `${fragment}.${encode(`wss://signal.example/${'x'.repeat(1000)}`)}`],
  ])('with %s is malformed', (_what, text) => {
    expect(parseFragment(text)).toEqual({ fault: 'malformed' });
  });

  it('with any one letter changed is malformed or another link, never the same', () => {
    for (let index = 2; index < fragment.length; index++) {
      const letter = fragment[index] === 'x' ? 'y' : 'x';
      const changed = parseFragment(fragment.slice(0, index) + letter + fragment.slice(index + 1));
      expect(changed).not.toEqual({ fingerprint, token });
    }
  });

  it('names the host by its certificate, in letters that every PeerJS server takes', () => {
    expect(hostPeerId(fingerprint)).toBe('cloudgame-0102030405060708090a0b0c0d0e0f1011121314');
    expect(hostPeerId(fingerprint)).toMatch(/^[A-Za-z0-9]+(?:[ _-][A-Za-z0-9]+)*$/);
  });
});
