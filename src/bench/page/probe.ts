/// <reference lib="dom" />
import type * as layout from '../../../cores/test-pattern/layout.js';
import type { TransportKind } from '../../protocol/control-message.js';
import type { FrameHeader } from '../../protocol/frame-message.js';
import type {
  BrowserCounts,
  JoinLog,
  LoggedBeep,
  LoggedPicture,
  LoggedPing,
  PageLog,
  PathCounts,
} from './page-log.js';
import type { SoundWatch } from './sound-watch.js';

/** What the benchmark asks of the page that it measures. */
export interface Probe {
  /** Takes out what was written down since the last call. */
  drain(): PageLog;
  join(): JoinLog;
  path(): Promise<PathCounts>;
  counts(): Promise<BrowserCounts>;
  now(): number;
}

/** What the page's hook tells, as far as it is of use here: its own types are not those of this program. */
type TraceRecord =
  | { readonly kind: 'transport'; readonly transport: TransportKind; readonly time: number }
  | {
      readonly kind: 'frame';
      readonly header: FrameHeader;
      readonly bytes: number;
      readonly receivedTime: number;
      readonly decodedTime: number;
      readonly drawnTime: number;
    }
  | { readonly kind: 'frame-dropped'; readonly bytes: number };

type Layout = Pick<typeof layout, 'readFrameNumber' | 'isPatchLit' | 'PATCHES' | 'UNITS_HIGH'>;
type Drawn = Writable<LoggedPicture> & { readonly drawnTime: number };
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type Log = { [Key in keyof PageLog]: PageLog[Key][number][] };

/**
 * Installs the probe, before the page's own scripts. It runs in the page, alone: whatever it uses has to stand in it. It
 * listens at the browser's own interfaces, so that the page is measured as users get it.
 */
