import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * Says that something, such as a room's keys or a game's saves, is in use. The lock is a local socket that its holder
 * listens on: the kernel closes it with the process, however that ends, so a host that was killed can be started again
 * at once. What is left in the folder then is a socket that refuses connections.
 */
export interface ExclusiveLock {
  /** Releases the lock; calling it again does nothing. */
  close(): Promise<void>;
}

/** Bytes that the path of a Unix domain socket may have everywhere (`sun_path` has 104 on macOS). */
const LONGEST_SOCKET_PATH = 100;
/** Digits of the name's hash, a point, digits of the candidate, and the mark of one that is not visible yet. */
const LONGEST_SOCKET_NAME = 16 + 1 + 8 + 1;
/** Whoever says nothing for so long (ms) is stopped or stuck, but alive, and counts as the holder. */
const LONGEST_SILENCE = 2_000;
/** What a holder says to whoever connects. */
const HELD = 'held';

/**
 * Takes the lock of that name.
 *
 * @param name - anything; equal names exclude each other among the processes of one user.
 * @param folder - where the socket lies; by default a private folder for temporary files.
 * @returns the lock, or `undefined` while another process (or another holder in this one) has it.
 */
export async function takeExclusiveLock(name: string, folder?: string): Promise<ExclusiveLock | undefined> {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  if (process.platform === 'win32') {
    const server = await listen(`\\\\.\\pipe\\cloudgame-${userInfo().username}-${hash}`);
    return server && { close: once(() => closed(server)) };
  }
  const place = await privateFolder(folder);
  for (;;) {
    const outcome = await stand(place, hash);
    if (outcome !== 'again') return outcome;
  }
}

/**
 * Stands as a candidate for the lock. Every candidate has a socket of its own with a name that is not used again, so a
 * dead one can be removed without harm to anybody. It shows itself first and looks at the others then, so of two the
 * later one sees the earlier. It gives way to those named before it, waits for what becomes of those named after it,
 * and holds the lock when nobody is left.
 */
async function stand(folder: string, hash: string): Promise<ExclusiveLock | undefined | 'again'> {
  const own = `${hash}.${randomBytes(4).toString('hex')}`;
  const path = join(folder, own);
  const asking = new Set<Socket>();
  let holding = false;
  const server = await listen(`${path}~`, (socket) => {
    socket.on('error', () => undefined);
    asking.add(socket);
    socket.once('close', () => asking.delete(socket));
    if (holding) socket.end(HELD);
  });
  if (!server) return 'again';
  const leave = once(async () => {
    await rm(path, { force: true });
    for (const socket of asking) socket.destroy();
    await closed(server);
  });
  try {
    // A socket is bound before it listens; under its own name it has answered from the first moment.
    await rename(`${path}~`, path);
    for (const other of await candidates(folder, hash)) {
      if (other === own) continue;
      const connection = await connectTo(join(folder, other));
      if (!connection) {
        await rm(join(folder, other), { force: true });
        continue;
      }
      if (other < own) await leave();
      const held = await connection.held;
      if (held || other < own) {
        await leave();
        return held ? undefined : 'again';
      }
    }
  } catch (error) {
    await leave();
    throw error;
  }
  holding = true;
  for (const socket of asking) socket.end(HELD);
  return { close: leave };
}

async function candidates(folder: string, hash: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith(`${hash}.`) && !name.endsWith('~')).sort();
}

/** Asks a candidate whether it holds the lock, once it knows; `undefined` where no live process listens. */
function connectTo(path: string): Promise<{ readonly held: Promise<boolean> } | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const held = new Promise<boolean>((answer) => {
      socket.once('data', () => answer(true));
      socket.once('close', () => answer(false));
      socket.setTimeout(LONGEST_SILENCE, () => {
        answer(true);
        socket.destroy();
      });
    });
    socket.once('connect', () => resolve({ held }));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // Only a plain refusal, or nothing there, says that nobody is alive; a full queue (EAGAIN) doesn't.
      const dead = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
      resolve(dead ? undefined : { held: Promise.resolve(true) });
    });
  });
}

/** Listens on the socket; `undefined` where something is already there. */
function listen(path: string, onConnection: (socket: Socket) => void = (socket) => socket.destroy()) {
  return new Promise<Server | undefined>((resolve, reject) => {
    const server = createServer(onConnection);
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

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** The same promise for every call. */
function once<T>(action: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= action();
    return result;
  };
}

/** A folder that nobody else can write to, with a path short enough for a socket in it. */
async function privateFolder(wanted?: string): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const parents = [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].filter((parent) => parent !== undefined);
  const candidates =
    wanted === undefined ? parents.map((parent) => join(parent, `cloudgame-${uid}`)) : [wanted];
  let failure: unknown;
  for (const folder of candidates) {
    if (Buffer.byteLength(folder) + 1 + LONGEST_SOCKET_NAME > LONGEST_SOCKET_PATH) continue;
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
