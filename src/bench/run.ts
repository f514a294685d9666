import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, KeyInput } from 'puppeteer-core';
import { CloudgameError } from '../errors.js';
import type { FfmpegProgram } from '../pipeline/ffmpeg/ffmpeg-program.js';
import { BUTTON_INDEX } from '../protocol/buttons.js';
import { INSECURE_NAME } from './browser/launch-browser.js';
import { HostProcess } from './host-process.js';
import { monotonicMs } from './monotonic-clock.js';
import { NeighbourSessions } from './neighbour-sessions.js';
import type { NetworkProfile } from './network/link-profile.js';
import { totalMs } from './network/parse-time-line.js';
import { leftOutAfter, OtherViewers } from './other-viewers.js';
import { joinLogs, type PageLog } from './page/page-log.js';
import { compareTaped } from './picture/compare-taped.js';
import { Player } from './player.js';
import { pressesOf } from './press-rhythm.js';
import { pinningWarnings } from './processor-pinning.js';
import type { Combination } from './report/combination.js';
import type { RunResult } from './report/result.js';
import { spanOf } from './report/time-line-of.js';
import { RunCost } from './run-cost.js';
import { evaluateRun } from './run-evaluation.js';
import { type RunNetwork, startNetwork } from './run-network.js';

/** What a run needs beside its combination. */
export interface RunSetting {
  /** Arguments of `cloudgame host` by which it plays the game. */
  readonly game: readonly string[];
  readonly browser: Browser;
  /** What the network that the combination names is like. */
  readonly network: NetworkProfile;
  /** Text of the probe. */
  readonly probe: string;
  /** Compares pictures. */
  readonly ffmpeg: FfmpegProgram;
  /** ms */
  readonly warmUpMs: number;
  readonly durationMs: number;
  /** Which repeat of its combination it is, from 1. */
  readonly repeat: number;
  readonly signal: AbortSignal;
  /** All are in, and play. */
  readonly onPlaying: () => void;
}

/** The key that plays: the first button of every console. */
export const KEY = { code: 'KeyX', button: 1 << BUTTON_INDEX.a } as const satisfies {
  code: KeyInput;
  button: number;
};

/** Who plays has a page in a browser; everyone else only watches. */
const PLAYERS = { isolated: 1, mashing: 2 } as const;
/** What is on its way at the end of a run may arrive (ms). */
const AFTERMATH_MS = 400;
/** How often processes are looked at, ms. */
const COST_PERIOD_MS = 1_000;
/** Longer (ms) than ordinary runs last: taking the log out can cost a frame. */
const LONGEST_LOG_MS = 60_000;
/** How often the page's clock is looked at before and after a run: the quickest answer counts. */
const CLOCK_LOOKS = 40;

