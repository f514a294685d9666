import { expect, test } from 'vitest';
import { filesOfSheet, isSheet } from '../../src/games/game-sheet.js';

test.each([
  [
    'a.cue',
    'FILE "a b.bin" BINARY\r\n  TRACK 01 MODE1/2352\r\nfile c d.wav WAVE\nFILE e.bin\n',
    ['a b.bin', 'c d.wav', 'e.bin'],
  ],
  ['a.cue', 'REM FILE "x.bin" BINARY\nFILE "" BINARY\nTITLE "FILE y.bin"\n', []],
  ['a.CUE', '\ufeffFILE "a.bin" BINARY\nFILE "a.bin" BINARY\n', ['a.bin']],
  ['a.cue', 'FILE ".\\disc\\a.bin" BINARY\n', ['disc/a.bin']],
  [
    'a.m3u',
    '#EXTM3U\n# comment\n\n  one.cue  \ntwo.cue|Second\n"three.cue"\n',
    ['one.cue', 'two.cue', 'three.cue'],
  ],
  ['a.gdi', '3\n1 0 4 2352 track01.bin 0\n2 600 0 2352 "track 02.raw" 0\n', ['track01.bin', 'track 02.raw']],
  ['a.toc', 'CD_ROM\nDATAFILE "a.bin" 10:00\nFILE b.bin 0\n', ['a.bin', 'b.bin']],
  ['a.ccd', '[CloneCD]', ['a.img', 'a.sub', 'a.IMG', 'a.SUB']],
  ['a.nes', 'FILE "a.bin" BINARY', []],
])('%s with %j names %j', (name, text, files) => {
  expect(filesOfSheet(name, Buffer.from(text))).toEqual(files);
});

test('a sheet that is not UTF-8 is Latin-1', () => {
  expect(filesOfSheet('a.cue', Buffer.from('FILE "Pokémon.bin" BINARY', 'latin1'))).toEqual(['Pokémon.bin']);
});

test('a sheet is known by its extension', () => {
  expect(['a.cue', 'b.M3U', 'c.gdi', 'd.ccd', 'e.bin', 'f'].filter(isSheet)).toEqual([
    'a.cue',
    'b.M3U',
    'c.gdi',
    'd.ccd',
  ]);
});
