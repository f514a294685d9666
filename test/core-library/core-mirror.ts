import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateRawSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

/** What a mirror serves: contents by path, or a listener that misbehaves. */
export type MirrorFiles = Record<string, string | Buffer | RequestListener>;

/** Serves a folder of cores over plain http until the test is over. */
export async function startMirror(files: MirrorFiles): Promise<string> {
  const server = createServer((request, response) => {
    const file = files[new URL(request.url!, 'http://mirror').pathname];
    if (typeof file === 'function') return file(request, response);
    if (file === undefined) response.statusCode = 404;
    response.end(file ?? 'no such file');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** The first bytes of a library for Linux, and some more. */
export function elfLibrary(machine: number, bytes = 5000): Buffer {
  const library = Buffer.alloc(bytes, 'code ');
  library.write('\x7fELF\x02\x01\x01', 0, 'latin1');
  library.writeUInt16LE(machine, 18);
  return library;
}

/** A zip archive of one deflated file (APPNOTE 4.3). */
export function zipOf(
  name: string,
  content: Buffer,
  changes: { crc32?: number; flags?: number } = {},
): Buffer {
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(changes.flags ?? 0, 2);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(changes.crc32 ?? crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(Buffer.byteLength(name), 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
  const central = Buffer.concat([
    Buffer.from('PK\x01\x02'),
    Buffer.from([20, 0]),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** A line of an index. */
export function indexLine(archive: string, content: Buffer): string {
  return `2026-11-20 ${crc32(content).toString(16).padStart(8, '0')} ${archive}\n`;
}
