import { expect, test } from 'vitest';
import { gameTitle } from '../../src/library/game-title.js';

test.each([
  ['Super Game (USA) [!]', 'Super Game', '(USA) [!]'],
  ['Super Game 2 (Europe) (En,Fr,De) (Rev 1)', 'Super Game 2', '(Europe) (En,Fr,De) (Rev 1)'],
  ['Legend of Tests, The - A Link (USA)', 'The Legend of Tests - A Link', '(USA)'],
  ['Abenteuer, Das', 'Das Abenteuer', ''],
  ['Rock, Paper, Scissors', 'Rock, Paper, Scissors', ''],
  ['my_own_game', 'my own game', ''],
  ['snake_case with spaces', 'snake_case with spaces', ''],
  ['(untitled)', '(untitled)', ''],
  ['Half (open', 'Half (open', ''],
  ['', '', ''],
])('%s is "%s" with the tags "%s"', (name, title, tags) => {
  expect(gameTitle(name)).toEqual({ title, tags });
});
