import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
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

/** Of each server: the answers that are not given yet. */
const underWay = new WeakMap<Server, Set<ServerResponse>>();

/**
 * One server, two ways in: the hot door before Express and Express behind it. Not listening yet. Close it with
 * `closeHttpServer`.
 */
export function createHttpServer(options: ServerOptions): Server {
  const { door, app, requestTimeoutMs = 30_000 } = options;
  const answers = new Set<ServerResponse>();
  function forget(this: ServerResponse): void {
    answers.delete(this);
  }
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
      answers.add(response);
      response.once('close', forget);
      if (request.url?.startsWith('/v1/')) door.handle(request, response);
      else app(request, response);
    },
  );
  underWay.set(server, answers);
  server.timeout = options.silenceTimeoutMs ?? usualSilenceMs;
  server.maxConnections = options.mostConnections ?? usualConnections;
  return server;
}

const idleCheckMs = 25;
/** Of the ten seconds that the whole end may take. */
const mostGraceMs = 7_000;
/** On a machine with much else to do a turn takes long, and takes one connection. */
const takeConnectedMs = 3_500;
/** Whoever has a connection and says nothing for so long is not about to: until then its next request is answered. */
const quietMs = 1_000;
/** In a turn that took no longer hardly anything can have come since it read what had. */
const shortTurnMs = 0.5;

/**
 * Takes no more connections, answers what is under way and what still comes on the connections there are, and tells each
 * sender that its connection ends there: clients keep theirs open and would otherwise hold the server open for as long as they
 * have something to send. An idle connection is left open for a moment, because its next request may be on its way and would be
 * reset. Whoever is not done after `graceMs` is cut off.
 */
export async function closeHttpServer(server: Server, graceMs = 5_000): Promise<void> {
  const from = performance.now();
  await takeConnected(server);
  let isClosed = false;
  // Node's own close for HTTP would end idle connections at once.
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => {
      isClosed = true;
      resolve();
    });
  });
  const lastKeptAt = endWithAnswers(server);
  // Taking them has its share of what an end may take.
  const leftMs = Math.min(graceMs, from + mostGraceMs - performance.now());
  const cutOffAt = performance.now() + leftMs;
  const cutOff = setTimeout(() => server.closeAllConnections(), leftMs);
  while (!isClosed) {
    await Promise.race([closed, sleep(idleCheckMs)]);
    if (performance.now() - lastKeptAt() < quietMs) continue;
    // What has come is read first, and whose request was read is not idle.
    await shortTurn(cutOffAt);
    // That may have taken long, and somebody may have read meanwhile that their connection goes on.
    if (performance.now() - lastKeptAt() < quietMs) continue;
    server.closeIdleConnections();
  }
  clearTimeout(cutOff);
  // Also what Node looks at its connections with ends.
  server.close();
}

/**
 * Every answer that can still say so says that its connection ends with it, however long ago it was asked for. Tells when
 * somebody last may have read otherwise.
 */
function endWithAnswers(server: Server): () => number {
  let at = performance.now();
  for (const answer of underWay.get(server) ?? []) {
    if (!answer.headersSent) answer.shouldKeepAlive = false;
    else answer.once('close', () => (at = performance.now()));
  }
  return () => at;
}

/** Takes those whom the system has connected and Node has not taken yet, one or a few a turn: closing would reset them. */
async function takeConnected(server: Server): Promise<void> {
  let isNew = true;
  const note = () => {
    isNew = true;
  };
  server.on('connection', note);
  for (const until = performance.now() + takeConnectedMs; isNew && performance.now() < until; ) {
    isNew = false;
    await shortTurn(until);
  }
  server.off('connection', note);
}

/** Resolves in the last part of a turn that read what had come and took so little time that hardly anything has come since. */
async function shortTurn(until: number): Promise<void> {
  for (;;) {
    const from = performance.now();
    await nextTurn();
    const now = performance.now();
    if (now - from < shortTurnMs || now > until) return;
  }
}
