import { createHash } from 'node:crypto';
import { basename, dirname, extname, resolve } from 'node:path';
import type { Core, StepResult } from '../protocol/core.js';
import { CoreError } from '../protocol/core-error.js';
import type { MediaFormat, PixelFormat } from '../protocol/format.js';
import type { PlayerInput, Step } from '../protocol/host-message.js';
import { wantsRgb } from '../protocol/wanted-pictures.js';
import { makeCallback } from './callbacks.js';
import { Cheats } from './cheats.js';
import type { CommandLine } from './command-line.js';
import { type Content, gameInfoOf, identify, readContent } from './content.js';
import { inputState } from './controls.js';
import { CoreOptions } from './core-options.js';
import { DiscDrive, tellDisc } from './disc-drive.js';
import { discsOfList, type ListedDisc } from './disc-list.js';
import { Environment } from './environment.js';
import { addFurtherDiscs } from './further-discs.js';
import { GameEnd } from './game-end.js';
import { Keyboard, tellKey } from './keyboard.js';
import { type Library, openLibrary } from './library.js';
import { DEVICE, DEVICE_BASE_MASK, SAVE_RAM, type SystemInfoValue } from './libretro-api.js';
import { graphicsCardRefusal, loadRefusal, ownStacksRefusal, refuseSubsystemGame } from './load-refusal.js';
import { mediaFormatOf } from './media-format.js';
import { Picture } from './picture.js';
import { controllersFor } from './ports.js';
import { Rumble } from './rumble.js';
import { SaveRam } from './save-ram.js';
import { copyOfLibrary } from './second-library.js';
import { Sound } from './sound.js';
import { States } from './states.js';
import { WantedDevices } from './wanted-devices.js';
import { Wheels } from './wheels.js';

/** How long (ms) a game may have taken to load for a second machine to load it too: a host waits for 2 s. */
const LONGEST_LOAD_MS = 500;

/** A libretro core with its game loaded. */
export class LibretroCore {
  readonly #library: Library;
  readonly #info: SystemInfoValue;
  readonly #environment: Environment;
  readonly #picture = new Picture(wantsRgb());
  readonly #sound = new Sound();
  readonly #rumble = new Rumble();
  readonly #keyboard = new Keyboard();
  readonly #wheels = new Wheels();
  readonly #wanted = new WantedDevices();
  readonly #end = new GameEnd();
  readonly #drive: DiscDrive | undefined;
  readonly #states: States;
  readonly #cheats: Cheats;
  /** Kept because the core may go on reading it. */
  readonly #content: Content | undefined;
  /** As well, where the game is a list of discs. */
  readonly #furtherDiscs: readonly Content[];
  readonly #players: number;
  readonly #commandLine: CommandLine;
  readonly #loadMs: number;
  #inputs: readonly PlayerInput[] = [];
  #hasRun = false;
  #lastStep = 0;
  #toldPixelFormat: PixelFormat | undefined;

