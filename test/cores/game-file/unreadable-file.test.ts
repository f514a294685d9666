import { describe, expect, it } from 'vitest';
import { complaintOf } from '../../../cores/game-file/unreadable-file.js';

describe('what the file system says of a game', () => {
  it.each([
    ['ENOENT', 'game.nes does not exist.'],
    ['ENOTDIR', 'game.nes does not exist.'],
    ['EACCES', 'game.nes may not be read by this user.'],
    ['EPERM', 'game.nes may not be read by this user.'],
    ['EIO', 'game.nes can’t be read (EIO).'],
  ])('%s is put into words', (code, message) => {
    const error = complaintOf('game.nes', Object.assign(new Error(code), { code }));
    expect(error.message).toBe(message);
    expect(error.hint).not.toBe('');
    expect(error.cause).toMatchObject({ code });
  });
});
