import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import koffi, { type LibraryHandle } from 'koffi';
import { CoreError } from '../protocol/core-error.js';
import { MAX_MESSAGE_BYTES } from '../protocol/message-reader.js';
import {
  type AvInfoValue,
  CALLBACKS,
  LIBRETRO_API_VERSION,
  type Pointer,
  type SystemInfoValue,
} from './libretro-api.js';

/** The functions of a loaded core, under libretro's names without `retro_`. A core has global state: one per process. */
export interface Library {
  readonly name: string;
  setEnvironment(callback: Pointer): void;
  setVideoRefresh(callback: Pointer): void;
  setAudioSample(callback: Pointer): void;
  setAudioSampleBatch(callback: Pointer): void;
  setInputPoll(callback: Pointer): void;
  setInputState(callback: Pointer): void;
  init(): void;
  systemInfo(): SystemInfoValue;
  avInfo(): AvInfoValue;
  loadGame(game: object | null): boolean;
  setControllerPortDevice(port: number, device: number): void;
  run(): void;
  reset(): void;
  cheatReset(): void;
  cheatSet(index: number, enabled: boolean, code: string): void;
  serializeSize(): number;
  serialize(bytes: Uint8Array, size: number): boolean;
  unserialize(bytes: Uint8Array, size: number): boolean;
  memoryData(id: number): Pointer | null;
  /** Bytes; 0 where they are more than a message of the core protocol holds. */
  memorySize(id: number): number;
}

/** Loads a core's library; throws a `CoreError` where the file isn't one. */
export function openLibrary(path: string): Library {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new CoreError(`There is no libretro core at ${path}.`, 'Check the path of the core.');
  }
  const handle = load(path);
  const library = bind(handle, path);
  const version = handle.func('unsigned int retro_api_version()')();
  if (version !== LIBRETRO_API_VERSION) {
    throw new CoreError(
      `${basename(path)} speaks version ${version} of libretro's interface, and cloudgame version ${LIBRETRO_API_VERSION}.`,
      'Get a build of this core for the present RetroArch.',
    );
  }
  return library;
}

function load(path: string): LibraryHandle {
  try {
    return koffi.load(path);
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/^Failed to load shared library: /, '') : cause;
    throw new CoreError(
      `${basename(path)} can’t be loaded as a library: ${reason}`,
      `Get the core built for this computer (${process.platform}, ${process.arch}), and what else the message names.`,
      { cause },
    );
  }
}

function bind(handle: LibraryHandle, path: string): Library {
  try {
    const setter = (name: keyof typeof CALLBACKS, symbol: string) =>
      handle.func(symbol, 'void', [koffi.pointer(CALLBACKS[name])]);
    const systemInfo = handle.func('void retro_get_system_info(_Out_ retro_system_info *info)');
    const avInfo = handle.func('void retro_get_system_av_info(_Out_ retro_system_av_info *info)');
    const serializeSize = handle.func('size_t retro_serialize_size()');
    const memorySize = handle.func('size_t retro_get_memory_size(unsigned int id)');
    return {
      name: basename(path),
      setEnvironment: setter('environment', 'retro_set_environment'),
      setVideoRefresh: setter('video', 'retro_set_video_refresh'),
      setAudioSample: setter('audioSample', 'retro_set_audio_sample'),
      setAudioSampleBatch: setter('audioBatch', 'retro_set_audio_sample_batch'),
      setInputPoll: setter('inputPoll', 'retro_set_input_poll'),
      setInputState: setter('inputState', 'retro_set_input_state'),
      init: handle.func('void retro_init()'),
      systemInfo: () => named(filled<SystemInfoValue>(systemInfo), path),
      avInfo: () => filled<AvInfoValue>(avInfo),
      loadGame: handle.func('bool retro_load_game(const retro_game_info *game)'),
      setControllerPortDevice: handle.func(
        'void retro_set_controller_port_device(unsigned int port, unsigned int device)',
      ),
      run: handle.func('void retro_run()'),
      reset: handle.func('void retro_reset()'),
      cheatReset: handle.func('void retro_cheat_reset()'),
      cheatSet: handle.func('void retro_cheat_set(unsigned int index, bool enabled, const char *code)'),
      serializeSize: () => Number(serializeSize()),
      serialize: handle.func('bool retro_serialize(void *data, size_t size)'),
      unserialize: handle.func('bool retro_unserialize(const void *data, size_t size)'),
      memoryData: handle.func('void *retro_get_memory_data(unsigned int id)'),
      memorySize: (id) => {
        const size = Number(memorySize(id));
        return size < MAX_MESSAGE_BYTES ? size : 0;
      },
    };
  } catch (cause) {
    throw new CoreError(
      `${basename(path)} is a library, but not a libretro core: it lacks a function that every core has.`,
      'Name a libretro core; their names end in _libretro.so, .dylib or .dll.',
      { cause },
    );
  }
}

/** A core that keeps silent about its name is called by its file's. */
function named(info: SystemInfoValue, path: string): SystemInfoValue {
  const fileName = basename(path, extname(path)).replace(/_libretro$/, '');
  return {
    ...info,
    library_name: info.library_name || fileName,
    library_version: info.library_version || 'of an unknown version',
  };
}

function filled<Value>(read: (value: object) => void): Value {
  const value = {};
  read(value);
  return value as Value;
}
