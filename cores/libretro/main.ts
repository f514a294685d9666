#!/usr/bin/env node
import { serve } from '../protocol/serve.js';
import { readCommandLine } from './command-line.js';
import { LibretroCore } from './libretro-core.js';
import { endWithParent } from './parent-death.js';

serve(() => {
  endWithParent();
  return new LibretroCore(readCommandLine(process.argv.slice(2))).asCore();
});
