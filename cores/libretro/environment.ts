import koffi from 'koffi';
import type { CoreOptions } from './core-options.js';
import { type DiscInterface, readDiscInterface } from './disc-interface.js';
import { Frontend, type FrontendParts } from './frontend.js';
import {
  type Controller,
  type InputDescriptions,
  readControllerInfo,
  readInputDescriptors,
} from './input-descriptions.js';
import { AvInfo, type AvInfoValue, ENVIRONMENT, Geometry, type Pointer } from './libretro-api.js';
import { mediaFormatOf } from './media-format.js';
import { readPointer, readStringAt, readUint, viewOf } from './native-memory.js';
import {
  readCategories,
  readCategoriesIntl,
  readOptionsV1,
  readOptionsV1Intl,
  readOptionsV2,
  readOptionsV2Intl,
  readVariables,
} from './option-tables.js';
import { LIBRETRO_PIXEL_FORMATS, type Picture } from './picture.js';
import { readSubsystems, type Subsystem } from './subsystems.js';

/** The environment callback of a core: answers what it asks, and keeps what it tells of itself. */
export class Environment {
  readonly options: CoreOptions;
  readonly #picture: Picture;
  readonly #frontend: Frontend;
  avInfo: AvInfoValue | undefined;
  /** Whether picture or sound have changed since the host was told. */
  formatChanged = false;
  input: InputDescriptions = { labels: new Map(), players: 0, analog: false };
  /** What can be plugged into each port; none where the core doesn't say. */
  ports: Controller[][] = [];
  /** Where the core wants to be told of keys. */
  keyboardCallback: Pointer | undefined;
  discs: DiscInterface | undefined;
  playsWithoutGame = false;
  wantsGraphicsCard = false;
  subsystems: readonly Subsystem[] = [];
  /** The last thing that the core told its user. */
  message: string | undefined;
  #hasShutDown = false;

  constructor(frontend: FrontendParts) {
    this.options = frontend.options;
    this.#picture = frontend.picture;
    this.#frontend = new Frontend(frontend);
  }

  /**
   * Answers one call. What isn't known is refused and its data left alone, as libretro.h asks.
   *
   * @param data - null with the calls that only ask whether an ability is there.
   */
  answer(command: number, data: Pointer | null): boolean {
    if (command === ENVIRONMENT.getInputBitmasks || command === ENVIRONMENT.shutdown) {
      if (command === ENVIRONMENT.shutdown) this.#hasShutDown = true;
      return true;
    }
    if (command === ENVIRONMENT.setVariable) return data === null || this.#setVariable(data);
    return data !== null && (this.#frontend.answer(command, data) || this.#takeStatement(command, data));
  }

  /** Whether the core has asked since the last time to be ended. */
  takeShutDown(): boolean {
    const hasShutDown = this.#hasShutDown;
    this.#hasShutDown = false;
    return hasShutDown;
  }

  /** Calls by which a core tells of itself. */
  #takeStatement(command: number, data: Pointer): boolean {
    switch (command) {
      case ENVIRONMENT.setPixelFormat:
        return this.#setPixelFormat(readUint(data));
      case ENVIRONMENT.setRotation:
        this.#picture.rotation = readUint(data) % 4;
        this.formatChanged = true;
        return true;
      case ENVIRONMENT.setGeometry:
        return this.#setGeometry(data);
      case ENVIRONMENT.setSystemAvInfo:
        return this.#changeAvInfo(koffi.decode(data, AvInfo) as AvInfoValue);
      case ENVIRONMENT.setVariables:
        this.options.declare(readVariables(data));
        return true;
      case ENVIRONMENT.setCoreOptions:
        this.options.declare(readOptionsV1(data));
        return true;
      case ENVIRONMENT.setCoreOptionsIntl:
        this.options.declare(readOptionsV1Intl(data));
        return true;
      case ENVIRONMENT.setCoreOptionsV2:
        this.options.categories = readCategories(data);
        this.options.declare(readOptionsV2(data));
        return true;
      case ENVIRONMENT.setCoreOptionsV2Intl:
        this.options.categories = readCategoriesIntl(data);
        this.options.declare(readOptionsV2Intl(data));
        return true;
      case ENVIRONMENT.setInputDescriptors:
        this.input = readInputDescriptors(data);
        return true;
      case ENVIRONMENT.setControllerInfo:
        this.ports = readControllerInfo(data);
        return true;
      case ENVIRONMENT.setKeyboardCallback:
        this.keyboardCallback = readPointer(data);
        return true;
      case ENVIRONMENT.setDiskControlInterface:
      case ENVIRONMENT.setDiskControlExtInterface:
        this.discs = readDiscInterface(data, command === ENVIRONMENT.setDiskControlExtInterface);
        return true;
      case ENVIRONMENT.setSupportNoGame:
        this.playsWithoutGame = viewOf(data, 1)[0] !== 0;
        return true;
      case ENVIRONMENT.setMessage:
        this.message = readStringAt(data);
        console.error(this.message);
        return true;
      case ENVIRONMENT.setHwRender:
        this.wantsGraphicsCard = true;
        return false;
      case ENVIRONMENT.setSubsystemInfo:
        this.subsystems = readSubsystems(data);
        return false;
      case ENVIRONMENT.setPerformanceLevel:
      case ENVIRONMENT.setSerializationQuirks:
      case ENVIRONMENT.setCoreOptionsDisplay:
        return true;
      default:
        return false;
    }
  }

  #setVariable(variable: Pointer): boolean {
    const key = readStringAt(variable);
    const value = readStringAt(variable, koffi.sizeof('void *'));
    if (key === undefined || value === undefined) return false;
    try {
      this.options.set(key, value);
      return true;
    } catch {
      return false;
    }
  }

  #setPixelFormat(number: number): boolean {
    const pixelFormat = LIBRETRO_PIXEL_FORMATS[number];
    if (!pixelFormat) return false;
    this.#picture.pixelFormat = pixelFormat;
    this.formatChanged = true;
    return true;
  }

  /** A new size within the largest that was announced, which this call can't change. */
  #setGeometry(data: Pointer): boolean {
    if (!this.avInfo) return false;
    const { base_width, base_height, aspect_ratio } = koffi.decode(data, Geometry);
    const geometry = { ...this.avInfo.geometry, base_width, base_height, aspect_ratio };
    return this.#changeAvInfo({ ...this.avInfo, geometry });
  }

  /** What can't be is refused, and the game goes on as it is. */
  #changeAvInfo(avInfo: AvInfoValue): boolean {
    try {
      mediaFormatOf(avInfo, this.#picture.pixelFormat, this.#picture.rotation);
    } catch (error) {
      console.error((error as Error).message);
      return false;
    }
    this.avInfo = avInfo;
    this.formatChanged = true;
    return true;
  }
}
