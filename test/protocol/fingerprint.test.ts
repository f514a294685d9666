import { describe, expect, it } from 'vitest';
import { formatFingerprint, isPinnedDescription } from '../../src/protocol/fingerprint.js';

const pinned = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
const other = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + (index === 31 ? 1 : 0));
const line = (bytes: Uint8Array) => `a=fingerprint:sha-256 ${formatFingerprint(bytes)}`;
const describeWith = (...lines: string[]) => ['v=0', 's=-', ...lines, 'm=video 9 X 96', ''].join('\r\n');

describe('the fingerprint of a description', () => {
  it('is written in upper-case pairs with colons', () => {
    expect(formatFingerprint(Uint8Array.of(0, 10, 255))).toBe('00:0A:FF');
  });

  it('is the pinned one', () => {
    expect(isPinnedDescription(describeWith(line(pinned)), pinned)).toBe(true);
  });

  it('may stand in every section and in either case', () => {
    const sdp = describeWith(line(pinned), line(pinned).toLowerCase());
    expect(isPinnedDescription(sdp, pinned)).toBe(true);
  });

  it.each([
    ['there is none', describeWith()],
    ['it is another', describeWith(line(other))],
    ['another stands beside it', describeWith(line(pinned), line(other))],
    ['another stands before it', describeWith(line(other), line(pinned))],
    ['another stands in a media section', `${describeWith(line(pinned))}${line(other)}\r\n`],
    ['another hides behind a bare line break', describeWith(`${line(pinned)}\n${line(other)}`)],
    ['another hides behind a bare carriage return', describeWith(`${line(pinned)}\r${line(other)}`)],
    ['another is written in capitals', describeWith(line(pinned), line(other).toUpperCase())],
    ['another is written without its colon', describeWith(line(pinned), line(other).replace(':', ' '))],
    ['another is indented', describeWith(line(pinned), ` ${line(other)}`)],
    ['its hash is another', describeWith(line(pinned).replace('sha-256', 'sha-1'))],
    ['it is cut short', describeWith(line(pinned).slice(0, -3))],
    ['it is too long', describeWith(`${line(pinned)}:00`)],
  ])('is refused where %s', (_what, sdp) => {
    expect(isPinnedDescription(sdp, pinned)).toBe(false);
  });
});
