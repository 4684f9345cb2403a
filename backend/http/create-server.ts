import { createServer, type RequestListener, type Server } from 'node:http';
import type { IngestDoor } from './ingest-door.ts';

export type ServerOptions = {
  door: Pick<IngestDoor, 'handle'>;
  /** The Express application: everything but `/v1/`. */
  app: RequestListener;
  /** How long a request may take to arrive, body included; a slower one is answered 408 and its connection closed. */
  requestTimeoutMs?: number;
};

/**
 * One server, two ways in: the hot door before Express and Express behind it. Not listening yet. `server.close()` stops
 * taking connections, closes the idle ones and calls back when the last request has been answered.
 */
export function createHttpServer({ door, app, requestTimeoutMs = 30_000 }: ServerOptions): Server {
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(15_000, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(5_000, Math.ceil(requestTimeoutMs / 2)),
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      if (request.url?.startsWith('/v1/')) door.handle(request, response);
      else app(request, response);
    },
  );
  return server;
}
