import * as v from 'valibot';
import { cost } from './cost.js';
import { distribution } from './distribution.js';
import { amount, count, difference, share } from './fields.js';
import { latency } from './latency.js';

function spread(description: string) {
  return v.optional(v.pipe(distribution, v.description(description)));
}

function part<T extends v.ObjectEntries>(description: string, entries: T) {
  return v.optional(v.pipe(v.object(entries), v.description(description)));
}

const frames = part('Pictures, counted where they were seen; of the measuring viewer behind the host.', {
  made: v.optional(count('Steps of the core.')),
  encoded: v.optional(count('Pictures that came out of the encoder.')),
  sent: v.optional(
    count('Encoded pictures that the host sent to this viewer: none while it waits for a keyframe.'),
  ),
  received: v.optional(count('Pictures that the browser had whole.')),
  decoded: v.optional(count('Pictures that were decoded.')),
  presented: v.optional(count('Pictures that a display tick showed.')),
  dropped: v.optional(count('Pictures that were made and never shown.')),
  repeated: v.optional(count('Display ticks that showed the picture of the tick before.')),
  keyframes: v.optional(count('Keyframes among the encoded pictures.')),
  droppedByHost: v.optional(count('Pictures that a stage of the host dropped because it was behind.')),
  freezes: v.optional(count('Gaps of more than 100 ms between two shown pictures.')),
  longestFreezeMs: v.optional(amount('The longest gap between two shown pictures.')),
  totalFreezeMs: v.optional(amount('All gaps of more than 100 ms between two shown pictures together.')),
  fps: v.optional(amount('Shown pictures per second.')),
});

const join = part('From opening the link to playing.', {
  linkToChannelMs: v.optional(amount('From opening the link until the data channels were open.')),
  linkToFirstFrameMs: v.optional(amount('From opening the link to the first picture.')),
  linkToFirstSoundMs: v.optional(amount('From opening the link to the first sound.')),
});

const picture = part('The picture as it came.', {
  width: v.optional(count('Pixels.')),
  height: v.optional(count('Pixels.')),
  bitrateBps: v.optional(amount('Bits per second of encoded picture.')),
  ssim: v.optional(
    share(
      'Structural similarity of decoded and original pictures in the pixels that encoders take (I420), mean; 1: the same.',
    ),
  ),
  psnrDb: v.optional(
    amount('Peak signal-to-noise ratio of the same, of their mean error; 100 where there was none.'),
  ),
  ssimRgb: v.optional(
    share('The same as `ssim` in RGB, against the core’s own pixels: what halved colours lose is in it.'),
  ),
  psnrRgbDb: v.optional(amount('The same as `psnrDb` in RGB.')),
  compared: v.optional(count('Pictures that were compared.')),
});

const sound = part('The sound as it came.', {
  bitrateBps: v.optional(amount('Bits per second of encoded sound.')),
  concealedShare: v.optional(share('Share of the samples heard that were made up for lost or late ones.')),
  byChannelShare: v.optional(
    share('Share of the samples heard that came by the data channel; the rest came by the track.'),
  ),
  leftOutShare: v.optional(
    share('Samples that were left out so that the rest is heard sooner, as a share of those heard.'),
  ),
  breaks: v.optional(
    count('Times that samples were made up, or that the page’s own player left some out: what may crackle.'),
  ),
  bufferMs: v.optional(amount('What waited in the buffer before it was heard, mean.')),
  delayMs: v.optional(amount('From the core until the sound left the buffer by which it was heard.')),
  audioVideoOffsetMs: v.optional(
    difference('How much later the sound was than its picture; negative: sooner.'),
  ),
});

const networkRelay = part('What the relay of the network profile did, both directions together.', {
  packets: v.optional(count('Packets that came in.')),
  bytes: v.optional(count('Bytes that came in.')),
  delivered: v.optional(count('Packets that went out.')),
  lost: v.optional(count('Packets that were lost on purpose.')),
  overflowed: v.optional(count('Packets that found the queue full.')),
  reordered: v.optional(count('Packets that a later one overtook.')),
});

