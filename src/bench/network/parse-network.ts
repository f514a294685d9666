import { CloudgameError } from '../../errors.js';
import type { BurstLoss, LinkProfile, NetworkProfile, QueueLimit } from './link-profile.js';
import { CHANGING_NETWORKS, isNetworkName, NETWORK_NAMES, namedNetwork } from './named-networks.js';
import { isTimeLine, parseTimeLine, THEN } from './parse-time-line.js';

/** So much is more than any path has, and what is more was mistyped. */
const LONGEST_MS = 10_000;
const LEAST_BPS = 1_000;
const MOST_BPS = 10e9;
const MOST_QUEUE_BYTES = 100e6;
const LONGEST_BURST_PACKETS = 10_000;
const MOST_LOSS = 0.95;
const MOST_NETWORKS = 32;

const SETTINGS = 'delay, jitter, loss, rate, queue or reorder';
const SYNTAX =
  'Write it as in delay=20,jitter=5,loss=1%:3,rate=1.5M,queue=100ms,reorder=0.1%, each setting for one direction ' +
  `where down. or up. stands before it, or name one of ${[...NETWORK_NAMES, ...CHANGING_NETWORKS.keys()].join(', ')}.`;

const READERS: Readonly<Record<string, (value: string) => Partial<LinkProfile> | undefined>> = {
  delay: (value) => withValue(milliseconds(value), (delayMs) => ({ delayMs })),
  jitter: (value) => withValue(milliseconds(value), (jitterMs) => ({ jitterMs })),
  loss: (value) => withValue(burstLoss(value), (loss) => ({ loss })),
  rate: (value) => withValue(bitrate(value), (rateBps) => ({ rateBps })),
  queue: (value) => withValue(queueLimit(value), (queue) => ({ queue })),
  reorder: (value) => withValue(share(value, 1), (reorderShare) => ({ reorderShare })),
};

const EXPECTED: Readonly<Record<string, string>> = {
  delay: `milliseconds from 0 to ${LONGEST_MS}, as in 20 or 20ms`,
  jitter: `milliseconds from 0 to ${LONGEST_MS}, as in 5 or 5ms`,
  loss: 'a share below 95 % and, behind a colon, how long bursts are, as in 1%, 1%:3 (packets) or 1%:50ms',
  rate: 'bits per second with k, M or G, from 1k to 10G, as in 600k or 1.5M',
  queue: 'milliseconds or bytes that may wait, as in 100ms, 30kB or 1500B',
  reorder: 'a share of packets from 0 to 100 %, as in 0.1%',
};

/**
 * Reads one network: a name (`wifi`), settings (`delay=20,rate=1.5M`), or a name with changes (`4g+down.rate=600k`).
 * Times are of one direction. What isn't set is as on a path that changes nothing; a setting with `down.` is for what
 * goes from host to viewer, one with `up.` for the other direction. A path that changes in the course of a run is a list
 * of them with their times (`none@10s>loss=3%@10s`), or has a name (`changing`).
 *
 * @throws CloudgameError (usage) where it can't be read.
 */
export function parseNetwork(text: string): NetworkProfile {
  const named = CHANGING_NETWORKS.get(text);
  if (named !== undefined) return { ...parseTimeLine(named, parseSteadyNetwork), name: text };
  return isTimeLine(text) ? parseTimeLine(text, parseSteadyNetwork) : parseSteadyNetwork(text);
}

function parseSteadyNetwork(text: string): NetworkProfile {
  if (isNetworkName(text)) return namedNetwork(text);
  const plus = text.indexOf('+');
  const base = plus < 0 ? 'none' : text.slice(0, plus);
  if (!isNetworkName(base) || (plus < 0 && !text.includes('='))) {
    throw usage(`There is no network “${shortened(plus < 0 ? text : base)}”.`);
  }
  const { down, up } = namedNetwork(base);
  const links = { down, up };
  const seen = new Set<string>();
  for (const setting of text.slice(plus + 1).split(',')) {
    const { directions, change } = readSetting(setting, seen);
    for (const direction of directions) links[direction] = { ...links[direction], ...change };
  }
  return { name: text, ...links };
}

