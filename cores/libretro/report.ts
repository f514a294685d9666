#!/usr/bin/env node
import { writeSync } from 'node:fs';
import { CoreError } from '../protocol/core-error.js';
import { readCommandLine } from './command-line.js';
import { reportOn } from './core-report.js';

// Reports on a core, on descriptor 4, as the core protocol has it: standard output is for what cores print.
const TO_HOST = 4;

function answer(): object {
  try {
    return { core: reportOn(readCommandLine(process.argv.slice(2))) };
  } catch (error) {
    if (error instanceof CoreError) return { error: { message: error.message, hint: error.hint } };
    throw error;
  }
}

const json = Buffer.from(JSON.stringify(answer()));
for (let written = 0; written < json.length; ) written += writeSync(TO_HOST, json, written);
