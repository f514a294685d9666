#!/usr/bin/env node
import { serve } from '../protocol/serve.js';
import { readCommandLine } from './command-line.js';
import { LibretroCore } from './libretro-core.js';
import { endWithParent } from './parent-death.js';
import { makeRoomForFrames } from './send-buffer.js';

serve(() => {
  endWithParent();
  makeRoomForFrames();
  return new LibretroCore(readCommandLine(process.argv.slice(2))).asCore();
});