/**
 * Reads a list of networks, separated by commas; settings that follow settings belong to the same network, and a
 * semicolon separates as well: `lan,wifi,delay=20,loss=1%;delay=50` names four.
 *
 * @throws CloudgameError (usage) where one of them can't be read, or the list is too long.
 */
export function parseNetworks(text: string): NetworkProfile[] {
  const networks = text.split(';').flatMap(splitAtNames);
  if (networks.length > MOST_NETWORKS) throw usage(`More than ${MOST_NETWORKS} networks were named.`);
  return networks.map(parseNetwork);
}

function splitAtNames(text: string): string[] {
  const networks: string[] = [];
  let takesSettings = false;
  for (const part of text.split(',')) {
    const phases = part.split(THEN);
    const isSetting = phases[0]!.includes('=') && !phases[0]!.includes('+');
    if (isSetting && takesSettings) networks.push(`${networks.pop()},${part}`);
    else networks.push(part);
    takesSettings = phases.at(-1)!.includes('=');
  }
  return networks;
}

function readSetting(setting: string, seen: Set<string>) {
  const [, direction, key = '', value = ''] = /^(?:(down|up)\.)?([a-z]+)=(.*)$/.exec(setting) ?? [];
  const read = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
  if (!read) throw usage(`“${shortened(setting)}” is no setting of a network: it has to be ${SETTINGS}.`);
  const directions = direction === undefined ? (['down', 'up'] as const) : [direction as 'down' | 'up'];
  for (const each of directions) {
    if (seen.has(`${each}.${key}`)) throw usage(`“${key}” is set twice for the same direction.`);
    seen.add(`${each}.${key}`);
  }
  const change = read(value);
  if (!change) throw usage(`“${shortened(setting)}” can’t be read: ${key} has to be ${EXPECTED[key]}.`);
  return { directions, change };
}

function milliseconds(text: string): number | undefined {
  const number = decimal(text.replace(/ms$/, ''));
  return number !== undefined && number <= LONGEST_MS ? number : undefined;
}

function share(text: string, most: number): number | undefined {
  const percent = text.endsWith('%') ? decimal(text.slice(0, -1)) : undefined;
  return percent !== undefined && percent / 100 <= most ? percent / 100 : undefined;
}

function burstLoss(text: string): BurstLoss | undefined {
  const [percent = '', length, ...rest] = text.split(':');
  const lost = share(percent, MOST_LOSS);
  if (lost === undefined || rest.length > 0) return undefined;
  if (length === undefined) return { share: lost };
  if (length.endsWith('ms')) {
    const ms = milliseconds(length);
    return ms === undefined || ms <= 0 ? undefined : { share: lost, burst: { ms } };
  }
  const packets = decimal(length);
  // A share above this can't be lost in bursts so short: the gaps between them would be shorter than a packet.
  if (packets === undefined || packets < Math.max(1, lost / (1 - lost)) || packets > LONGEST_BURST_PACKETS) {
    return undefined;
  }
  return { share: lost, burst: { packets } };
}

function bitrate(text: string): number | undefined {
  const factor = { k: 1e3, M: 1e6, G: 1e9 }[text.at(-1) ?? ''];
  const number = factor === undefined ? undefined : decimal(text.slice(0, -1));
  const bps = number === undefined ? undefined : Math.round(number * factor!);
  return bps !== undefined && bps >= LEAST_BPS && bps <= MOST_BPS ? bps : undefined;
}

function queueLimit(text: string): QueueLimit | undefined {
  if (text.endsWith('ms')) return withValue(milliseconds(text), (ms) => ({ ms }));
  const factor = text.endsWith('kB') ? 1000 : text.endsWith('B') ? 1 : undefined;
  const number = factor === undefined ? undefined : decimal(text.replace(/k?B$/, ''));
  const bytes = number === undefined ? undefined : number * factor!;
  return bytes !== undefined && bytes <= MOST_QUEUE_BYTES ? { bytes } : undefined;
}

/** A number as people write it: no sign, no exponent. */
function decimal(text: string): number | undefined {
  return /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined;
}

function withValue<Value, Result>(value: Value | undefined, make: (value: Value) => Result) {
  return value === undefined ? undefined : make(value);
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function usage(message: string): CloudgameError {
  return new CloudgameError('usage', message, SYNTAX);
}
