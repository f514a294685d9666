import type { NES, SoundUnit } from 'jsnes';

/**
 * Sound made late: jsnes wakes its sound unit for each sample, and for each step of a voice for recordings (DMC) that plays
 * none. Nothing of that can be seen by the game. Here the unit is woken for what can, and samples are made in one go
 * before the voices change, and at the end of the frame: the same ones, bit for bit, since each is made of the same cycles.
 */
export class LateSound {
  readonly #nes: NES;

  /** To be made where the console's sound unit was made anew. */
  constructor(nes: NES) {
    this.#nes = nes;
    const { papu } = nes;
    papu.catchUp = (cycle) => catchUp(papu, cycle);
    papu._advance = (cycles) => advance(papu, cycles);
    papu._scheduleNextEvent = () => scheduleNextEvent(papu);
    papu._scheduleNextEvent();
  }

  /** Makes the rest of a frame's samples. */
  finishFrame(): void {
    const { papu, cpu } = this.#nes;
    papu.catchUp(cpu.cycles);
  }
}

function catchUp(papu: SoundUnit, cycle: number): void {
  while (papu.lastCycle < cycle) {
    const next = Math.max(papu.nextEventCycle, papu.lastCycle + 1);
    const before = Math.min(cycle, next - 1);
    if (before > papu.lastCycle) {
      papu._advance(before - papu.lastCycle);
      papu.lastCycle = before;
      makeSamples(papu);
    }
    if (next > cycle) return;
    papu.clockCycle(next);
    papu.lastCycle = next;
    papu._scheduleNextEvent();
  }
}

/** Makes the samples whose cycles are over. Those of the one after them wait, as jsnes has them wait. */
function makeSamples(papu: SoundUnit): void {
  while (papu.pendingAudioCycles >= papu.audioFlushAt) {
    const rest = papu.pendingAudioCycles - papu.audioFlushAt;
    papu.pendingAudioCycles = papu.audioFlushAt;
    papu._flushAudio();
    papu.pendingAudioCycles = rest;
  }
}

/** Lets cycles pass in which nothing happens that the game can see. */
function advance(papu: SoundUnit, cycles: number): void {
  papu.pendingAudioCycles += cycles;
  papu.frameCycleCounter += cycles;
  const { dmc, lastCycle } = papu;
  // The voice for recordings counts down by two with every even cycle.
  const counted = 2 * (((lastCycle + cycles) >> 1) - (lastCycle >> 1));
  const left = dmc.timer - counted;
  if (left > 0) {
    dmc.timer = left;
    return;
  }
  // It is silent: see `isSilent`.
  const periods = 1 + Math.floor(-left / dmc.period);
  dmc.timer = left + periods * dmc.period;
  dmc.shiftRegister >>= Math.min(periods, 8);
  dmc.bitsRemaining = 8 - ((8 - dmc.bitsRemaining + periods) & 7);
}

/** When the unit has more to do next than to count. */
function scheduleNextEvent(papu: SoundUnit): void {
  const { dmc, lastCycle } = papu;
  if ((papu.frameIrqClearDelay | dmc.disableDelay | dmc.startDelay) !== 0) {
    papu.nextEventCycle = lastCycle + 1;
    return;
  }
  let next = lastCycle + papu.nextFrameEvent - papu.frameCycleCounter;
  if (!isSilent(dmc)) {
    const even = (lastCycle + 2) & ~1;
    next = Math.min(next, even + 2 * Math.max(0, ((dmc.timer + 1) >> 1) - 1));
  }
  papu.nextEventCycle = Math.max(next, lastCycle + 1);
}

/** Whether the voice for recordings has nothing to play until the game gives it something: it goes on counting bits. */
function isSilent({ silence, bufferEmpty, bytesRemaining }: SoundUnit['dmc']): boolean {
  return silence && bufferEmpty && bytesRemaining === 0;
}
