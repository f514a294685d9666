import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, stat } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { takeExclusiveLock } from '../src/exclusive-lock.js';
import { temporaryFolder } from './signalling/temporary-folder.js';

/** As built: other processes run it. */
const MODULE = new URL('../dist/src/exclusive-lock.js', import.meta.url).href;

describe.skipIf(process.platform === 'win32')('an exclusive lock', () => {
  test('is refused while it is held, and free again when it is closed', async () => {
    const folder = await temporaryFolder();
    const first = await takeExclusiveLock('room', folder);
    expect(first).toBeDefined();
    expect(await takeExclusiveLock('room', folder)).toBeUndefined();
    await first!.close();
    await first!.close();
    const second = await takeExclusiveLock('room', folder);
    expect(second).toBeDefined();
    await second!.close();
  });

  test('leaves other names alone', async () => {
    const folder = await temporaryFolder();
    const locks = [await takeExclusiveLock('one', folder), await takeExclusiveLock('two', folder)];
    expect(locks.every((lock) => lock !== undefined)).toBe(true);
    for (const lock of locks) await lock?.close();
  });

  test('is free as soon as the process that held it was killed', async () => {
    const folder = await temporaryFolder();
    const holder = await otherHolder(folder);
    expect(await takeExclusiveLock('room', folder)).toBeUndefined();
    const left = await readdir(folder);
    await killed(holder);
    expect(await readdir(folder)).toEqual(left);
    const next = await takeExclusiveLock('room', folder);
    expect(next).toBeDefined();
    expect(await readdir(folder)).toHaveLength(1);
    await next!.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('counts a stopped process as its holder', async () => {
    const folder = await temporaryFolder();
    const holder = await otherHolder(folder);
    holder.kill('SIGSTOP');
    expect(await takeExclusiveLock('room', folder)).toBeUndefined();
  });

  test.each([1, 2, 3, 4, 5])('goes to exactly one of many that find a dead one together (%i)', async () => {
    const folder = await temporaryFolder();
    await killed(await otherHolder(folder));
    const locks = await Promise.all(Array.from({ length: 8 }, () => takeExclusiveLock('room', folder)));
    expect(locks.filter((taken) => taken !== undefined)).toHaveLength(1);
    for (const taken of locks) await taken?.close();
  });

  test('goes to exactly one of many processes', async () => {
    const folder = await temporaryFolder();
    const contenders = await Promise.all(Array.from({ length: 4 }, () => contender(folder, 4)));
    const lines = await Promise.all(contenders.map((each) => each.said));
    expect(lines.toSorted()).toEqual(['0', '0', '0', '1']);
  });

  test('makes its folder private', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o755);
    const lock = await takeExclusiveLock('room', folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await lock!.close();
  });

  test('finds a folder of its own whose path is short enough for a socket', async () => {
    const name = `test ${process.pid} ${performance.now()}`;
    const lock = await takeExclusiveLock(name);
    expect(lock).toBeDefined();
    expect(await takeExclusiveLock(name)).toBeUndefined();
    await lock!.close();
  });
});

/** A process that takes the lock as often as told at the same time, says how many it got, and keeps them. */
async function contender(folder: string, times: number) {
  const program = `
    const { takeExclusiveLock } = await import(${JSON.stringify(MODULE)});
    const locks = await Promise.all(Array.from({ length: ${times} }, () => takeExclusiveLock('room', ${JSON.stringify(folder)})));
    console.log(locks.filter((lock) => lock !== undefined).length);
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = once(child.stdout!, 'data').then(([line]) => String(line).trim());
  return { child, said };
}

async function otherHolder(folder: string): Promise<ChildProcess> {
  const { child, said } = await contender(folder, 1);
  expect(await said).toBe('1');
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
