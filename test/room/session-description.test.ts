import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import {
  chooseAudioCodec,
  chooseVideoCodec,
  codecNames,
  readViewerOffer,
} from '../../src/room/session-description.js';

const CHROMIUM = await readFile(new URL('../fixtures/offers/chromium-156.sdp', import.meta.url), 'utf8');
const FIREFOX = await readFile(new URL('../fixtures/offers/firefox-order.sdp', import.meta.url), 'utf8');

const VP8 = ['a=rtpmap:96 VP8/90000'];
const SESSION = ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0'];
const AUDIO = ['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=mid:1', 'a=rtpmap:111 opus/48000/2'];
const DATA = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=mid:2'];

function video(...lines: string[]): string[] {
  return ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'a=mid:0', ...lines];
}

function sdp(...sections: string[][]): string {
  return `${[SESSION, ...sections].flat().join('\r\n')}\r\n`;
}

function readVideo(...lines: string[]) {
  return readViewerOffer(sdp(video(...lines), AUDIO, DATA))!.video;
}

describe('the offer of a browser without transport-wide feedback', () => {
  const withoutIt = CHROMIUM.split('\r\n').filter((line) => !line.includes('transport-cc'));
  const offer = readViewerOffer(withoutIt.join('\r\n'))!;

  test('has a way to tell when packets were sent, by which it estimates what comes through', () => {
    for (const codec of [chooseVideoCodec(offer.video, 'vp8'), chooseAudioCodec(offer.audio)])
      expect(codec).toMatchObject({ transportSequenceId: undefined, sendTimeId: 2 });
  });
});

describe('the offer of Chromium', () => {
  const offer = readViewerOffer(CHROMIUM)!;

  test('has a way to take VP8 and the playout delay', () => {
    expect(chooseVideoCodec(offer.video, 'vp8')).toEqual({
      mid: '0',
      payloadType: 96,
      parameters: '',
      playoutDelayId: 5,
      transportSequenceId: 4,
    });
  });

  test('has a way to take H.264, of which the constrained baseline profile with mode 1 is taken', () => {
    expect(chooseVideoCodec(offer.video, 'h264')).toEqual({
      mid: '0',
      payloadType: 108,
      parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
      playoutDelayId: 5,
      transportSequenceId: 4,
    });
  });

  test('has a way to take Opus, without an extension that is the picture’s', () => {
    expect(chooseAudioCodec(offer.audio)).toEqual({
      mid: '1',
      payloadType: 111,
      parameters: 'minptime=10;stereo=1;useinbandfec=1',
      redPayloadType: 63,
      playoutDelayId: undefined,
      transportSequenceId: 4,
    });
  });

  test('names its codecs for people, without the formats for repair', () => {
    expect(codecNames(offer.video)).toEqual(['VP8', 'VP9', 'H264', 'AV1']);
  });
});

describe('the offer in Firefox’s order', () => {
  const offer = readViewerOffer(FIREFOX)!;

  test('has parameters that are found though they stand before their codec', () => {
    expect(chooseVideoCodec(offer.video, 'vp8')).toMatchObject({
      payloadType: 120,
      parameters: 'max-fs=12288;max-fr=60',
    });
  });

  test('has an H.264 without packetization mode, which is passed over', () => {
    expect(chooseVideoCodec(offer.video, 'h264')).toMatchObject({ payloadType: 126 });
  });

  test('has an extension with a direction, whose id is read', () => {
    expect(chooseVideoCodec(offer.video, 'vp8')?.playoutDelayId).toBe(6);
  });

  test('has bundled sections with port 0, which are sections all the same', () => {
    expect(chooseAudioCodec(offer.audio)).toMatchObject({ mid: '1', payloadType: 109 });
  });

  test('has no way to take sound that is sent once more', () => {
    expect(chooseAudioCodec(offer.audio)?.redPayloadType).toBeUndefined();
  });
});

