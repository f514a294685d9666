import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema';
import { EXIT_CODES } from '../../src/errors.js';
import { EVENT_SCHEMAS } from '../../src/host/events.js';

const INTRODUCTION = `# Events for scripts

With \`--json\`, \`cloudgame host\`, \`cloudgame demo\` and \`cloudgame signal\` print events on standard output, each a JSON object on a
line of its own (NDJSON, UTF-8), and nothing else there. Everything for people goes to standard error.

    cloudgame demo --json | jq -r 'select(.event == "ready").links.local'

Every event has \`event\`, its name, and \`time\`. A later version may add events and fields: ignore those that you don't
know. \`ready\` comes once, when viewers can come in; \`stats\` each second; \`closed\` last, whatever ends the process, except for a
second Ctrl-C or a kill. A process that can't start prints \`closed\` alone.

This page is checked against the program by its tests.
`;

const WHEN: Record<keyof typeof EVENT_SCHEMAS, string> = {
  ready: 'Once, as soon as viewers can come in through the local link.',
  link: 'Whenever the public link opens or goes down, or is down for another reason. While it is down, viewers who are in stay in, and the local link works.',
  'viewer-joined': 'When a viewer has shown the token of a link and gets picture and sound.',
  'viewer-left': 'When a viewer has gone. Its seat is kept for a while, so that it can come back to it.',
  action:
    'When somebody paused, saved, loaded or did another thing to the game: the person at the host, or a player who may. `save` comes when the state is on the disk.',
  stats: 'Each second.',
  warning: 'When something went wrong that the host goes on after.',
  closed: 'Last, when the process ends.',
  'signalling-ready': 'Once, by `cloudgame signal`, as soon as peers can register.',
};

const EXIT_CODE_MEANINGS: Record<keyof typeof EXIT_CODES, string> = {
  unexpected: 'something unexpected: a fault of the program',
  usage: 'a wrong command line or setting',
  game: 'the game or its core: no such file, no NES game, a core that does not start',
  ffmpeg: 'no ffmpeg, or one without the encoder',
  signalling: 'the signalling server',
  network: 'the network: a port that is taken, an address that is not there',
  assertion: 'a benchmark’s assertion that doesn’t hold',
  interrupted: 'ended by Ctrl-C or SIGTERM',
};

const CONVERSION: ConversionConfig = {
  // JSON has no other numbers than finite ones, and nothing that could be written to.
  ignoreActions: ['finite', 'readonly'],
  overrideSchema({ valibotSchema, jsonSchema }) {
    const { type, const: only, enum: values } = jsonSchema;
    // Type first, as everywhere else; several types say less than the values themselves.
    if (valibotSchema.type === 'literal' && typeof only === 'string') return { type: 'string', const: only };
    if (valibotSchema.type === 'picklist') return { ...(typeof type === 'string' && { type }), enum: values };
    return undefined;
  },
};

/** The whole text of docs/json-events.md. */
export function jsonEventsDocument(): string {
  const codes = Object.entries(EXIT_CODES).map(([kind, code]) => {
    return `| ${code} | ${EXIT_CODE_MEANINGS[kind as keyof typeof EXIT_CODES]} |`;
  });
  const events = Object.entries(EVENT_SCHEMAS).map(([name, schema]) => {
    const { $schema: _, ...jsonSchema } = toJsonSchema(schema, CONVERSION);
    const json = JSON.stringify(jsonSchema, undefined, 2);
    return `## \`${name}\`\n\n${WHEN[name as keyof typeof WHEN]}\n\n\`\`\`json\n${json}\n\`\`\`\n`;
  });
  return [
    INTRODUCTION,
    `## Exit codes\n\n| code | meaning |\n| ---: | --- |\n| 0 | fine |\n${codes.join('\n')}\n`,
    ...events,
  ].join('\n');
}
