#!/usr/bin/env node
import { serve } from '../protocol/serve.js';
import { SnakeCore } from './snake-core.js';

serve(() => new SnakeCore());
