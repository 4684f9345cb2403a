/** The server on its address. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from './config.ts';

export class PortNotFreeError extends Error {
  constructor({ host, port }: Pick<Config, 'host' | 'port'>, cause: NodeJS.ErrnoException) {
    super(`Cannot listen on ${host}, port ${port} (${cause.code}): free it, or set PORT and HOST.`, { cause });
    this.name = 'PortNotFreeError';
  }
}

/** Resolves with where it listens, as its own process reaches it; port 0 takes one that is free. */
export async function listen(server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new PortNotFreeError({ host, port }, error)));
    server.listen(port, host, resolve);
  });
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}