describe('an offer', () => {
  test('may have a second section for audio, which is for the packets of frames', () => {
    const packets = AUDIO.map((line) => line.replace('a=mid:1', 'a=mid:7'));
    expect(readViewerOffer(sdp(video(...VP8), AUDIO, packets, DATA))).toMatchObject({
      audio: { mid: '1' },
      packets: { mid: '7' },
    });
    expect(readViewerOffer(sdp(video(...VP8), AUDIO, DATA))?.packets).toBeUndefined();
  });

  test('may have its sections in any order', () => {
    expect(readViewerOffer(sdp(DATA, AUDIO, video(...VP8)))).toMatchObject({
      video: { mid: '0' },
      audio: { mid: '1' },
    });
  });

  test.each([
    ['111/111', 63],
    ['111/111/111', 63],
    ['111', undefined],
    ['9/9', undefined],
    ['111/9', undefined],
    ['', undefined],
  ])('that names %j to be repeated takes repeated sound as %j', (parameters, payloadType) => {
    const red = ['a=rtpmap:63 red/48000/2', ...(parameters ? [`a=fmtp:63 ${parameters}`] : [])];
    const offer = readViewerOffer(sdp(video(...VP8), [...AUDIO, ...red], DATA))!;
    expect(chooseAudioCodec(offer.audio)?.redPayloadType).toBe(payloadType);
  });

  test('may end its lines with a line feed alone', () => {
    const offer = readViewerOffer(CHROMIUM.replaceAll('\r\n', '\n'))!;
    expect(chooseVideoCodec(offer.video, 'vp8')).toEqual(
      chooseVideoCodec(readViewerOffer(CHROMIUM)!.video, 'vp8'),
    );
  });

  test.each([
    ['no video', [AUDIO, DATA]],
    ['no audio', [video(...VP8), DATA]],
    ['no data channels', [video(...VP8), AUDIO]],
    ['two videos', [video(...VP8), video(...VP8), AUDIO, DATA]],
    ['three audios', [video(...VP8), AUDIO, AUDIO, AUDIO, DATA]],
    ['a second audio instead of data channels', [video(...VP8), AUDIO, AUDIO]],
    ['two sections for data channels', [video(...VP8), AUDIO, DATA, DATA]],
    ['a section of another kind', [video(...VP8), AUDIO, DATA, ['m=text 9 RTP/AVP 98']]],
    ['no section', []],
  ])('with %s is none', (_, sections) => {
    expect(readViewerOffer(sdp(...sections))).toBeUndefined();
  });

  test.each(['', 'garbage', '\r\nm=video', '\u0000\u0001', '{"type":"offer"}'])(
    'that reads %j is none',
    (text) => {
      expect(readViewerOffer(text)).toBeUndefined();
    },
  );

  test('that is huge is none, however well it is made', () => {
    const room = 32 * 1024 - sdp(video(...VP8, 'a='), AUDIO, DATA).length;
    expect(readViewerOffer(sdp(video(...VP8, `a=${'x'.repeat(room)}`), AUDIO, DATA))).toBeDefined();
    expect(readViewerOffer(sdp(video(...VP8, `a=${'x'.repeat(room + 1)}`), AUDIO, DATA))).toBeUndefined();
  });

  test('has no codec by name alone that has no payload type or one out of range', () => {
    const media = readVideo('a=rtpmap:128 VP8/90000', 'a=rtpmap:-1 VP8/90000', 'a=rtpmap:x VP8/90000');
    expect(chooseVideoCodec(media, 'vp8')).toBeUndefined();
  });

  test('has codec names that mean the same in small letters', () => {
    expect(chooseVideoCodec(readVideo('a=rtpmap:96 vp8/90000'), 'vp8')?.payloadType).toBe(96);
  });

  test('has no codec names that could play tricks with who reads them', () => {
    const media = readVideo(
      'a=rtpmap:96 VP8/90000',
      'a=rtpmap:97 \u001b[2J/90000',
      'a=rtpmap:98 \u202e8PV/90000',
      `a=rtpmap:99 ${'X'.repeat(25)}/90000`,
      'a=rtpmap:100 /90000',
    );
    expect(codecNames(media)).toEqual(['VP8']);
  });

  test('names each codec once', () => {
    const media = readVideo('a=rtpmap:96 VP9/90000', 'a=rtpmap:97 rtx/90000', 'a=rtpmap:98 VP9/90000');
    expect(codecNames(media)).toEqual(['VP9']);
  });

  test.each([0, 15, 16, 255])('has no playout delay at id %i, which one-byte extensions have not', (id) => {
    const extension = `a=extmap:${id} http://www.webrtc.org/experiments/rtp-hdrext/playout-delay`;
    expect(chooseVideoCodec(readVideo(...VP8, extension), 'vp8')?.playoutDelayId).toBeUndefined();
  });

  test('has feedback on arrivals only where the codec and the numbers for it are both there', () => {
    const extension = 'a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
    const numbered = (...lines: string[]) =>
      chooseVideoCodec(readVideo(...VP8, ...lines), 'vp8')?.transportSequenceId;
    expect(numbered(extension)).toBeUndefined();
    expect(numbered('a=rtcp-fb:96 transport-cc')).toBeUndefined();
    expect(numbered(extension, 'a=rtcp-fb:97 transport-cc')).toBeUndefined();
    expect(numbered(extension, 'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 transport-cc')).toBe(3);
    expect(numbered(extension, 'a=rtcp-fb:* transport-cc')).toBe(3);
  });

  test('has a playout delay whose parameters behind the name don’t matter', () => {
    const extension = 'a=extmap:14 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay some more';
    expect(chooseVideoCodec(readVideo(...VP8, extension), 'vp8')?.playoutDelayId).toBe(14);
  });
});

describe('the choice among several H.264', () => {
  function choose(...parameters: string[]): number | undefined {
    const lines = parameters.flatMap((text, index) => [
      `a=rtpmap:${100 + index} H264/90000`,
      `a=fmtp:${100 + index} ${text}`,
    ]);
    return chooseVideoCodec(readVideo(...lines), 'h264')?.payloadType;
  }

  test('is none where packets can’t be cut', () => {
    expect(choose('profile-level-id=42e01f', 'packetization-mode=0;profile-level-id=42e01f')).toBeUndefined();
  });

  test('is none where there is no H.264 at all', () => {
    expect(chooseVideoCodec(readVideo(...VP8), 'h264')).toBeUndefined();
  });

  test.each([
    ['the constrained baseline profile', 101, ['4d001f', '42e01f', '42001f']],
    ['of several constrained baselines the first', 100, ['42e01f', '42E034']],
    ['the baseline profile where there is no constrained one', 102, ['64001f', '4d001f', '42001f']],
    ['any profile where there is no baseline: it decodes less', 100, ['64001f', '4d001f']],
  ])('is %s', (_, payloadType, profiles) => {
    expect(choose(...profiles.map((profile) => `packetization-mode=1;profile-level-id=${profile}`))).toBe(
      payloadType,
    );
  });

  test('finds the mode wherever it stands, and takes no other parameter for it', () => {
    expect(choose('profile-level-id=42e01f; packetization-mode=1')).toBe(100);
    expect(choose('x-packetization-mode=1;profile-level-id=42e01f')).toBeUndefined();
    expect(choose('packetization-mode=10;profile-level-id=42e01f')).toBeUndefined();
  });
});