export function installProbe(
  { readFrameNumber, isPatchLit, PATCHES, UNITS_HIGH }: Layout,
  watchSound: (onBeep: (beep: LoggedBeep) => void) => SoundWatch,
): Probe {
  /** A picture's jitter buffer delay is told by statistics, which are asked for this often (ms). */
  const STATISTICS_INTERVAL = 200;
  const PING_INTERVAL = 300;
  /** Longer than any answer takes: six seconds. */
  const PINGS_KEPT = 20;
  /** Display ticks that are remembered: two seconds. */
  const TICKS_KEPT = 120;
  /** Reading pixels takes milliseconds: with time stamps to go by, a few pictures a second suffice. */
  const READ_EVERY = 16;
  /** Far from the ids of the page's own pings. */
  const FIRST_PING = 900_000;
  const PLAYER_PACKET_BYTES = 60;

  const emptyLog = (): Log => ({
    inputs: [],
    packets: [],
    pictures: [],
    pings: [],
    transports: [],
    beeps: [],
    looks: [],
  });
  let log = emptyLog();
  const soundWatch = watchSound((beep) => log.beeps.push(beep));
  const join: Writable<JoinLog> = {};
  const peers: RTCPeerConnection[] = [];
  let jitterMs: number | undefined;
  /** Of the `frames` channel, which statistics of tracks don't know. */
  let framesBytes = 0;
  let framesDrawn = 0;
  let framesLost = 0;
  /** Whether the page draws by itself what is seen. */
  let isDrawn = false;
  const ticks: number[] = [];
  /** Pictures that wait for their tick, and the last one that had one. */
  const drawn: Drawn[] = [];
  let newest: Drawn | undefined;

  for (const type of ['keydown', 'keyup'] as const) {
    window.addEventListener(
      type,
      (event) => {
        if (event.repeat) return;
        log.inputs.push({ code: event.code, down: type === 'keydown', time: event.timeStamp });
      },
      { capture: true },
    );
  }

  const { createDataChannel } = RTCPeerConnection.prototype;
  RTCPeerConnection.prototype.createDataChannel = function (this: RTCPeerConnection, label, options) {
    if (!peers.includes(this)) peers.push(this);
    const channel = createDataChannel.call(this, label, options);
    if (label === 'control') watchControl(channel);
    else if (label === 'input') watchInput(channel);
    return channel;
  };

  function watchInput(channel: RTCDataChannel): void {
    const send = channel.send.bind(channel) as unknown as (data: Uint8Array<ArrayBuffer>) => void;
    let held: number | undefined;
    channel.send = (data: unknown) => {
      const packet = data as Uint8Array<ArrayBuffer>;
      const time = performance.now();
      send(packet);
      if (packet.byteLength < PLAYER_PACKET_BYTES) return;
      const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
      const buttons = view.getUint16(12, true);
      if (buttons === held) return;
      held = buttons;
      log.packets.push({ sequence: view.getUint32(4, true), buttons, time });
    };
  }

  function watchControl(channel: RTCDataChannel): void {
    const sent = new Map<number, number>();
    let id = FIRST_PING;
    channel.addEventListener('open', () => {
      join.channelsOpen ??= performance.now();
      const timer = setInterval(() => {
        if (channel.readyState !== 'open') return clearInterval(timer);
        id = id >= 999_999 ? FIRST_PING : id + 1;
        // On a slow path several are under way; those that were lost don't stay for ever.
        const [oldest] = sent.keys();
        if (oldest !== undefined && sent.size >= PINGS_KEPT) sent.delete(oldest);
        sent.set(id, performance.now());
        channel.send(JSON.stringify({ type: 'ping', id }));
      }, PING_INTERVAL);
    });
    channel.addEventListener('message', ({ data }) => {
      const receivedTime = performance.now();
      const message = JSON.parse(String(data)) as { type: string; id?: number; time?: number };
      const sentTime = message.type === 'pong' ? sent.get(message.id ?? -1) : undefined;
      if (sentTime === undefined || message.time === undefined) return;
      log.pings.push({ sentTime, receivedTime, hostTime: message.time } satisfies LoggedPing);
    });
  }

  /** Where pixels are read; only as much of the picture as frame number and patches take. */
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const bottom = Math.max(...PATCHES.map(({ y, height }) => y + height)) / UNITS_HIGH;

  function read(picture: CanvasImageSource, width: number, height: number) {
    const rows = Math.ceil(height * bottom);
    if (canvas.width !== width || canvas.height !== rows) Object.assign(canvas, { width, height: rows });
    context.drawImage(picture, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, rows);
    const lit = PATCHES.reduce(
      (bits, _, seat) => bits | (isPatchLit(data, width, height, seat) ? 1 << seat : 0),
      0,
    );
    return { number: readFrameNumber(data, width, height) ?? 0, lit };
  }

  function watchVideo(video: HTMLVideoElement): void {
    video.requestVideoFrameCallback(function show(_now, metadata) {
      video.requestVideoFrameCallback(show);
      join.firstPicture ??= metadata.expectedDisplayTime;
      const { processingDuration } = metadata;
      const isRead = metadata.rtpTimestamp === undefined || metadata.presentedFrames % READ_EVERY === 0;
      log.pictures.push({
        ...(isRead ? read(video, video.videoWidth, video.videoHeight) : { number: 0 }),
        transport: 'rtp',
        displayTime: metadata.expectedDisplayTime,
        drawnTime: metadata.presentationTime,
        receiveTime: metadata.receiveTime,
        rtpTimestamp: metadata.rtpTimestamp,
        presented: metadata.presentedFrames,
        jitterMs,
        decodeMs: processingDuration === undefined ? undefined : processingDuration * 1000,
      });
    });
  }

  // Drawn pictures are shown by the first tick of the display that begins after that: what is drawn while one is under way
  // waits for the next. The loop of animation frames tells when ticks are.
  requestAnimationFrame(function tick(time) {
    requestAnimationFrame(tick);
    soundWatch.listen();
    ticks.push(time);
    if (ticks.length > TICKS_KEPT) ticks.shift();
    while (drawn.length > 0) {
      const [picture] = drawn as [Drawn];
      const shownAt = ticks.find((start) => start > picture.drawnTime);
      if (shownAt === undefined) break;
      drawn.shift();
      // The tick shows the last picture that was drawn before it.
      if (newest?.displayTime === shownAt) newest.displayTime = null;
      newest = Object.assign(picture, { displayTime: shownAt });
      join.firstPicture ??= shownAt;
      log.pictures.push(picture);
    }
  });

  // What becomes of frames on the way that the page itself draws, only the page can tell (docs/player-page.md).
  (window as { cloudgameTrace?: (record: TraceRecord) => void }).cloudgameTrace = (record) => {
    const { timeOrigin } = performance;
    if (record.kind === 'transport') {
      isDrawn = record.transport === 'frames';
      log.transports.push({ transport: record.transport, time: record.time - timeOrigin });
    } else if (record.kind === 'frame') {
      const { drawnTime, decodedTime, receivedTime } = record;
      framesBytes += record.bytes;
      framesDrawn++;
      drawn.push({
        number: record.header.frame.number,
        transport: 'frames',
        displayTime: null,
        drawnTime: drawnTime - timeOrigin,
        receiveTime: receivedTime - timeOrigin,
        jitterMs: 0,
        decodeMs: decodedTime - receivedTime,
      });
    } else if (record.kind === 'frame-dropped') {
      framesBytes += record.bytes;
      framesLost++;
    }
  };

  document.addEventListener('DOMContentLoaded', () => {
    const video = document.querySelector('video');
    if (video) watchVideo(video);
  });

  /** A connection that takes the place of another counts from zero again. */
  const counted = new Map<string, { before: number; now: number }>();
  function total(name: string, now = 0): number {
    const last = counted.get(name) ?? { before: 0, now: 0 };
    const before = now < last.now ? last.before + last.now : last.before;
    counted.set(name, { before, now });
    return before + now;
  }

  function countsOf({ video, sound }: Pick<Awaited<ReturnType<typeof statistics>>, 'video' | 'sound'>) {
    const canvas = document.querySelector<HTMLCanvasElement>('#canvas');
    return {
      framesReceived: total('framesReceived', video.framesReceived) + framesDrawn + framesLost,
      framesDecoded: total('framesDecoded', video.framesDecoded) + framesDrawn,
      framesDropped: total('framesDropped', video.framesDropped),
      videoBytes: total('videoBytes', video.bytesReceived) + framesBytes,
      soundBytes: total('soundBytes', sound.bytesReceived),
      ...soundWatch.count(sound),
      width: (isDrawn ? canvas?.width : video.frameWidth) ?? 0,
      height: (isDrawn ? canvas?.height : video.frameHeight) ?? 0,
    };
  }

  async function statistics() {
    const objects: Record<string, unknown>[] = [];
    for (const peer of peers) {
      if (peer.connectionState === 'closed') continue;
      // The second audio section carries frames, and no sound.
      const packets = peer.getReceivers().filter(({ track }) => track.kind === 'audio')[1]?.track.id;
      for (const object of (await peer.getStats()).values()) {
        if (packets === undefined || object.trackIdentifier !== packets) objects.push(object);
      }
    }
    const last = (isWanted: (object: Record<string, unknown>) => boolean) =>
      (objects.findLast(isWanted) ?? {}) as Record<string, number | undefined>;
    const inbound = (kind: string) => last(({ type, kind: of }) => type === 'inbound-rtp' && of === kind);
    const transport = last(({ type }) => type === 'transport');
    // Firefox has no statistics of transports; it marks the pair itself.
    const pair = last(
      ({ type, id, selected }) =>
        type === 'candidate-pair' && (id === transport.selectedCandidatePairId || selected === true),
    );
    const remote = last(({ id }) => id !== undefined && id === pair.remoteCandidateId);
    return { video: inbound('video'), sound: inbound('audio'), transport, pair, remote };
  }

  let delay = 0;
  let emitted = 0;
  const watchStatistics = async () => {
    const { video, sound, remote } = await statistics();
    const time = performance.now();
    log.looks.push({ time, ...countsOf({ video, sound }), remotePort: remote.port });
    const { jitterBufferDelay = 0, jitterBufferEmittedCount = 0 } = video;
    if (jitterBufferEmittedCount > emitted) {
      jitterMs = ((jitterBufferDelay - delay) / (jitterBufferEmittedCount - emitted)) * 1000;
      delay = jitterBufferDelay;
      emitted = jitterBufferEmittedCount;
    }
    const isHeard = (sound.jitterBufferEmittedCount ?? sound.totalSamplesReceived ?? 0) > 0;
    if (isHeard) join.firstSound ??= performance.now();
    // Until there is sound its beginning is looked for.
    setTimeout(watchStatistics, isHeard ? STATISTICS_INTERVAL : 20);
  };
  void watchStatistics();

  return {
    drain() {
      const drained = log;
      log = emptyLog();
      return drained;
    },
    join: () => join,
    async counts() {
      return countsOf(await statistics());
    },
    async path() {
      const { transport, pair, remote } = await statistics();
      return {
        remotePort: remote.port,
        packetsSent: transport.packetsSent ?? pair.packetsSent,
        packetsReceived: transport.packetsReceived ?? pair.packetsReceived,
        bytesSent: transport.bytesSent ?? pair.bytesSent,
        bytesReceived: transport.bytesReceived ?? pair.bytesReceived,
      };
    },
    now: () => performance.now(),
  };
}
