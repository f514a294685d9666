import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { MOST_FRAMES_AHEAD } from '../../cores/protocol/run-ahead.js';
import { CloudgameError } from '../errors.js';
import { SANDBOX_MODES } from '../pipeline/core/sandbox.js';
import { PICTURE_SCALES } from '../pipeline/video/enlargement.js';
import { videoCodec } from '../protocol/control-message.js';
import { TRANSPORT_SETTINGS } from '../room/transport-choice.js';
import { MOST_REWIND_MIB, ON_OR_OFF, RUN_AHEAD_SETTINGS } from './play-settings.js';

/** Valibot's objects and records take arrays too. */
const noArray = v.check((value: unknown) => !Array.isArray(value));

const fields = v.strictObject({
  playerUrl: v.optional(v.string()),
  signal: v.optional(v.string()),
  iceServers: v.optional(v.array(v.string())),
  ffmpeg: v.optional(v.string()),
  codec: v.optional(videoCodec),
  transport: v.optional(v.picklist(TRANSPORT_SETTINGS)),
  scale: v.optional(v.picklist(PICTURE_SCALES)),
  systemDir: v.optional(v.string()),
  cores: v.optional(v.pipe(v.unknown(), noArray, v.record(v.string(), v.string()))),
  sandbox: v.optional(v.picklist(SANDBOX_MODES)),
  playersMay: v.optional(v.array(v.string())),
  phaseLock: v.optional(v.picklist(ON_OR_OFF)),
  runAhead: v.optional(v.picklist(RUN_AHEAD_SETTINGS)),
  rewindMemory: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_REWIND_MIB))),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
  listen: v.optional(v.string()),
});
const settingsFile = v.pipe(v.unknown(), noArray, fields);
export type SettingsFile = v.InferOutput<typeof settingsFile>;

/** What each field takes, in the words of a sentence that begins with its name and "must be". */
const EXPECTATIONS: Record<keyof SettingsFile, string> = {
  playerUrl: 'a text: the address of a published player page',
  signal: 'a text: "embedded" or the wss: URL of a PeerJS server',
  iceServers: 'a list of texts such as "stun:stun.example.org:3478"',
  ffmpeg: 'a text: the path of an ffmpeg program',
  codec: '"vp8" or "h264"',
  transport: '"auto", "rtp" or "frames"',
  scale: '1 or 2',
  systemDir: 'a text: the path of a folder with BIOS files',
  cores: 'an object such as { "nes": "nestopia", "gb": "gambatte" }: the name of a core for each extension',
  sandbox: '"auto", "require" or "off"',
  playersMay: 'a list of texts such as ["save", "load", "pause"], ["all"] or ["none"]',
  phaseLock: '"on" or "off"',
  runAhead: `a whole number of frames from 0 to ${MOST_FRAMES_AHEAD}, or "auto"`,
  rewindMemory: `a whole number of MiB from 0 to ${MOST_REWIND_MIB}`,
  port: 'a whole number from 1 to 65535',
  listen: 'a text: an address of this computer',
};

/** Where the settings of this user lie. */
export function settingsFilePath(configDir: string): string {
  return join(configDir, 'config.json');
}

/**
 * Reads the user's settings; none where there is no file.
 *
 * @throws CloudgameError (usage) that names the file and the field, where one is wrong.
 */
export async function readSettingsFile(configDir: string): Promise<SettingsFile> {
  const path = settingsFilePath(configDir);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw fault(`The settings in ${path} can't be read (${(error as Error).message}).`, path);
  }
  return parseSettingsFile(text, path);
}

/** Checks the text of a file of settings; `path` is for the error. */
export function parseSettingsFile(text: string, path: string): SettingsFile {
  let value: unknown;
  try {
    // Editors on Windows begin a file with a byte order mark, which JSON doesn't know (RFC 8259, 8.1).
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw fault(`The settings in ${path} are no JSON (${(error as Error).message}).`, path);
  }
  const result = v.safeParse(settingsFile, value);
  if (result.success) return result.output;
  const field = result.issues[0].path?.[0]?.key as string | undefined;
  if (field === undefined) throw fault(`The settings in ${path} are no JSON object.`, path);
  if (!isField(field)) {
    const known = Object.keys(EXPECTATIONS).join(', ');
    throw fault(`The settings in ${path} have no field "${field}"; the fields are ${known}.`, path);
  }
  throw fault(`The field "${field}" in ${path} must be ${EXPECTATIONS[field]}.`, path);
}

function isField(name: string): name is keyof SettingsFile {
  return Object.hasOwn(EXPECTATIONS, name);
}

function fault(message: string, path: string): CloudgameError {
  return new CloudgameError('usage', message, `Correct ${path}, or remove it.`);
}
