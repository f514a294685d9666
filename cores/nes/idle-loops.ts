import type { NES, Processor } from 'jsnes';

/**
 * Passes over the time in which a game waits. Most games spend half of each frame or more in a loop of a few
 * instructions that reads memory until an interrupt changes it. Where such a loop has come round with everything as it
 * was the time before, it does so again until something else happens, and the clocks can be put forward by whole turns
 * of it: the state after that is what jsnes comes to by playing each cycle.
 */

/** Loops of more instructions are rare, and save little. */
const MOST_INSTRUCTIONS = 6;
const LONGEST_LOOP_BYTES = 3 * MOST_INSTRUCTIONS;
const RAM_END = 0x2000;
const RAM_MASK = 0x07ff;
const PROGRAM_START = 0x8000;

/** Bytes of an instruction, and the memory that it reads besides them. */
type Mode = 'implied' | 'immediate' | 'zeroPage' | 'absolute';
const BYTES: Readonly<Record<Mode, number>> = { implied: 1, immediate: 2, zeroPage: 2, absolute: 3 };
const CYCLES: Readonly<Record<Mode, number>> = { implied: 2, immediate: 2, zeroPage: 3, absolute: 4 };

/** Official instructions that write nothing, without those that index: their number of cycles depends on the register. */
const READING: ReadonlyMap<number, Mode> = new Map<number, Mode>([
  // CLC, SEC, CLV, CLD, SED, NOP, and the transfers between registers but TXS.
  ...[0x18, 0x38, 0xb8, 0xd8, 0xf8, 0xea, 0xaa, 0xa8, 0x8a, 0x98, 0xba].map(
    (code) => [code, 'implied'] as const,
  ),
  // LDA, LDX, LDY, CMP, CPX, CPY, AND, ORA, EOR, and BIT, which has no immediate operand.
  ...[0xa9, 0xa2, 0xa0, 0xc9, 0xe0, 0xc0, 0x29, 0x09, 0x49].map((code) => [code, 'immediate'] as const),
  ...[0xa5, 0xa6, 0xa4, 0xc5, 0xe4, 0xc4, 0x25, 0x05, 0x45, 0x24].map((code) => [code, 'zeroPage'] as const),
  ...[0xad, 0xae, 0xac, 0xcd, 0xec, 0xcc, 0x2d, 0x0d, 0x4d, 0x2c].map((code) => [code, 'absolute'] as const),
]);
const MODES: readonly (Mode | undefined)[] = Array.from({ length: 256 }, (_, code) => READING.get(code));
const JUMP = 0x4c;
const JUMP_CYCLES = 3;
/** BPL, BMI, BVC, BVS, BCC, BCS, BNE, BEQ. */
const BRANCH_MASK = 0x1f;
const BRANCH = 0x10;
const BRANCH_BYTES = 2;
const TAKEN_BRANCH_CYCLES = 3;

export class IdleLoops {
  readonly #nes: NES;
  /** Where the loop that came round last begins, and its last instruction. */
  #first = -1;
  #last = -1;
  /** What a turn of it takes; 0 where it isn't one that only reads. */
  #turnCycles = 0;
  /** The processor's clock and registers then. */
  #cycles = 0;
  #registers = 0;
  #flags = 0;

  /** Has a console pass over its game's waiting; to be made where its processor was made anew. */
  constructor(nes: NES) {
    this.#nes = nes;
    const { cpu } = nes;
    const emulate = cpu.emulate.bind(cpu);
    cpu.emulate = () => {
      const from = cpu.REG_PC;
      const cycles = emulate();
      const back = from - cpu.REG_PC;
      if (back >= 0 && back < LONGEST_LOOP_BYTES) this.#comeRound(cpu.REG_PC, from);
      return cycles;
    };
  }

  /** To be called where memory may have been changed by others than the game: before each frame. */
  forget(): void {
    this.#first = -1;
  }

