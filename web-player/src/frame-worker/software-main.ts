import { serveFrames } from './serve-frames.js';
import { SoftwareScreen } from './software/software-screen.js';

// Only pages from which the browser withholds its own decoders load this one.
serveFrames((canvas) => new SoftwareScreen(canvas));
