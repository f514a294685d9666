import { join } from 'node:path';
import { expect, test } from 'vitest';
import { debianCore } from '../cores/libretro/cores.js';
import { HOMEBREW } from '../cores/real-cores/homebrew.js';
import { openHost } from './test-host.js';
import { visit } from './visitor.js';

test.each([
  ['nestopia', 'nes.nes'],
  ['bsnes_mercury_performance', 'snes.sfc'],
])('a host runs the libretro core %s ahead, and viewers see and hear it', async (core, image) => {
  const { host, events } = await openHost({
    core: debianCore(core),
    game: join(HOMEBREW, image),
    runAhead: 2,
  });
  const { viewer, welcome } = await visit(host.facts.links.own);
  expect(welcome.title).toBe(image.split('.')[0]);
  await viewer.video.packets.take(60);
  await viewer.audio.packets.take(60);
  // A core that can't be is told of.
  const warnings = events.items.flatMap((event) => (event.event === 'warning' ? [event.message] : []));
  expect(warnings.filter((message) => /without run-ahead: the core/.test(message))).toEqual([]);
});