  /** After a step back. @param first - to where. @param last - from which instruction. */
  #comeRound(first: number, last: number): void {
    const { cpu } = this.#nes;
    const turn = cpu.cycles - this.#cycles;
    this.#cycles = cpu.cycles;
    // Interrupts and DMA take cycles of their own: without any, the loop alone has run, and memory is as it was.
    if (first !== this.#first || last !== this.#last || turn !== this.#turnCycles) {
      this.#first = first;
      this.#last = last;
      this.#turnCycles = turnCyclesOf(cpu, first, last);
      if (this.#turnCycles !== 0) this.#remember(cpu);
      return;
    }
    if (registersOf(cpu) !== this.#registers || flagsOf(cpu) !== this.#flags) this.#remember(cpu);
    else if (isUndisturbed(cpu)) this.#passOver(cpu);
  }

  #remember(cpu: Processor): void {
    this.#registers = registersOf(cpu);
    this.#flags = flagsOf(cpu);
  }

  /** Puts the clocks forward, up to the turn in which the picture or the sound unit has something to do. */
  #passOver(cpu: Processor): void {
    const { ppu, papu } = this.#nes;
    const cycles = Math.min(papu.nextEventCycle - 1 - cpu.cycles, (ppu.nextEventDot - ppu.dotTarget) / 3);
    const turns = Math.floor(cycles / this.#turnCycles);
    if (turns <= 0) return;
    const passed = turns * this.#turnCycles;
    cpu.cycles += passed;
    ppu.dotTarget += 3 * passed;
    this.#cycles = cpu.cycles;
  }
}

/** Whether neither interrupt nor DMA is about to come. */
function isUndisturbed(cpu: Processor): boolean {
  return !(
    cpu.dmaNeedHalt ||
    cpu.resetPending ||
    cpu.needNmi ||
    cpu.prevNeedNmi ||
    cpu.runIrq ||
    cpu.prevRunIrq ||
    cpu.nmiLine !== cpu.ppu.nmiOutput
  );
}

function registersOf({ REG_ACC, REG_X, REG_Y, REG_SP }: Processor): number {
  return REG_ACC | (REG_X << 8) | (REG_Y << 16) | (REG_SP << 24);
}

/** jsnes keeps in `F_ZERO` a byte that is 0 where the flag is set. */
function flagsOf({ F_ZERO, F_CARRY, F_INTERRUPT, F_DECIMAL, F_OVERFLOW, F_SIGN }: Processor): number {
  return (
    F_ZERO | (F_CARRY << 8) | (F_INTERRUPT << 9) | (F_DECIMAL << 10) | (F_OVERFLOW << 11) | (F_SIGN << 12)
  );
}

/** Cycles of a loop that only reads memory, without a branch inside; 0 for any other. */
function turnCyclesOf(cpu: Processor, first: number, last: number): number {
  let cycles = 0;
  let place = first;
  for (let count = 1; place < last; count++) {
    const mode = MODES[memoryAt(cpu, place)];
    if (mode === undefined || count === MOST_INSTRUCTIONS) return 0;
    if (mode === 'absolute' && memoryAt(cpu, operandAt(cpu, place)) < 0) return 0;
    cycles += CYCLES[mode];
    place += BYTES[mode];
  }
  if (place !== last) return 0;
  const code = memoryAt(cpu, last);
  if (code === JUMP) return operandAt(cpu, last) === first ? cycles + JUMP_CYCLES : 0;
  if ((code & BRANCH_MASK) !== BRANCH || memoryAt(cpu, last + 1) < 0) return 0;
  const crossesPage = ((last + BRANCH_BYTES) ^ first) > 0xff;
  return cycles + TAKEN_BRANCH_CYCLES + (crossesPage ? 1 : 0);
}

function operandAt(cpu: Processor, place: number): number {
  return memoryAt(cpu, place + 1) | (memoryAt(cpu, place + 2) << 8);
}

/** What is read there, of memory that does nothing else when it is read; negative for any other. */
function memoryAt({ mem, directPrgReads }: Processor, address: number): number {
  if (address >= 0 && address < RAM_END) return mem[address & RAM_MASK]!;
  return address >= PROGRAM_START && address < mem.length && directPrgReads ? mem[address]! : -1;
}
