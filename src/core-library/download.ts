import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CloudgameError } from '../errors.js';

export interface DownloadOptions {
  /** Bytes after which the download is given up. */
  readonly limitBytes: number;
  /** Whether plain http will do: for a mirror that the user named so. */
  readonly allowHttp: boolean;
  /** Called with every piece: bytes so far, and in all where the server said so. */
  readonly onProgress?: ((receivedBytes: number, totalBytes: number | undefined) => void) | undefined;
  /** Time without a byte after which the server counts as gone. */
  readonly idleTimeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** The server hasn't got the file (404 or 410); what that means is for the caller to word. */
export class NotThereError extends Error {
  override name = 'NotThereError';
}

const IDLE_TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 5;
const DISK_FAILURES: ReadonlySet<string> = new Set(
  'ENOSPC ENOENT EFBIG EACCES EPERM EROFS EDQUOT EIO ENOTDIR EEXIST'.split(' '),
);

/**
 * Downloads a file.
 *
 * @param path - a new file; what is in it after a failure is for the caller to remove.
 * @throws CloudgameError `network` for whatever goes wrong on the way; NotThereError.
 */
export async function downloadFile(url: URL, path: string, options: DownloadOptions): Promise<void> {
  await download(url, options, (body) => pipeline(body, createWriteStream(path, { flags: 'wx' })));
}

/** Downloads a text, as {@link downloadFile} does. */
export async function downloadText(url: URL, options: DownloadOptions): Promise<string> {
  const chunks: Buffer[] = [];
  await download(url, options, async (body) => {
    for await (const chunk of body) chunks.push(chunk as Buffer);
  });
  return Buffer.concat(chunks).toString('utf8');
}

async function download(
  url: URL,
  options: DownloadOptions,
  consume: (body: Readable) => Promise<void>,
): Promise<void> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(), options.idleTimeoutMs ?? IDLE_TIMEOUT_MS);
  const signals = options.signal ? [idle.signal, options.signal] : [idle.signal];
  try {
    const response = await get(url, options.allowHttp, AbortSignal.any(signals));
    if (!response.body) throw interrupted(url, 'the answer is empty');
    const counter = countBytes(url, lengthOf(response), options, () => timer.refresh());
    const body = Readable.fromWeb(response.body as import('node:stream/web').ReadableStream);
    await Promise.all([pipeline(body, counter), consume(counter)]);
  } catch (error) {
    if (error instanceof CloudgameError || error instanceof NotThereError) throw error;
    if (options.signal?.aborted) throw options.signal.reason;
    if (idle.signal.aborted) throw interrupted(url, `${url.host} has stopped sending`, error);
    if (diskFailed(error)) throw error;
    throw networkFailure(url, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Follows redirects by hand: none may lead from https to http. */
async function get(start: URL, allowHttp: boolean, signal: AbortSignal): Promise<Response> {
  let url = start;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    checkProtocol(url, allowHttp && start.protocol === 'http:');
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      // A compressed answer would have another length than the file.
      headers: { 'accept-encoding': 'identity' },
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null)
      return checkStatus(url, response);
    await response.body?.cancel();
    url = new URL(location, url);
  }
  throw new CloudgameError(
    'network',
    `${start.href} leads from one address to the next without an end.`,
    'Try again later, or name a mirror with --from.',
  );
}

function checkProtocol(url: URL, allowHttp: boolean): void {
  if (url.protocol === 'https:' || (allowHttp && url.protocol === 'http:')) return;
  throw new CloudgameError(
    'network',
    `${url.href} is not a https address, so nobody vouches for what comes from there.`,
    'Use an https address; plain http is taken only where --from names it.',
  );
}

async function checkStatus(url: URL, response: Response): Promise<Response> {
  if (response.status === 200) return response;
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) throw new NotThereError(`${url.href} is not there`);
  throw new CloudgameError(
    'network',
    `${url.host} refused ${url.href}: ${response.status} ${response.statusText}`.trimEnd(),
    'Try again later, or name a mirror with --from.',
  );
}

function lengthOf(response: Response): number | undefined {
  const header = response.headers.get('content-length');
  return header === null ? undefined : Number(header);
}

/** Passes bytes on, enforces the limit, and compares the sum with the length that was announced. */
function countBytes(
  url: URL,
  totalBytes: number | undefined,
  { limitBytes, onProgress }: DownloadOptions,
  onBytes: () => void,
): Transform {
  let receivedBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      receivedBytes += chunk.length;
      onBytes();
      if (Math.max(receivedBytes, totalBytes ?? 0) > limitBytes) return done(tooLarge(url, limitBytes));
      onProgress?.(receivedBytes, totalBytes);
      done(null, chunk);
    },
    flush(done) {
      const isWhole = totalBytes === undefined || totalBytes === receivedBytes;
      done(isWhole ? null : interrupted(url, `${receivedBytes} of ${totalBytes} bytes came`));
    },
  });
}

function tooLarge(url: URL, limitBytes: number): CloudgameError {
  return new CloudgameError(
    'network',
    `${url.href} is larger than the ${limitBytes / 2 ** 20} MiB that such a file may have.`,
    'Check that the address is that of a folder of libretro cores.',
  );
}

function interrupted(url: URL, why: string, cause?: unknown): CloudgameError {
  return new CloudgameError(
    'network',
    `The download of ${url.href} broke off: ${why}.`,
    'Try again; nothing was changed on this computer.',
    { cause },
  );
}

/** Whether it is this computer's disk that failed. */
export function diskFailed(error: unknown): boolean {
  return DISK_FAILURES.has((error as NodeJS.ErrnoException).code ?? '');
}

/** fetch says only "fetch failed" or "terminated"; why stands in its cause. */
function networkFailure(url: URL, error: unknown): CloudgameError {
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  if ((error as Error).message === 'terminated') {
    return interrupted(url, `${url.host} closed the connection before its end`, error);
  }
  const noNetwork = ['ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'].includes(cause?.code ?? '');
  return new CloudgameError(
    'network',
    `${url.host} can't be reached: ${noNetwork ? 'there is no way to it from here' : cause?.message || cause?.code || (error as Error).message}.`,
    'Check the network connection, or name a mirror with --from.',
    { cause: error },
  );
}
