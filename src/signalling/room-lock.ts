import { createHash, randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Says that a room's keys are in use. The lock is a local socket that its holder listens on: the kernel closes it
 * with the process, however that ends, so a host that was killed can be started again at once with the same links.
 * What is left in the folder then is a socket that refuses connections.
 */
export interface RoomLock {
  /** Releases the lock; calling it again does nothing. */
  close(): Promise<void>;
}

/** Bytes that the path of a Unix domain socket may have everywhere (`sun_path` has 104 on macOS). */
const LONGEST_SOCKET_PATH = 100;
const ATTEMPTS = 10;
/** Between binding a socket and listening on it, its owner refuses connections as well (ms). */
const BIRTH_TIME = 50;

/**
 * Takes the lock of that name.
 *
 * @param name - anything; equal names exclude each other among the processes of one user.
 * @param folder - where the socket lies; by default a private folder for temporary files.
 * @returns the lock, or `undefined` while another process (or another holder in this one) has it.
 */
export async function takeRoomLock(name: string, folder?: string): Promise<RoomLock | undefined> {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 24);
  if (process.platform === 'win32') {
    const server = await listen(`\\\\.\\pipe\\cloudgame-${userInfo().username}-${hash}`);
    return server && lockOf(server);
  }
  const path = join(await privateFolder(folder), `${hash}.sock`);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const server = await listen(path);
    if (server) return lockOf(server);
    const found = await inode(path);
    if (found === undefined) continue;
    if (await answers(path)) return undefined;
    await delay(BIRTH_TIME);
    if (await answers(path)) return undefined;
    if ((await inode(path)) === found) await setAside(path);
  }
  return undefined;
}

/** Listens on the socket; `undefined` where something is already there. */
function listen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

function lockOf(server: Server): RoomLock {
  let closing: Promise<void> | undefined;
  return {
    close() {
      closing ??= new Promise((resolve) => server.close(() => resolve()));
      return closing;
    },
  };
}

/** Whether a live process listens; only a plain refusal, or nothing there, says that none does. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT');
    });
  });
}

async function inode(path: string): Promise<bigint | undefined> {
  const stats = await lstat(path, { bigint: true }).catch(() => undefined);
  return stats?.ino;
}

/**
 * Removes a dead socket. It is moved first, which only one of several processes achieves; should a live one have
 * taken its place in that very moment, it is put back.
 */
async function setAside(path: string): Promise<void> {
  const aside = `${path}.${randomUUID().slice(0, 4)}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if (await answers(aside)) await rename(aside, path);
  else await rm(aside, { force: true });
}

/** A folder that nobody else can write to, with a path short enough for a socket in it. */
async function privateFolder(wanted?: string): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const parents = [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].filter((parent) => parent !== undefined);
  const candidates =
    wanted === undefined ? parents.map((parent) => join(parent, `cloudgame-${uid}`)) : [wanted];
  let failure: unknown;
  for (const folder of candidates) {
    // The longest name in it: 24 digits, `.sock`, and what `setAside` adds.
    if (Buffer.byteLength(folder) + 35 > LONGEST_SOCKET_PATH) continue;
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const stats = await lstat(folder);
      if (!stats.isDirectory() || stats.uid !== uid) throw new Error(`${folder} belongs to somebody else`);
      if ((stats.mode & 0o077) !== 0) await chmod(folder, 0o700);
      return folder;
    } catch (error) {
      failure = error;
    }
  }
  throw failure ?? new Error('no folder for temporary files has a path short enough for a socket');
}