/** Hosts, joins, presses, and measures once. */
export async function runOnce(combination: Combination, setting: RunSetting): Promise<RunResult> {
  const { signal } = setting;
  const host = await HostProcess.start([...setting.game, ...hostArguments(combination)], signal);
  const players: Player[] = [];
  let network: RunNetwork | undefined;
  let others: OtherViewers | undefined;
  let neighbours: NeighbourSessions | undefined;
  let cost: RunCost | undefined;
  const pressing = new AbortController();
  let rhythm: Promise<void> | undefined;
  try {
    const durationMs = runLengthOf(setting);
    network = await startNetwork(setting.network, host.ready.port, spanOf(durationMs));
    const link = network.through(linkFor(host, combination.securePage));
    const pages = Math.min(combination.viewers, PLAYERS[combination.presses]);
    for (let count = 0; count < pages; count++) {
      signal.throwIfAborted();
      players.push(await Player.open(setting.browser, link, setting.probe));
    }
    if (combination.viewers > pages) {
      others = await OtherViewers.enter({
        link: network.through(host.ready.links.watch.own),
        viewers: combination.viewers - pages,
        transport: combination.transport,
        signal,
      });
    }
    neighbours = await NeighbourSessions.start(
      (combination.sessions ?? 1) - 1,
      [...setting.game, ...hostArguments(combination)],
      combination.transport,
      signal,
    );
    const [player] = players;
    if (!player) throw new RangeError('A run has at least one viewer.');
    await expectContext(player, combination.securePage);
    setting.onPlaying();
    rhythm = presses(players, combination, AbortSignal.any([pressing.signal, signal]));
    // One that fails is heard of where it is waited for.
    rhythm.catch(() => undefined);
    await sleep(setting.warmUpMs, undefined, { signal });
    const clockBefore = await player.sampleClock(CLOCK_LOOKS);
    const warmUp = await player.drain();
    const before = await player.counts();
    const statsBefore = host.stats.length;
    neighbours.begin();
    const seatBefore = await player.seat();
    cost = new RunCost(
      {
        hosts: [host.pid, ...neighbours.pids.hosts],
        browser: setting.browser.process()?.pid,
        relay: network.pid,
        viewers: [...(others ? [others.pid] : []), ...neighbours.pids.viewers],
      },
      COST_PERIOD_MS,
    );
    await network.begin();
    const from = monotonicMs();
    const measured = await logFor(player, durationMs, signal);
    const to = monotonicMs();
    const costs = cost.finish();
    const after = await player.counts();
    pressing.abort();
    await rhythm;
    await sleep(AFTERMATH_MS, undefined, { signal });
    const log = joinLogs([...measured, await player.drain()]);
    const clockLooks = [...clockBefore, ...(await player.sampleClock(CLOCK_LOOKS))];
    const join = await player.join();
    const seat = await player.seat();
    const watched = await others?.finish();
    const beside = await neighbours.finish();
    const course = await network.report(players, watched?.ports ?? []);
    const stats = host.stats.slice(statsBefore);
    for (const each of players) await each.close();
    const trace = await host.finish();
    const quality = await compareTaped(await host.tape(), setting.ffmpeg, signal);
    const evaluated = evaluateRun({
      log: { ...log, transports: [...warmUp.transports, ...log.transports] },
      clockLooks,
      from,
      to,
      seat,
      before,
      after,
      join,
      stats,
      costs: cost.course(),
      network: course,
      seatKept: seat === seatBefore,
      trace,
      key: KEY,
      isHeard: combination.game === 'test-pattern' && combination.presses === 'isolated',
      isRelayed: setting.network.name !== 'none',
      // The host's own words, above all: what was not as it was asked for.
      warnings: [
        ...host.warnings,
        ...(watched?.warnings ?? []),
        ...(watched || beside ? pinningWarnings() : []),
        ...quality.warnings,
      ],
    });
    return {
      combination,
      repeat: setting.repeat,
      ...evaluated,
      picture: { ...evaluated.picture, ...quality.picture },
      cost: costs,
      ...(beside && { neighbours: beside }),
      ...(watched && {
        otherViewers: { ...watched.figures, framesLeftOut: leftOutAfter(trace, pages, combination.viewers) },
      }),
    };
  } finally {
    cost?.close();
    pressing.abort();
    // A run that ends early ends for another reason than a press that breaks off with it.
    await rhythm?.catch(() => undefined);
    for (const player of players) await player.close();
    await others?.close();
    await neighbours?.close();
    await Promise.all([host.close(), network?.close()]);
  }
}

export function hostArguments({ codec, transport, viewers, size }: Combination): string[] {
  const forced = transport === 'auto' ? [] : ['--transport', transport];
  const sized = size === undefined ? [] : ['--option', `size=${size}`];
  return ['--codec', codec, '--max-viewers', String(Math.max(16, viewers)), ...forced, ...sized];
}

/** How long a run is measured, ms: as long as its path changes, where it does. */
export function runLengthOf({ network, durationMs }: Pick<RunSetting, 'network' | 'durationMs'>): number {
  return network.timeLine ? totalMs(network.timeLine) : durationMs;
}

/** Lets a run go on for some time (ms), and takes out what the page wrote down before that takes much of its memory. */
async function logFor(player: Player, durationMs: number, signal: AbortSignal): Promise<PageLog[]> {
  const logs: PageLog[] = [];
  for (let left = durationMs; left > 0; left -= LONGEST_LOG_MS) {
    await sleep(Math.min(left, LONGEST_LOG_MS), undefined, { signal });
    if (left > LONGEST_LOG_MS) logs.push(await player.drain());
  }
  return logs;
}

/** The link for a browser on this computer: `localhost` is a secure context, any other name over http is none. */
export function linkFor(host: HostProcess, secure: boolean): string {
  const link = new URL(host.ready.links.own);
  link.hostname = secure ? 'localhost' : INSECURE_NAME;
  return link.href;
}

async function expectContext(player: Player, secure: boolean): Promise<void> {
  if ((await player.isSecure()) === secure) return;
  throw new CloudgameError(
    'unexpected',
    `The page was to be ${secure ? 'a' : 'no'} secure context, and the browser sees that otherwise.`,
    'Measure with another browser (--browser), or only pages of the other kind (--page).',
  );
}

/** Players press until it is enough; resolves when all keys are up. */
async function presses(
  players: readonly Player[],
  { presses: kind }: Combination,
  enough: AbortSignal,
): Promise<void> {
  await Promise.all(
    players.map(async (player, index) => {
      for (const { holdMs, pauseMs } of pressesOf(kind, index + 1)) {
        if (enough.aborted) return;
        await player.press(KEY.code, holdMs);
        await sleep(pauseMs, undefined, { signal: enough }).catch(() => undefined);
      }
    }),
  );
}
