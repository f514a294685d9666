#!/usr/bin/env node
// The same command line with oclif's development errors (stack traces), for work on a checkout.
import { execute } from '@oclif/core';

await execute({ development: true, dir: import.meta.url });
