import { serveFrames } from './serve-frames.js';
import { WebCodecsScreen } from './webcodecs-screen.js';

serveFrames((canvas) => new WebCodecsScreen(canvas));
