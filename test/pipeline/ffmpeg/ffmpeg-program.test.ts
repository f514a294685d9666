import { describe, expect, it } from 'vitest';
import { CloudgameError } from '../../../src/errors.js';
import { findFfmpeg, readBanner } from '../../../src/pipeline/ffmpeg/ffmpeg-program.js';
import { TemporaryFolder } from '../temporary-folder.js';

function banner(version: string, years: string): string {
  return [
    `ffmpeg version ${version} Copyright (c) ${years} the FFmpeg developers`,
    'built with gcc 12 (Debian 12.2.0-14+deb12u1)',
    'libavutil      57. 28.100 / 57. 28.100',
  ].join('\n');
}

async function failureOf(codec: 'vp8' | 'h264', given: string): Promise<CloudgameError> {
  const failure = await findFfmpeg(codec, given).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(CloudgameError);
  return failure as CloudgameError;
}

/** A program that answers as an ffmpeg with these encoders does. */
function fakeFfmpeg(...encoders: string[]): string {
  const list = encoders.map((name) => ` V....D ${name} an encoder`).join('\n');
  return `#!/bin/sh\nif [ "$1" = -version ]; then echo 'ffmpeg version 9.9 Copyright'; else cat <<'END'\n${list}\nEND\nfi\n`;
}

describe('the banner of an ffmpeg', () => {
  it.each([
    ['5.1.9-0+deb12u1', '2000-2026', true],
    ['5.1', '2000-2022', true],
    ['5.0.3', '2000-2022', false],
    ['4.1', '2000-2018', false],
    ['4.4.2-0ubuntu0.22.04.1', '2000-2021', false],
    ['6.0', '2000-2023', true],
    ['7.0-static', '2000-2024', true],
    ['7.0.2-full_build-www.gyan.dev', '2000-2024', true],
    ['n6.1.1', '2000-2023', true],
    ['n4.4', '2000-2021', false],
    ['10.0', '2000-2030', true],
    ['N-47683-g0e8eb07980-static', '2000-2018', false],
    ['N-109542-g0e8eb07980', '2000-2023', true],
    ['git-2020-05-01-9d5e1d0', '2000-2020', false],
    ['2024-06-13-git-0060a368b1-full_build', '2000-2024', true],
  ])('of %s (%s) tells whether it takes -fps_mode: %s', (version, years, hasFpsMode) => {
    expect(readBanner(banner(version, years))).toEqual({ version, hasFpsMode });
  });

  it('that says nothing is taken for an old one', () => {
    expect(readBanner('')).toEqual({ version: 'unknown', hasFpsMode: false });
    expect(readBanner('avconv version 12')).toEqual({ version: 'unknown', hasFpsMode: false });
  });
});

describe('looking for ffmpeg', () => {
  it('finds one on this machine for either codec', async () => {
    for (const codec of ['vp8', 'h264'] as const) {
      const found = await findFfmpeg(codec);
      expect(found.version).not.toBe('unknown');
    }
  });

  it('takes the one that is named, where it has the encoders', async () => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file('ffmpeg', fakeFfmpeg('libvpx', 'libopus'), 0o755);
    expect(await findFfmpeg('vp8', path)).toEqual({
      path,
      version: '9.9',
      hasFpsMode: true,
      codecs: ['vp8'],
    });
  });

  it('says which encoders the named one lacks, and what to do', async () => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file('ffmpeg', fakeFfmpeg('libvpx'), 0o755);
    expect(await failureOf('h264', path)).toMatchObject({
      kind: 'ffmpeg',
      exitCode: 4,
      message: `No ffmpeg that can encode H264 and Opus was found (${path}: it was built without libx264 and libopus).`,
      hint: expect.stringContaining('apt install ffmpeg'),
    });
  });

  it('does not take an encoder for another one whose name begins alike', async () => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file('ffmpeg', fakeFfmpeg('libvpx-vp9', 'libopus'), 0o755);
    expect((await failureOf('vp8', path)).message).toContain('it was built without libvpx)');
  });

  it('says that the named one is not there, and tries no other', async () => {
    const { message } = await failureOf('vp8', '/nowhere/ffmpeg');
    expect(message).toBe(
      'No ffmpeg that can encode VP8 and Opus was found (/nowhere/ffmpeg: it is not there).',
    );
  });

  it('says that the named one may not be executed', async () => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file('ffmpeg', fakeFfmpeg());
    expect((await failureOf('vp8', path)).message).toContain(`${path}: it may not be executed`);
  });

  it('says how the named one fails', async () => {
    await using folder = await TemporaryFolder.make();
    const path = await folder.file('ffmpeg', '#!/bin/sh\nexit 3\n', 0o755);
    expect((await failureOf('vp8', path)).message).toContain(`${path}: it does not run (exit code 3)`);
  });
});
