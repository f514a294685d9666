import * as v from 'valibot';

/**
 * A line of a trace: JSON, one object a line. Times are milliseconds on the host's clock, which `clock` ties to the
 * monotonic clock of the machine.
 */
export const traceRecord = v.variant('type', [
  /** First line: both clocks at the same moment. */
  v.object({ type: v.literal('clock'), time: v.number(), monotonicMs: v.number() }),
  v.object({
    type: v.literal('input'),
    /** From 1. */
    seat: v.number(),
    sequence: v.number(),
    receivedTime: v.number(),
  }),
  v.object({
    type: v.literal('frame'),
    /** Counts the steps of the room; a picture that is sent again keeps its number. */
    number: v.number(),
    /** When the step was sent to the core. */
    stepTime: v.number(),
    /** When the core's answer was there. */
    readyTime: v.number(),
    /** When it was due by the frame clock: what RTP time stamps follow. */
    dueTime: v.number(),
    encodedTime: v.number(),
    /** When every viewer's transport had it. */
    sentTime: v.number(),
    keyframe: v.boolean(),
    bytes: v.number(),
    /** Sequence number of the newest input packet of each seat that went into the step; 0 before the first. */
    inputs: v.array(v.number()),
  }),
  /** A transport that kept a frame back for its time sent it. */
  v.object({
    type: v.literal('released'),
    number: v.number(),
    transport: v.picklist(['rtp', 'frames']),
    time: v.number(),
  }),
  /** A viewer, by its place among all that joined, was not sent a frame. */
  v.object({ type: v.literal('left-out'), number: v.number(), viewer: v.number() }),
]);
export type TraceRecord = v.InferOutput<typeof traceRecord>;
export type TracedFrame = Extract<TraceRecord, { type: 'frame' }>;
export type TracedInput = Extract<TraceRecord, { type: 'input' }>;
