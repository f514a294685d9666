import { describe, expect, it } from 'vitest';
import { preferStereo } from '../../../web-player/src/connection/offer-description.js';

const offer = (parameters: string) =>
  [
    'm=audio 9 X 111 63',
    'a=rtpmap:63 red/48000/2',
    'a=rtpmap:111 opus/48000/2',
    ...[parameters],
    'a=fmtp:63 111/111',
    '',
  ].join('\r\n');

describe('the offer', () => {
  it('asks for stereo', () => {
    expect(preferStereo(offer('a=fmtp:111 minptime=10;useinbandfec=1'))).toBe(
      offer('a=fmtp:111 minptime=10;useinbandfec=1;stereo=1'),
    );
  });

  it('asks once', () => {
    const asking = offer('a=fmtp:111 stereo=1;minptime=10');
    expect(preferStereo(asking)).toBe(asking);
    const notWanting = offer('a=fmtp:111 minptime=10;stereo=0');
    expect(preferStereo(notWanting)).toBe(notWanting);
  });

  it('is left alone where there is no Opus in it', () => {
    expect(preferStereo('v=0\r\nm=video 9 X 96\r\n')).toBe('v=0\r\nm=video 9 X 96\r\n');
  });
});