const pathChanges = part('How a path that changes during the run was got over.', {
  count: v.optional(count('Changes.')),
  freezes: v.optional(count('Gaps of more than 300 ms between two shown pictures, in the whole run.')),
  longestFreezeMs: v.optional(amount('The longest gap between two shown pictures.')),
  slowestRecoveryMs: v.optional(
    amount(
      'From a change until pictures came for a second without a gap of more than 100 ms, of the slowest; the whole phase where they never did.',
    ),
  ),
  reconnectMs: v.optional(amount('The same of changes that cut the viewers’ paths.')),
  seatKept: v.optional(count('Whether the player had the same seat after a cut: 1, or 0.')),
});

const growth = part('What gets worse in the course of a run of a minute or more.', {
  inputToPhotonMsPerHour: v.optional(
    difference('Slope of a straight line through the medians of `inputToPhotonMs` of the run’s ten parts.'),
  ),
  soundDelayMsPerHour: v.optional(difference('The same of `sound.delayMs`.')),
  soundDelayAtStartMs: v.optional(amount('`sound.delayMs` of the first of those ten parts.')),
  soundDelayAtEndMs: v.optional(amount('The same of the last.')),
  soundBufferMsPerHour: v.optional(
    difference('The same slope of `sound.bufferMs`, which is there for every game.'),
  ),
  soundBufferAtStartMs: v.optional(amount('`sound.bufferMs` of the first of those ten parts.')),
  soundBufferAtEndMs: v.optional(amount('The same of the last.')),
});

const fromOutside = part('The same presses seen from outside: a real key to a pixel of the screen.', {
  keyToPixelMs: spread('From the key event of the X server to the changed pixel of the screen.'),
  missed: v.optional(count('Presses that changed nothing in time.')),
  inPageMs: spread('The very same presses, measured in the page that was watched, as `inputToPhotonMs` is.'),
  moreThanInPageMs: v.optional(
    difference(
      'How much longer the median from outside is than that in the page; what is between the X server and the page is in it.',
    ),
  ),
});

const otherViewers = part(
  'Viewers beside the players, without browsers (`cloudgame watch`), from coming in to the end, on one processor where the system can.',
  {
    count: v.optional(count('How many.')),
    joinMs: v.optional(amount('Until the slowest had its first picture.')),
    leastFps: v.optional(amount('Whole pictures per second that the worst of them got.')),
    framesReceived: v.optional(count('Pictures that came whole, of all together.')),
    framesMissing: v.optional(
      count(
        'Pictures that never came, or that nothing could be made of, of all together; over RTP times when some were given up.',
      ),
    ),
    framesLeftOut: v.optional(
      count('Pictures that the host did not send to one of them, for it waits for a keyframe.'),
    ),
    freezes: v.optional(count('Times that the picture of one of them stood still.')),
    longestFreezeMs: v.optional(amount('The longest time without a picture.')),
    cpuShare: v.optional(amount('Share of one core that they took together.')),
  },
);

const neighbours = part(
  'Sessions beside the measured one (`--sessions`): hosts of the same kind with one viewer each.',
  {
    count: v.optional(count('How many.')),
    leastFps: v.optional(amount('Whole pictures per second that the worst of their viewers got.')),
    mostDroppedByHost: v.optional(
      count(
        'Pictures that stages of a host dropped because it was behind, of that host which dropped the most.',
      ),
    ),
  },
);

/** What a run measures. Each part is there only where it was measured: a browser doesn’t tell everything. */
export const measures = {
  ...latency,
  tickIntervalMs: spread('Between one step of the core and the next.'),
  displayIntervalMs: spread('Between one shown picture and the next.'),
  roundTripMs: spread('From the page to the host and back, on the data channel.'),
  eventLoopDelayMs: spread('How late the host’s own thread was.'),
  frames,
  join,
  picture,
  sound,
  cost,
  otherViewers,
  neighbours,
  networkRelay,
  pathChanges,
  growth,
  fromOutside,
};

const measuresObject = v.object(measures);
export type Measures = v.InferOutput<typeof measuresObject>;
