import { toJsonSchema } from '@valibot/to-json-schema';
import { watchResult } from '../../src/viewer/watch-result.js';

const INTRODUCTION = `# Watching without a browser

\`cloudgame watch LINK\` enters a room by its link as a browser does: it meets the host at the signalling server, checks its
certificate, says hello with the token, and takes picture and sound. It decodes nothing, and counts and checks what comes.

    cloudgame watch "http://localhost:8010/v1/#1…" --duration 10
    cloudgame watch "http://localhost:8010/v1/#1…" --duration 60 --viewers 16 --json

Give it the link for watching. With one for playing it takes a seat, as everybody does who opens that, and sends no input.

- A frame counts when all of it has come and a decoder could take it: what follows on a frame that was lost does not, until
  the next keyframe. Packets that are missing are asked for again over RTP, for half a second; after that, and at once on
  the \`frames\` channel, a keyframe is.
- When each RTP packet came is told to the host ten times a second (transport-wide feedback), as browsers do: what the host sends
  fits the viewer's path, as that of a page. The \`frames\` channel has no such numbers; there the sound's packets tell.
- \`--transport rtp\` or \`frames\` tells the host that the viewer can take nothing else; \`auto\` leaves the choice to it.
- \`--viewers N\` is N people in one process, each with a connection of its own. \`--max-viewers\` of the host has to let
  them in.
- \`--record FILE\` writes the picture of the first viewer as it came: VP8 as IVF, with the times of the frames, and H.264 as
  Annex B, which has none. Sound isn't recorded. A recording holds the codec with which it began.
- Between two programs on one computer a join may take a second longer now and then: the library that stands in for the
  browser here repeats a lost handshake message only then. Browsers don't have this.

It ends after \`--duration\` seconds, counted from when all viewers are in, when the host closes the room, or with Ctrl-C, and
prints the result on standard output: lines for people, or with \`--json\` one JSON object. Exit codes are those of [the
events for scripts](json-events.md): 0 where it watched to the end or the host closed the room, 2 for a link that is none, 5
where the signalling server can't be reached, 6 where there is no way to the host, it lets nobody in, or the connection
broke, 130 after Ctrl-C. What can't begin prints a \`closed\` event with \`--json\` instead.

This page is checked against the program by its tests.

## The result
`;

/** The whole text of docs/watch.md. */
export function watchDocument(): string {
  const { $schema: _, ...schema } = toJsonSchema(watchResult, { ignoreActions: ['finite'] });
  return `${INTRODUCTION}\n\`\`\`json\n${JSON.stringify(schema, undefined, 2)}\n\`\`\`\n`;
}
