import type { Pipeline, PipelineStatistics } from '../pipeline/pipeline.js';
import { UNKNOWN_PATH } from '../pipeline/rate/path-estimate.js';
import type { RenditionStatistics } from '../pipeline/rendition/rendition-statistics.js';
import type { Room } from '../room/room.js';
import type { Viewer } from '../room/viewer.js';
import type { RenditionFacts, UntimedStats, ViewerStatistics } from './events.js';

/** Turns the counters of pipeline and room into the rates of the time since it was last asked. */
export class StatisticsSampler {
  readonly #pipeline: Pipeline;
  readonly #room: Room;
  #last: PipelineStatistics;
  #lastTime = performance.now();
  readonly #lastBytes = new WeakMap<Viewer, number>();

  constructor(pipeline: Pipeline, room: Room) {
    this.#pipeline = pipeline;
    this.#room = room;
    this.#last = pipeline.statistics();
  }

  sample(): UntimedStats {
    const now = performance.now();
    const seconds = Math.max(0.001, (now - this.#lastTime) / 1000);
    const current = this.#pipeline.statistics();
    const last = this.#last;
    this.#last = current;
    this.#lastTime = now;
    const { people, seatsTaken, state } = this.#room;
    const perSecond = (from: number, to: number) => round((to - from) / seconds, 2);
    const bytes = ({ videoBytes, soundBytes }: PipelineStatistics) => videoBytes + soundBytes;
    return {
      state,
      fps: perSecond(last.steps, current.steps),
      encodedFps: perSecond(last.framesEncoded, current.framesEncoded),
      framesDropped: current.framesDropped + current.framesSkipped,
      bitrateBps: Math.round(perSecond(bytes(last), bytes(current)) * 8),
      seatsTaken,
      watchers: people.length - seatsTaken,
      viewers: people.map((viewer) => this.#viewer(viewer, seconds)),
      renditions: current.renditions.map(renditionFacts),
      eventLoopDelayMs: round(current.eventLoopDelayMs, 2),
      encoderRestarts: current.encoderRestarts,
      coreRestarts: current.coreRestarts,
    };
  }

  #viewer(viewer: Viewer, seconds: number): ViewerStatistics {
    const statistics = viewer.transport?.statistics();
    const bytes = statistics?.bytesSent ?? 0;
    const since = bytes - (this.#lastBytes.get(viewer) ?? 0);
    this.#lastBytes.set(viewer, bytes);
    const roundTripMs = statistics?.roundTripMs;
    const path = viewer.transport?.path(performance.now()) ?? UNKNOWN_PATH;
    return {
      id: viewer.id,
      seat: viewer.seat ?? null,
      roundTripMs: roundTripMs === undefined ? null : round(roundTripMs, 1),
      lossPercent: roundTripMs === undefined || !statistics ? null : round(statistics.fractionLost * 100, 1),
      bitrateBps: Math.round((since * 8) / seconds),
      capacityBps: path.capacityBps === undefined ? null : Math.round(path.capacityBps),
      queueMs: round(path.queueMs, 1),
      silentMs: Math.round(path.silentMs),
      rendition: (viewer.transport && this.#pipeline.renditions.placeOf(viewer.transport)) ?? null,
      transport: viewer.transport?.kind ?? 'rtp',
      candidateType: viewer.connection.candidateType ?? null,
    };
  }
}

function renditionFacts(one: RenditionStatistics): RenditionFacts {
  const { codec, width, height, framesPerSecond, bitrateBps, reduced, viewers } = one;
  return {
    codec,
    width,
    height,
    framesPerSecond: round(framesPerSecond, 2),
    bitrateBps: Math.round(bitrateBps),
    reduced,
    viewers,
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
