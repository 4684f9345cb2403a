import { createServer, type RequestListener, type Server } from 'node:http';
import type { IngestDoor } from './ingest-door.ts';

export type ServerOptions = {
  door: Pick<IngestDoor, 'handle'>;
  /** The Express application: everything but `/v1/`. */
  app: RequestListener;
  /** How long a request may take to arrive, body included; a slower one is answered 408 and its connection closed. */
  requestTimeoutMs?: number;
  /** After so long without a byte either way a connection is closed: its other side does not read, or is gone. */
  silenceTimeoutMs?: number;
  /** One more is closed at once. */
  mostConnections?: number;
};

/** As long as an operator's longest command may take without a word. */
const usualSilenceMs = 10 * 60_000;
const usualConnections = 10_000;

/**
 * One server, two ways in: the hot door before Express and Express behind it. Not listening yet. Close it with
 * `closeHttpServer`.
 */
export function createHttpServer(options: ServerOptions): Server {
  const { door, app, requestTimeoutMs = 30_000 } = options;
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(15_000, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(5_000, Math.ceil(requestTimeoutMs / 2)),
      keepAliveTimeout: 75_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      if (!server.listening) response.shouldKeepAlive = false;
      if (request.url?.startsWith('/v1/')) door.handle(request, response);
      else app(request, response);
    },
  );
  server.timeout = options.silenceTimeoutMs ?? usualSilenceMs;
  server.maxConnections = options.mostConnections ?? usualConnections;
  return server;
}

const idleCheckMs = 25;

/**
 * Takes no more connections, answers what is under way, and tells each sender that its connection ends there: clients
 * keep theirs open and would otherwise hold the server open for as long as they have something to send. Whoever is not
 * done after `graceMs` is cut off.
 */
export async function closeHttpServer(server: Server, graceMs = 5_000): Promise<void> {
  const closeIdle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(closeIdle);
  clearTimeout(cutOff);
}
