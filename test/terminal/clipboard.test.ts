import { describe, expect, test } from 'vitest';
import { copyToClipboard } from '../../src/terminal/clipboard.js';

describe('the clipboard', () => {
  test('takes a text', async () => {
    let held = '';
    const write = async (text: string) => {
      held = text;
    };
    expect(await copyToClipboard('a link', { write })).toBe(true);
    expect(held).toBe('a link');
  });

  test('that fails is quietly not there', async () => {
    const write = () => Promise.reject(new Error('no display'));
    expect(await copyToClipboard('a link', { write })).toBe(false);
  });

  test('that never answers is given up', async () => {
    const write = () => new Promise<void>(() => {});
    expect(await copyToClipboard('a link', { write, timeoutMs: 1 })).toBe(false);
  });

  test('isn’t looked for where there is no desktop', async () => {
    expect(await copyToClipboard('a link', { platform: 'linux', environment: {} })).toBe(false);
  });
});
