import { expect, test } from 'vitest';
import { describeDownReason } from '../../src/signalling/down-reason.js';

const URL = 'wss://meet.example.org:9000/?key=secret';

function failure(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  ['unreachable', failure('ENOTFOUND'), /its name is not known to the network; is this computer online\?/],
  ['unreachable', failure('ECONNREFUSED'), /nothing listens there/],
  ['unreachable', failure('ENETUNREACH'), /no way leads there/],
  ['unreachable', failure('DEPTH_ZERO_SELF_SIGNED_CERT'), /its certificate is not trusted/],
  ['unreachable', new Error('Unexpected server response: 404'), /it is no PeerJS server, .*404/],
  ['unreachable', undefined, /it does not answer/],
  ['lost', undefined, /was lost/],
  ['id-taken', undefined, /--new-link/],
  ['refused', undefined, /the key in its URL is wrong/],
] as const)(
  'the reason %s (%s) is worded with the server’s name and without its key',
  (reason, error, words) => {
    const text = describeDownReason(reason, URL, error);
    expect(text).toMatch(words);
    expect(text).toContain('meet.example.org:9000');
    expect(text).not.toContain('secret');
  },
);
