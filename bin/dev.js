#!/usr/bin/env node
// The same command line with oclif's development warnings, for work on a checkout.
import { settings } from '@oclif/core';
import { runCommandLine } from '../dist/src/terminal/command-line.js';

process.env.NODE_ENV = 'development';
settings.debug = true;
await runCommandLine(import.meta.url);