  /**
   * Loads core and game in the order that libretro prescribes; throws `CoreError`.
   *
   * @param copy - a copy of the library, to be loaded in its place.
   */
  constructor(commandLine: CommandLine, copy?: string) {
    const { library, game, system, saves, infoFile, options, controllers } = commandLine;
    this.#commandLine = commandLine;
    const begin = performance.now();
    const path = resolve(library);
    const systemFolder = system ?? dirname(game === undefined ? path : resolve(game));
    this.#library = openLibrary(copy ?? path);
    this.#cheats = new Cheats(this.#library);
    this.#environment = new Environment({
      options: new CoreOptions(options),
      folders: { library: path, system: systemFolder, saves },
      picture: this.#picture,
      sound: this.#sound,
      setRumble: makeCallback(
        'setRumble',
        (port: number, effect: number, strength: number) =>
          // A frame that is played ahead and taken back again shakes nothing.
          !this.#sound.needed || this.#rumble.set(port, effect, strength),
      ),
    });
    this.#connect();
    this.#info = this.#library.systemInfo();
    const listed = discsOfList(game, this.#info.valid_extensions);
    const played = listed[0]?.path ?? game;
    refuseSubsystemGame(this.#environment, this.#info, played);
    this.#content = this.#readContent(played);
    if (!this.#library.loadGame(this.#content ? gameInfoOf(this.#content) : null)) {
      throw loadRefusal(this.#environment, this.#info, path, played, systemFolder, infoFile);
    }
    this.#environment.avInfo = this.#library.avInfo();
    this.#players = this.#plugIn(controllers);
    this.#furtherDiscs = addFurtherDiscs(this.#environment.discs, listed, this.#info);
    this.#drive = this.#openDrive(listed);
    this.#states = new States(this.#library, this.#identity(), this.#drive?.list && this.#drive);
    this.#loadMs = performance.now() - begin;
  }

  /** The game as the core protocol plays it. */
  asCore(): Core {
    const { options, input } = this.#environment;
    const { library_name: name, library_version: version } = this.#info;
    const format = this.#format();
    const discs = this.#drive?.list;
    this.#environment.formatChanged = false;
    return {
      hello: {
        name: name.toLowerCase(),
        version,
        title: this.#title ?? name,
        players: this.#players,
        format,
        buttonLabels: input.labels,
        options: options.list,
        devices: this.#wanted.take(),
        ...(discs ? { discs } : {}),
      },
      step: (step) => this.#step(step),
      reset: () => {
        this.#library.reset();
        this.#cheats.restore();
      },
      setCheats: (codes) => this.#cheats.set(codes),
      ...(discs ? { setDisc: (index: number) => this.#drive?.change(index) } : {}),
      ...(options.list.length > 0 ? { setOption: (key, value) => this.#setOption(key, value) } : {}),
      ...(this.#library.serializeSize() > 0 ? this.#stateAbility() : {}),
      ...(this.#library.memorySize(SAVE_RAM) > 0 ? this.#saveRamAbility() : {}),
      understudy: () => this.#understudy(),
    };
  }

  /**
   * None where loading takes long, since the host waits for it; where the two would write to one folder; or where there
   * are discs, since states don't say which one is in.
   */
  #understudy(): Core | undefined {
    const { library, saves } = this.#commandLine;
    if (this.#loadMs > LONGEST_LOAD_MS || saves !== undefined || this.#drive) return undefined;
    const copy = copyOfLibrary(resolve(library));
    if (copy === undefined) return undefined;
    const values = this.#environment.options;
    const options = new Map(values.list.map(({ key }) => [key, values.value(key)!]));
    const understudy = new LibretroCore({ ...this.#commandLine, options }, copy);
    understudy.#cheats.set(this.#cheats.codes);
    return understudy.asCore();
  }

  #connect(): void {
    const library = this.#library;
    const environment = this.#environment;
    library.setEnvironment(
      makeCallback('environment', (command: number, data: bigint | null) =>
        environment.answer(command, data),
      ),
    );
    library.setVideoRefresh(makeCallback('video', this.#picture.take.bind(this.#picture)));
    library.setAudioSample(makeCallback('audioSample', this.#sound.takeSample.bind(this.#sound)));
    library.setAudioSampleBatch(makeCallback('audioBatch', this.#sound.takeBatch.bind(this.#sound)));
    library.setInputPoll(makeCallback('inputPoll', () => {}));
    library.setInputState(
      makeCallback('inputState', (port: number, device: number, index: number, id: number) =>
        this.#inputState(port, device, index, id),
      ),
    );
    library.init();
  }

  get #title(): string | undefined {
    const { game } = this.#commandLine;
    return game === undefined ? undefined : basename(game, extname(game));
  }

  /** @param listed - the discs of the list that was given in place of the game. */
  #openDrive(listed: readonly ListedDisc[]): DiscDrive | undefined {
    const { discs } = this.#environment;
    const labels = listed.map(({ label }) => label);
    return discs && new DiscDrive(discs, labels, { onDisc: tellDisc });
  }

  #readContent(game: string | undefined): Content | undefined {
    if (game !== undefined) return readContent(game, this.#info.need_fullpath);
    if (this.#environment.playsWithoutGame) return undefined;
    throw new CoreError(
      `The core ${this.#info.library_name} was started without a game.`,
      'Name the game to play.',
    );
  }

  /** Every port gets its device, also the first: some cores leave ports empty until they are told. */
  #plugIn(wishes: CommandLine['controllers']): number {
    const { ports, input, keyboardCallback } = this.#environment;
    const devices = controllersFor(ports, input.players, wishes);
    for (const [port, device] of devices.entries()) {
      this.#library.setControllerPortDevice(port, device);
      this.#wanted.add(device);
    }
    if (input.analog) this.#wanted.add(DEVICE.analog);
    if (keyboardCallback !== undefined) this.#wanted.add(DEVICE.keyboard);
    return devices.length;
  }

  #inputState(port: number, device: number, index: number, id: number): number {
    this.#wanted.add(device);
    if ((device & DEVICE_BASE_MASK) === DEVICE.keyboard) return this.#keyboard.state(id);
    return inputState(this.#inputs, port, device, index, id);
  }

  #takeInputs(players: readonly PlayerInput[], counts: boolean): void {
    this.#inputs = this.#wheels.next(players, counts);
    const { keyboardCallback } = this.#environment;
    for (const event of this.#keyboard.take(players)) {
      if (keyboardCallback !== undefined) tellKey(keyboardCallback, event);
    }
  }

  #step({ number, players, pictureNeeded, soundNeeded }: Step): StepResult {
    // Frames that are played ahead have the number of the step that they follow.
    const counts = number > 0 && number !== this.#lastStep;
    this.#takeInputs(players, counts);
    this.#picture.needed = pictureNeeded;
    this.#sound.needed = soundNeeded;
    if (!this.#end.isReached) this.#run();
    this.#end.finishStep(this.#environment.takeShutDown(), soundNeeded);
    this.#checkPicture();
    const picture = this.#picture.finishStep();
    this.#rumble.finishStep();
    this.#wanted.finishStep();
    if (counts) this.#drive?.finishStep();
    this.#lastStep = number;
    const newFormat = this.#takeNewFormat(picture);
    const sound = this.#sound.finishStep();
    return {
      ...(picture ? { picture } : {}),
      ...(newFormat ? { newFormat } : {}),
      sound,
    };
  }

  #run(): void {
    this.#hasRun = true;
    try {
      this.#library.run();
    } catch (thrown) {
      throw ownStacksRefusal(this.#info.library_name, thrown);
    }
  }

  #checkPicture(): void {
    if (this.#picture.hasHardwareFrame) throw graphicsCardRefusal(this.#info.library_name);
  }

  /** Also cores that never say so draw larger pictures than they announced. */
  #takeNewFormat(picture: StepResult['picture']): StepResult['newFormat'] {
    const avInfo = this.#environment.avInfo!;
    const { max_width, max_height } = avInfo.geometry;
    const sideways = this.#picture.rotation % 2 === 1;
    const width = (sideways ? picture?.height : picture?.width) ?? 0;
    const height = (sideways ? picture?.width : picture?.height) ?? 0;
    if (width > max_width || height > max_height) {
      const larger = { max_width: Math.max(width, max_width), max_height: Math.max(height, max_height) };
      this.#environment.avInfo = { ...avInfo, geometry: { ...avInfo.geometry, ...larger } };
      this.#environment.formatChanged = true;
    }
    const pixelFormat = this.#pixelFormat();
    if (!this.#environment.formatChanged && pixelFormat === this.#toldPixelFormat) return undefined;
    this.#environment.formatChanged = false;
    return this.#format();
  }

  #format(): MediaFormat {
    this.#toldPixelFormat = this.#pixelFormat();
    return mediaFormatOf(this.#environment.avInfo!, this.#toldPixelFormat, this.#picture.rotation);
  }

  #pixelFormat(): PixelFormat {
    const { base_width, base_height } = this.#environment.avInfo!.geometry;
    return this.#picture.shownFormat(base_width, base_height);
  }

  #setOption(key: string, value: string): void {
    try {
      this.#environment.options.set(key, value);
    } catch (error) {
      throw error instanceof CoreError ? new Error(`${error.message} ${error.hint}`) : error;
    }
  }

  #identity(): Buffer {
    const hash = createHash('sha256').update(`${this.#info.library_name}\0`);
    for (const content of [this.#content, ...this.#furtherDiscs]) if (content) identify(content, hash);
    return hash.digest();
  }

  #stateAbility(): Pick<Core, 'saveState' | 'loadState'> {
    return {
      saveState: () => this.#states.save(),
      loadState: (state) => {
        this.#states.load(state);
        this.#cheats.restore();
        // What the core said of its picture since then may not hold any more. It isn't taken back: cores keep in mind
        // what they have said outside of their states, and wouldn't say it again when the game comes there once more.
        this.#environment.formatChanged = true;
      },
    };
  }

  #saveRamAbility(): Pick<Core, 'readSaveRam' | 'writeSaveRam'> {
    const saveRam = new SaveRam(this.#library);
    return {
      readSaveRam: () => saveRam.read(),
      writeSaveRam: (bytes) => saveRam.write(bytes, this.#hasRun),
    };
  }
}
