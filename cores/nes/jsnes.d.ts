/** What the core uses of jsnes 3: its own declarations can't be resolved under ESM, and leave out the parts inside. */
declare module 'jsnes' {
  export type Pad = 1 | 2;
  export type PadButton = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

  export const Controller: {
    readonly BUTTON_A: 0;
    readonly BUTTON_B: 1;
    readonly BUTTON_SELECT: 2;
    readonly BUTTON_START: 3;
    readonly BUTTON_UP: 4;
    readonly BUTTON_DOWN: 5;
    readonly BUTTON_LEFT: 6;
    readonly BUTTON_RIGHT: 7;
  };

  export interface Options {
    /** 256 × 240 pixels of XRGB8888. */
    readonly onFrame: (pixels: Uint32Array<ArrayBuffer>) => void;
    /** −1 to 1, and a little beyond. */
    readonly onAudioSample: (left: number, right: number) => void;
    readonly sampleRate: number;
  }

  export class NES {
    constructor(options: Options);
    /** Made anew by `loadROM`, as are the other parts. */
    readonly cpu: Processor;
    mmap: Mapper;
    readonly rom: { createMapper(): Mapper };
    readonly controllers: { readonly 1: Saved; readonly 2: Saved };
    crashed: boolean;
    /** Answers reads of the cartridge; addresses without their highest bit. */
    readonly gameGenie: {
      patches: readonly { readonly addr: number; readonly value: number; readonly key: number | undefined }[];
    };
    readonly ppu: PictureUnit;
    readonly papu: SoundUnit;
    loadROM(rom: Uint8Array): void;
    frame(): void;
    buttonDown(pad: Pad, button: PadButton): void;
    buttonUp(pad: Pad, button: PadButton): void;
  }

  /** A part whose state is in the fields that it names. */
  export interface Saved {
    readonly constructor: { readonly JSON_PROPERTIES: readonly string[] };
  }

  export interface Processor extends Saved {
    readonly mem: Uint8Array;
    readonly ppu: PictureUnit;
    /** Plays one instruction. @returns how many cycles that took. */
    emulate(): number;
    cycles: number;
    readonly REG_PC: number;
    readonly REG_ACC: number;
    readonly REG_X: number;
    readonly REG_Y: number;
    readonly REG_SP: number;
    readonly F_CARRY: number;
    /** The flag is set where this is 0. */
    readonly F_ZERO: number;
    readonly F_INTERRUPT: number;
    readonly F_DECIMAL: number;
    readonly F_OVERFLOW: number;
    readonly F_SIGN: number;
    /** Whether the program can be read from `mem`. */
    readonly directPrgReads: boolean;
    /** Interrupts and DMA that wait, as of this cycle and the one before. */
    readonly dmaNeedHalt: boolean;
    readonly resetPending: boolean;
    readonly needNmi: boolean;
    readonly prevNeedNmi: boolean;
    readonly runIrq: boolean;
    readonly prevRunIrq: boolean;
    readonly nmiLine: boolean;
    _updatePrgReadPath(): void;
    _updateCartridgeLoader(): void;
  }

  /** The cartridge's board. */
  export interface Mapper {
    readonly prgRam?: Uint8Array;
    /** Whether it has tiles of its own for the background. */
    readonly bgTileOverride: boolean;
    /** Tells it from where the picture unit fetched a pattern. */
    latchAccess(address: number): void;
    /** Dot of each line at which lines are counted. */
    readonly irqClockDot: number;
    clockIrqCounter(): void;
    /** Tells it that tiles of the background are going to be fetched. */
    onBgRender(): void;
    toJSON(): object;
    fromJSON(state: object): void;
  }

