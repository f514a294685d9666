import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudgameError } from '../errors.js';

export interface ListenOptions {
  /** Port that it has to be; 0 lets the system choose one. */
  readonly port?: number | undefined;
  /** Ports to try in this order where none is demanded. */
  readonly candidates: readonly number[];
  /** Address to listen on; by default all of them. */
  readonly address?: string | undefined;
}

/**
 * Listens on the wanted port, or on the first free one.
 *
 * @returns the port.
 * @throws CloudgameError where the demanded port, or all of them, are taken, or where there is no such address.
 */
export async function listenOn(server: Server, options: ListenOptions): Promise<number> {
  const { port, candidates, address } = options;
  const ports = port === undefined ? candidates : [port];
  for (const candidate of ports) {
    const failure = await tryListen(server, candidate, address);
    if (failure === undefined) return (server.address() as AddressInfo).port;
    if (port === undefined && isTaken(failure)) continue;
    throw worded(failure, candidate, address);
  }
  throw new CloudgameError(
    'network',
    `All of the ports ${candidates[0]} to ${candidates.at(-1)} are taken.`,
    'Close another host, or name a free port with --port.',
  );
}

/** Takes both IPv6 and IPv4 where there is IPv6 at all. */
async function tryListen(server: Server, port: number, address?: string): Promise<Error | undefined> {
  const failure = await listenOnce(server, port, address ?? '::');
  if (address !== undefined || !['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(codeOf(failure))) return failure;
  return listenOnce(server, port, '0.0.0.0');
}

async function listenOnce(server: Server, port: number, host: string): Promise<Error | undefined> {
  server.listen({ port, host });
  try {
    await once(server, 'listening');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function codeOf(error: Error | undefined): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}

function isTaken(error: Error): boolean {
  return ['EADDRINUSE', 'EACCES'].includes(codeOf(error));
}

function worded(cause: Error, port: number, address = 'this computer'): CloudgameError {
  switch (codeOf(cause)) {
    case 'EADDRINUSE':
      return new CloudgameError(
        'network',
        `Port ${port} is taken by another program.`,
        'Close that program, name another port with --port, or leave --port out for the first free one.',
        { cause },
      );
    case 'EACCES':
      return new CloudgameError(
        'network',
        `Port ${port} may not be used: ports below 1024 are often reserved for the administrator.`,
        'Name a port of 1024 or above with --port.',
        { cause },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EINVAL':
      return new CloudgameError(
        'network',
        `${address} is no address of this computer (${codeOf(cause)}).`,
        'Name one of its own with --listen, or leave --listen out for all of them.',
        { cause },
      );
    default:
      return new CloudgameError(
        'network',
        `The web server can't listen on port ${port} (${cause.message}).`,
        'Name another port with --port.',
        { cause },
      );
  }
}
