import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

const COMPRESSIBLE = /\.(?:js|css|svg|wasm|txt)$/;
const compress = promisify(gzip);

/**
 * Sends files of a folder gzipped (RFC 9110 section 8.4.1.3) to those who take them so, in a third of the bytes; everything
 * else is left to the next handler. Not Brotli, which browsers ask for over https only.
 *
 * Each file is compressed once, when it is first asked for, and off this thread; the folder's files must not change.
 */
export async function compressedFiles(
  folder: string,
  /** What `Cache-Control` says of a path. */
  caching: (path: string) => string,
): Promise<RequestHandler> {
  const names = await readdir(folder, { recursive: true });
  const paths = new Set(
    names.filter((name) => COMPRESSIBLE.test(name)).map((name) => `/${name.replaceAll(sep, '/')}`),
  );
  const contents = new Map<string, Promise<Buffer>>();
  const contentOf = (path: string) => {
    const content = contents.get(path) ?? gzipped(readFile(join(folder, path)));
    contents.set(path, content);
    return content;
  };
  return (request, response, next) => {
    if (!paths.has(request.path)) return next();
    response.vary('Accept-Encoding');
    if (request.headers.range !== undefined || !request.acceptsEncodings('gzip')) return next();
    contentOf(request.path).then(
      (content) => {
        response
          .set({ 'Content-Encoding': 'gzip', 'Cache-Control': caching(request.path) })
          .type(extname(request.path))
          .send(content);
      },
      () => next(),
    );
  };
}

/** Compresses as far as gzip goes: it is done once. */
export async function gzipped(content: Buffer | Promise<Buffer>): Promise<Buffer> {
  return compress(await content, { level: constants.Z_BEST_COMPRESSION });
}