  export interface PictureUnit extends Saved {
    readonly vramMirrorTable: Uint16Array;
    dotTarget: number;
    dotsRun: number;
    nextEventDot: number;
    frameEnded: boolean;
    sprLineValid: boolean;
    sprLineFor: number;
    /** The next dot. */
    dot: number;
    readonly line: number;
    readonly renderingOn: boolean;
    readonly maskDelay: number;
    readonly oamCorruptPending: boolean;
    readonly nmiOutput: boolean;
    /** Runs the dots up to `dotTarget`. */
    catchUp(): void;
    _scheduleNextEvent(): void;
    _dotsUntil(line: number, dot: number): number;
    _tick(): void;
    _nextLine(): void;
    /** The sprites found for the next line. */
    readonly secondaryOAM: Uint8Array;
    /** Looks for sprites in the dots [from, to) of a visible line, 1 to 256. */
    _evaluateSpan(line: number, from: number, to: number): void;
    _startEvaluation(): void;
    /** Looks for sprites in the dots 65 to 256. */
    _evaluateWindow(line: number): void;
    _spriteFetchSpan(line: number, from: number, to: number, isPreRender: boolean): void;
    readonly sprX: Uint8Array;
    readonly sprLatchX: Uint8Array;
    readonly sprFetchCount: number;
    _buildSpriteLine(line: number): void;
    _renderSpan(line: number, from: number, to: number): void;
    _materializeSprites(): void;
    clipToTvSize: boolean;
    /** Colour emphasis, three bits. */
    readonly f_color: number;
    readonly palTable: {
      curTable: Uint32Array;
      currentEmph: number;
      loadNTSCPalette(): void;
      makeTables(): void;
      setEmphasis(emphasis: number): void;
    };
    updatePalettes(): void;
    /** Draws the dots [from, to) of a visible line, 1 to 256, without what looks for the next line's sprites. */
    _renderBackgroundSpan(line: number, from: number, to: number): void;
    /** 256 × 240 pixels. */
    readonly buffer: Uint32Array;
    readonly palColors: Uint32Array;
    readonly vramMem: Uint8Array;
    vramAddress: number;
    readonly fineX: number;
    readonly f_bgPatternTable: number;
    readonly f_bgVisibility: number;
    readonly f_bgClipping: number;
    readonly f_spVisibility: number;
    readonly f_spClipping: number;
    /** The line's sprites by column. */
    readonly sprLine: Uint16Array<ArrayBuffer>;
    sprCount: number;
    readonly spriteSkipGlitch: boolean;
    sprite0HitFlag: number;
    /** What was fetched last: name, palette, and the two planes of the pattern. */
    ntByte: number;
    atBits: number;
    ptLo: number;
    ptHi: number;
    /** Shift registers of pattern and palette, and what follows in the latter. */
    bgShiftLo: number;
    bgShiftHi: number;
    attrShiftLo: number;
    attrShiftHi: number;
    attrLatchLo: number;
    attrLatchHi: number;
    _incCoarseX(): void;
    _incY(): void;
  }

  export interface SoundUnit {
    sampleTimerMax: number;
    prevSampleL: number;
    prevSampleR: number;
    readonly dcValue: number;
    /** Of the processor: the last that was counted, and the next that must not be passed by. */
    lastCycle: number;
    nextEventCycle: number;
    /** Counts up to and with a cycle. */
    catchUp(cycle: number): void;
    clockCycle(cycle: number): void;
    _advance(cycles: number): void;
    _scheduleNextEvent(): void;
    /** Cycles of which no sound was made yet, and with how many of them the next sample is complete. */
    pendingAudioCycles: number;
    readonly audioFlushAt: number;
    _flushAudio(): void;
    frameCycleCounter: number;
    readonly nextFrameEvent: number;
    readonly frameIrqClearDelay: number;
    /** The voice for recordings. */
    readonly dmc: {
      timer: number;
      /** Cycles, an even number. */
      readonly period: number;
      shiftRegister: number;
      bitsRemaining: number;
      readonly bytesRemaining: number;
      readonly bufferEmpty: boolean;
      readonly silence: boolean;
      readonly startDelay: number;
      readonly disableDelay: number;
    };
    setPanning(positions: readonly number[]): void;
    toJSON(): object;
    fromJSON(state: object): void;
  }
}
