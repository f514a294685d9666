import koffi from 'koffi';

/** The constants and C types of libretro's interface (libretro.h, API version 1). */

export const LIBRETRO_API_VERSION = 1;

/** An address in the core's memory. */
export type Pointer = bigint;

const EXPERIMENTAL = 0x10000;

/** What a core may ask or tell through the environment callback. */
export const ENVIRONMENT = {
  setRotation: 1,
  getCanDupe: 3,
  setMessage: 6,
  shutdown: 7,
  setPerformanceLevel: 8,
  getSystemDirectory: 9,
  setPixelFormat: 10,
  setInputDescriptors: 11,
  setKeyboardCallback: 12,
  setDiskControlInterface: 13,
  setHwRender: 14,
  getVariable: 15,
  setVariables: 16,
  getVariableUpdate: 17,
  setSupportNoGame: 18,
  getLibretroPath: 19,
  getRumbleInterface: 23,
  getInputDeviceCapabilities: 24,
  getCoreAssetsDirectory: 30,
  getSaveDirectory: 31,
  setSystemAvInfo: 32,
  setSubsystemInfo: 34,
  setControllerInfo: 35,
  setGeometry: 37,
  getLanguage: 39,
  setSerializationQuirks: 44,
  getAudioVideoEnable: 47 | EXPERIMENTAL,
  getInputBitmasks: 51 | EXPERIMENTAL,
  getCoreOptionsVersion: 52,
  setCoreOptions: 53,
  setCoreOptionsIntl: 54,
  setCoreOptionsDisplay: 55,
  getDiskControlInterfaceVersion: 57,
  setDiskControlExtInterface: 58,
  getMessageInterfaceVersion: 59,
  setMessageExt: 60,
  getInputMaxUsers: 61,
  setCoreOptionsV2: 67,
  setCoreOptionsV2Intl: 68,
  setVariable: 70,
} as const;

export const DEVICE = {
  none: 0,
  joypad: 1,
  mouse: 2,
  keyboard: 3,
  lightgun: 4,
  analog: 5,
  pointer: 6,
} as const;

/** A port's device is a base type in its lower byte, and a core's own variant of it above. */
export const DEVICE_BASE_MASK = 0xff;

export const JOYPAD_MASK = 256;
export const ANALOG_INDEX = { left: 0, right: 1, button: 2 } as const;
export const SAVE_RAM = 0;
/** The picture lies in the graphics card. */
export const HARDWARE_FRAME = 2n ** BigInt(koffi.sizeof('void *') * 8) - 1n;

export const GameInfo = koffi.struct('retro_game_info', {
  path: 'const char *',
  data: 'void *',
  size: 'size_t',
  meta: 'const char *',
});

export const SystemInfo = koffi.struct('retro_system_info', {
  library_name: 'const char *',
  library_version: 'const char *',
  valid_extensions: 'const char *',
  need_fullpath: 'bool',
  block_extract: 'bool',
});

export const Geometry = koffi.struct('retro_game_geometry', {
  base_width: 'unsigned int',
  base_height: 'unsigned int',
  max_width: 'unsigned int',
  max_height: 'unsigned int',
  aspect_ratio: 'float',
});

export const Timing = koffi.struct('retro_system_timing', { fps: 'double', sample_rate: 'double' });
export const AvInfo = koffi.struct('retro_system_av_info', { geometry: Geometry, timing: Timing });

export interface GeometryValue {
  readonly base_width: number;
  readonly base_height: number;
  readonly max_width: number;
  readonly max_height: number;
  readonly aspect_ratio: number;
}

export interface AvInfoValue {
  readonly geometry: GeometryValue;
  readonly timing: { readonly fps: number; readonly sample_rate: number };
}

export interface SystemInfoValue {
  readonly library_name: string;
  readonly library_version: string;
  /** Separated by `|`. */
  readonly valid_extensions: string | null;
  readonly need_fullpath: boolean;
}

export const CALLBACKS = {
  environment: koffi.proto('bool retro_environment_t(unsigned int command, void *data)'),
  video: koffi.proto(
    'void retro_video_refresh_t(const void *data, unsigned int width, unsigned int height, size_t pitch)',
  ),
  audioSample: koffi.proto('void retro_audio_sample_t(int16_t left, int16_t right)'),
  audioBatch: koffi.proto('size_t retro_audio_sample_batch_t(const void *data, size_t frames)'),
  inputPoll: koffi.proto('void retro_input_poll_t()'),
  inputState: koffi.proto(
    'int16_t retro_input_state_t(unsigned int port, unsigned int device, unsigned int index, unsigned int id)',
  ),
  keyboardEvent: koffi.proto(
    'void retro_keyboard_event_t(bool down, unsigned int keycode, uint32_t character, uint16_t key_modifiers)',
  ),
  setRumble: koffi.proto(
    'bool retro_set_rumble_state_t(unsigned int port, unsigned int effect, uint16_t strength)',
  ),
} as const;
