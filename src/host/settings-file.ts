import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { CloudgameError } from '../errors.js';
import { SANDBOX_MODES } from '../pipeline/core/sandbox.js';
import { videoCodec } from '../protocol/control-message.js';

const settingsFile = z.strictObject({
  playerUrl: z.optional(z.string()),
  signal: z.optional(z.string()),
  iceServers: z.optional(z.array(z.string())),
  ffmpeg: z.optional(z.string()),
  codec: z.optional(videoCodec),
  systemDir: z.optional(z.string()),
  cores: z.optional(z.record(z.string(), z.string())),
  sandbox: z.optional(z.enum(SANDBOX_MODES)),
  playersMay: z.optional(z.array(z.string())),
  port: z.optional(z.number().check(z.int(), z.gte(1), z.lte(65535))),
  listen: z.optional(z.string()),
});
export type SettingsFile = z.infer<typeof settingsFile>;

/** What each field takes, in the words of a sentence that begins with its name and "must be". */
const EXPECTATIONS: Record<keyof SettingsFile, string> = {
  playerUrl: 'a text: the address of a published player page',
  signal: 'a text: "embedded" or the wss: URL of a PeerJS server',
  iceServers: 'a list of texts such as "stun:stun.example.org:3478"',
  ffmpeg: 'a text: the path of an ffmpeg program',
  codec: '"vp8" or "h264"',
  systemDir: 'a text: the path of a folder with BIOS files',
  cores: 'an object such as { "nes": "nestopia", "gb": "gambatte" }: the name of a core for each extension',
  sandbox: '"auto", "require" or "off"',
  playersMay: 'a list of texts such as ["save", "load", "pause"], ["all"] or ["none"]',
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
    value = JSON.parse(text);
  } catch (error) {
    throw fault(`The settings in ${path} are no JSON (${(error as Error).message}).`, path);
  }
  const result = z.safeParse(settingsFile, value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(EXPECTATIONS).join(', ');
    throw fault(`The settings in ${path} have no field "${issue.keys[0]}"; the fields are ${known}.`, path);
  }
  const field = issue?.path[0] as keyof SettingsFile | undefined;
  if (field === undefined) throw fault(`The settings in ${path} are no JSON object.`, path);
  throw fault(`The field "${field}" in ${path} must be ${EXPECTATIONS[field]}.`, path);
}

function fault(message: string, path: string): CloudgameError {
  return new CloudgameError('usage', message, `Correct ${path}, or remove it.`);
}
