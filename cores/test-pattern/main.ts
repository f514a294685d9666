#!/usr/bin/env node
import { serve } from '../protocol/serve.js';
import { TestPattern } from './test-pattern.js';

// For tests: `main.js 2` is a game that takes two frames to react.
serve(() => new TestPattern(Number(process.argv[2] ?? 0)));
