import * as v from 'valibot';
import { count, text } from './fields.js';

/** Where it was measured, so that a report stands by itself. */
export const machine = v.object({
  cpu: text('Model of the processor.'),
  cores: count('Logical processors.'),
  memoryBytes: count('Memory of the machine.'),
  os: text('Operating system and its version.'),
  node: text('Version of Node.'),
  cloudgame: text('Version of cloudgame.'),
  ffmpeg: v.optional(text('Version of ffmpeg.')),
  browsers: v.pipe(
    v.array(v.object({ name: text('As combinations name it.'), version: text('Its version.') })),
    v.maxLength(20),
    v.description('The browsers that measured.'),
  ),
});
export type Machine = v.InferOutput<typeof machine>;
