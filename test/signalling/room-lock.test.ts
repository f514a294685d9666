import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { takeRoomLock } from '../../src/signalling/room-lock.js';
import { temporaryFolder } from './temporary-folder.js';

describe.skipIf(process.platform === 'win32')('the lock of a room', () => {
  test('is refused while it is held, and free again when it is closed', async () => {
    const folder = await temporaryFolder();
    const first = await takeRoomLock('room', folder);
    expect(first).toBeDefined();
    expect(await takeRoomLock('room', folder)).toBeUndefined();
    await first!.close();
    await first!.close();
    const second = await takeRoomLock('room', folder);
    expect(second).toBeDefined();
    await second!.close();
  });

  test('leaves other rooms alone', async () => {
    const folder = await temporaryFolder();
    const locks = [await takeRoomLock('one', folder), await takeRoomLock('two', folder)];
    expect(locks.every((lock) => lock !== undefined)).toBe(true);
    for (const lock of locks) await lock?.close();
  });

  test('is free as soon as the process that held it was killed', async () => {
    const folder = await temporaryFolder();
    const lock = await takeRoomLock('room', folder);
    const [name] = await readdir(folder);
    await lock!.close();
    const holder = spawn(process.execPath, [
      '-e',
      `require('node:net').createServer().listen(${JSON.stringify(join(folder, name!))}, () => console.log('held'))`,
    ]);
    onTestFinished(() => void holder.kill('SIGKILL'));
    await once(holder.stdout, 'data');
    expect(await takeRoomLock('room', folder)).toBeUndefined();

    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    expect(await readdir(folder)).toEqual([name]);
    const next = await takeRoomLock('room', folder);
    expect(next).toBeDefined();
    expect(await readdir(folder)).toEqual([name]);
    await next!.close();
  });

  test('goes to exactly one of many that find a dead socket together', async () => {
    const folder = await temporaryFolder();
    const lock = await takeRoomLock('room', folder);
    const [name] = await readdir(folder);
    await lock!.close();
    const holder = spawn(process.execPath, [
      '-e',
      `require('node:net').createServer().listen(${JSON.stringify(join(folder, name!))}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    await once(holder, 'exit');
    const locks = await Promise.all(Array.from({ length: 8 }, () => takeRoomLock('room', folder)));
    expect(locks.filter((taken) => taken !== undefined)).toHaveLength(1);
    for (const taken of locks) await taken?.close();
  });

  test('makes its folder private', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o755);
    const lock = await takeRoomLock('room', folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await lock!.close();
  });

  test('finds a folder of its own whose path is short enough for a socket', async () => {
    const name = `test ${process.pid} ${performance.now()}`;
    const lock = await takeRoomLock(name);
    expect(lock).toBeDefined();
    expect(await takeRoomLock(name)).toBeUndefined();
    await lock!.close();
  });
});
