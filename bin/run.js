#!/usr/bin/env node
import { runCommandLine } from '../dist/src/terminal/command-line.js';

await runCommandLine(import.meta.url);
