import { Flags } from '@oclif/core';

/** Flags of `cloudgame bench` that measure from outside the browser. */
export const screenFlags = {
  screen: Flags.boolean({
    summary: 'Measure from outside: from a key of an X server to a pixel of its screen (Linux, with Xvfb).',
  }),
  url: Flags.string({
    summary: 'Measure this page in place of a hosted game, whoever made it.',
    dependsOn: ['screen'],
  }),
  key: Flags.string({
    summary: 'Key to press, as browsers or X name it: Enter, Left, space; KeyX by default.',
    dependsOn: ['screen'],
  }),
  pixel: Flags.string({
    summary: 'Point that answers to the key, as X,Y; it is looked for by default.',
    dependsOn: ['screen'],
  }),
  prepare: Flags.string({
    summary: 'File with JavaScript that gets the page ready once it has loaded.',
    dependsOn: ['url'],
  }),
};
