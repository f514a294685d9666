import type { Cue, GameSound } from './cue.js';

export const SAMPLE_RATE = 48_000;
export const CHANNELS = 2;

/** A note that sounds. Plain data: notes are part of a saved state. */
export interface Note {
  /** Hz at its beginning and end. */
  readonly from: number;
  readonly to: number;
  readonly noise: number;
  readonly lengthSamples: number;
  readonly left: number;
  readonly right: number;
  /** Samples since it began; negative before. */
  age: number;
  /** Waves since it began. */
  phase: number;
  /** Of the noise generator. */
  seed: number;
}

/** One note of a sound: when (ms), how long (ms), pitch (Hz) and where it slides to, loudness, share of noise. */
type Score = readonly [
  startMs: number,
  lengthMs: number,
  from: number,
  to: number,
  volume: number,
  noise: number,
];

const SCORES: Record<GameSound, readonly Score[]> = {
  join: [
    [0, 90, 523, 523, 0.16, 0],
    [70, 140, 784, 784, 0.16, 0],
  ],
  count: [[0, 120, 440, 440, 0.18, 0]],
  go: [
    [0, 320, 880, 880, 0.18, 0],
    [0, 320, 1320, 1320, 0.06, 0],
  ],
  eat: [
    [0, 70, 420, 640, 0.2, 0],
    [50, 90, 640, 900, 0.16, 0],
  ],
  'eat-golden': [
    [0, 110, 784, 784, 0.15, 0],
    [70, 110, 988, 988, 0.15, 0],
    [140, 110, 1175, 1175, 0.15, 0],
    [210, 260, 1568, 1568, 0.15, 0],
  ],
  die: [
    [0, 420, 330, 60, 0.24, 0],
    [0, 260, 200, 80, 0.14, 1],
  ],
  win: [
    [0, 160, 523, 523, 0.16, 0],
    [120, 160, 659, 659, 0.16, 0],
    [240, 160, 784, 784, 0.16, 0],
    [360, 520, 1047, 1047, 0.17, 0],
    [360, 520, 784, 784, 0.08, 0],
  ],
  'game-over': [
    [0, 200, 392, 392, 0.16, 0],
    [180, 200, 330, 330, 0.16, 0],
    [360, 500, 262, 250, 0.17, 0],
  ],
};

const DISTANT_VOLUME = 0.35;
const ATTACK_SAMPLES = 0.004 * SAMPLE_RATE;
/** The octave above gives the sine some colour. */
const OCTAVE_SHARE = 0.28;
const FULL_SCALE = 32767;
/** How far from the middle a sound may go. */
const WIDTH = 0.6;

/** The notes of a sound, to be played from the next sample on. */
export function notesOf({ sound, place, distant }: Cue): Note[] {
  const side = (place - 0.5) * WIDTH;
  return SCORES[sound].map(([startMs, lengthMs, from, to, volume, noise]) => {
    const loudness = volume * (distant ? DISTANT_VOLUME : 1);
    return {
      from,
      to,
      noise,
      lengthSamples: (lengthMs * SAMPLE_RATE) / 1000,
      left: loudness * (1 - Math.max(0, side * 2)),
      right: loudness * (1 + Math.min(0, side * 2)),
      age: (-startMs * SAMPLE_RATE) / 1000,
      phase: 0,
      seed: 1,
    };
  });
}

/**
 * Plays notes into a step's sound.
 *
 * @param samples - left and right in turn; overwritten.
 * @returns the notes that go on after it.
 */
export function playNotes(notes: readonly Note[], samples: Int16Array): Note[] {
  const mixed = new Float64Array(samples.length);
  for (const note of notes) addNote(note, mixed);
  for (const [index, value] of mixed.entries()) {
    samples[index] = Math.round(FULL_SCALE * Math.max(-1, Math.min(1, value)));
  }
  return notes.filter(({ age, lengthSamples }) => age < lengthSamples);
}

function addNote(note: Note, mixed: Float64Array): void {
  for (let index = 0; index < mixed.length; index += CHANNELS) {
    const { age, lengthSamples } = note;
    note.age++;
    if (age < 0 || age >= lengthSamples) continue;
    const share = age / lengthSamples;
    // It swells for a moment and dies away to nothing: neither end clicks.
    const envelope = Math.min(1, age / ATTACK_SAMPLES) * (1 - share) ** 2;
    note.phase = (note.phase + (note.from + (note.to - note.from) * share) / SAMPLE_RATE) % 1;
    const value = envelope * (note.noise ? nextNoise(note) : toneAt(note.phase));
    mixed[index] = mixed[index]! + value * note.left;
    mixed[index + 1] = mixed[index + 1]! + value * note.right;
  }
}

function toneAt(phase: number): number {
  const angle = 2 * Math.PI * phase;
  return (Math.sin(angle) + OCTAVE_SHARE * Math.sin(2 * angle)) / (1 + OCTAVE_SHARE);
}

function nextNoise(note: Note): number {
  note.seed = (Math.imul(note.seed, 1664525) + 1013904223) >>> 0;
  return note.seed / 2 ** 31 - 1;
}
