/**
 * One movable clock for several processes. It serves only an offset: every process adds it to its own `Date.now()`.
 *
 *   GET  ?after=VERSION  {version, offsetMs}; at once when there is a newer version, else held up to 25 s
 *   POST {offsetMs} or {advanceMs}  moves the clock and answers once every current follower has come back for more
 *                                   (so it knows the new offset), or after 2 s
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ClockServer = {
  url: string;
  /** Milliseconds added to real time. */
  offset(): number;
  now(): number;
  /** Moves time; resolves once the followers know, or after 2 s. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
};

const holdMs = 25_000;
const followersMayTakeMs = 2_000;

type Waiting = { response: ServerResponse; timer: NodeJS.Timeout };
/** One move of the clock: how many followers were told, how many have come back, and whom to tell when all have. */
type Move = { told: number; back: number; done: () => void };

export async function startClockServer(port = 0): Promise<ClockServer> {
  let version = 1;
  let offsetMs = 0;
  const waiting = new Set<Waiting>();
  let move: Move | null = null;
  /** When each follower was answered that has not come back yet. One that stays away for long has gone. */
  let away: number[] = [];
  const stillAway = () => away.filter((since) => performance.now() - since < followersMayTakeMs);

  const answer = (response: ServerResponse, status: number, body: unknown) => {
    if (response.destroyed) return;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const state = () => ({ version, offsetMs });

  function follow(response: ServerResponse, after: number): void {
    away = stillAway();
    const cameBack = away.shift() !== undefined;
    if (version > after) {
      if (move && !cameBack) move.told += 1;
      away.push(performance.now());
      answer(response, 200, state());
      return;
    }
    const entry: Waiting = { response, timer: setTimeout(() => release(entry), holdMs) };
    waiting.add(entry);
    response.on('close', () => {
      clearTimeout(entry.timer);
      waiting.delete(entry);
    });
    if (move) {
      move.back += 1;
      if (move.back >= move.told) move.done();
    }
  }

  function release(entry: Waiting): void {
    clearTimeout(entry.timer);
    waiting.delete(entry);
    away.push(performance.now());
    answer(entry.response, 200, state());
  }

  async function moveTo(next: number): Promise<void> {
    offsetMs = next;
    version += 1;
    move?.done();
    away = stillAway();
    const told = waiting.size + away.length;
    if (told === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => mine.done(), followersMayTakeMs);
      const mine: Move = {
        told,
        back: 0,
        done: () => {
          clearTimeout(timer);
          if (move === mine) move = null;
          resolve();
        },
      };
      move = mine;
      for (const entry of [...waiting]) release(entry);
    });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      const after = new URL(request.url ?? '/', 'http://clock').searchParams.get('after');
      if (after === null) answer(response, 200, state());
      else follow(response, Number(after));
      return;
    }
    let text = '';
    for await (const chunk of request) text += chunk;
    const wanted = parseMove(text);
    if (request.method !== 'POST' || wanted === null) {
      answer(response, 400, { message: 'POST {"offsetMs": number} or {"advanceMs": number}' });
      return;
    }
    await moveTo(wanted.offsetMs ?? offsetMs + (wanted.advanceMs ?? 0));
    answer(response, 200, state());
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => answer(response, 500, { message: 'the clock failed' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    offset: () => offsetMs,
    now: () => Date.now() + offsetMs,
    advance: (ms) => moveTo(offsetMs + ms),
    close: () =>
      new Promise<void>((resolve) => {
        for (const entry of [...waiting]) release(entry);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parseMove(text: string): { offsetMs?: number; advanceMs?: number } | null {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return null;
    const { offsetMs, advanceMs } = body as Record<string, unknown>;
    if (typeof offsetMs === 'number' && Number.isFinite(offsetMs)) return { offsetMs };
    if (typeof advanceMs === 'number' && Number.isFinite(advanceMs)) return { advanceMs };
    return null;
  } catch {
    return null;
  }
}
