#!/usr/bin/env node
import { serve } from '../protocol/serve.js';
import { TestPattern } from './test-pattern.js';

serve(() => new TestPattern());
