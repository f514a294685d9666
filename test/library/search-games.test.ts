import { expect, test } from 'vitest';
import { searchOver } from '../../src/library/search-games.js';

const GAMES = [
  ['Super Quest', '(USA)', 'NES'],
  ['Quest for Gold', '(Europe) [!]', 'Game Boy'],
  ['Pokémon’s Conquest', '', 'Game Boy'],
].map(([title, tags, system]) => ({ title: title!, tags: tags!, system, path: `/roms/${title}.x` }));
const search = searchOver(GAMES);

test.each([
  ['', ['Super Quest', 'Quest for Gold', 'Pokémon’s Conquest']],
  ['quest', ['Quest for Gold', 'Super Quest', 'Pokémon’s Conquest']],
  ['gold quest', ['Quest for Gold']],
  ['POKEMONS', ['Pokémon’s Conquest']],
  ['europe [!]', ['Quest for Gold']],
  ['boy', ['Quest for Gold', 'Pokémon’s Conquest']],
  ['/roms/super', ['Super Quest']],
  ['quest nothing', []],
])('"%s" finds %j', (words, titles) => {
  expect(search(words).map(({ title }) => title)).toEqual(titles);
});
