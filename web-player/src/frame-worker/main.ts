import { serveFrames } from './serve-frames.js';
import { serveSound } from './serve-sound.js';
import { WebCodecsScreen } from './webcodecs-screen.js';

serveFrames((canvas) => new WebCodecsScreen(canvas), serveSound());
