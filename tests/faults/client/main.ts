/**
 * The client, in a process of its own: sends events over kept-open connections and writes down, on disk, what it is about to
 * send and what it was told 200 for. A request without such an answer is sent again, to whichever node takes it, until it
 * has one. Settings in argv as JSON; orders and reports over the channel to whoever started it.
 */
import { appendFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../support/seeded-random.ts';
import type { ClientFigures, ClientSettings, LedgerLine, Order, Report } from './client.ts';
import { createStream, type Sent, toWire } from './messages.ts';

const settings = JSON.parse(process.argv[2]!) as ClientSettings;
const random = seededRandom(settings.seed);
const next = createStream(random, settings.run, settings.now);
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const figures: ClientFigures = { requests: 0, acknowledged: 0, byAnswer: {}, refused: 0, resets: 0, resetWords: [] };

type Work = { messages: Sent[]; done?: () => void };
const asked: Work[] = [];
let perSecond = 0;
let owed = 0;
let lastTick = performance.now();
let finishing = false;
/** Told to end this process when a 200 is arriving. */
let killAt200: { pid: number; skip: number } | null = null;

const write = (line: LedgerLine) => appendFileSync(settings.ledger, `${JSON.stringify(line)}\n`);
const say = (report: Report) => process.send?.(report);

process.on('message', (order: Order) => {
  if (order.say === 'rate') {
    perSecond = order.perSecond;
  } else if (order.say === 'send') {
    asked.push({ messages: order.messages, done: () => say({ say: 'done', order: order.order }) });
  } else if (order.say === 'kill at 200') {
    killAt200 = { pid: order.pid, skip: order.skip };
    say({ say: 'done', order: order.order });
  } else if (order.say === 'figures') {
    say({ say: 'figures', order: order.order, figures });
  } else {
    finishing = true;
    void Promise.all(workers).then(() => {
      agent.destroy();
      process.send?.({ say: 'finished', figures } satisfies Report, () => process.exit(0));
    });
  }
});
process.on('disconnect', () => process.exit(1));

function takeWork(): Work | null {
  const first = asked.shift();
  if (first !== undefined || finishing) return first ?? null;
  const now = performance.now();
  owed = Math.min(owed + ((now - lastTick) / 1000) * perSecond, perSecond / 5);
  lastTick = now;
  if (owed < 1) return null;
  const size = random.chance(0.5) ? 1 : random.whole(2, 12);
  owed -= size;
  return { messages: Array.from({ length: size }, next) };
}

async function work(index: number): Promise<void> {
  while (!finishing || asked.length > 0) {
    const taken = takeWork();
    if (taken === null) {
      await sleep(5);
      continue;
    }
    write({ sent: taken.messages });
    for (
      let attempt = index;
      !(await post(taken.messages, settings.urls[attempt % settings.urls.length]!));
      attempt += 1
    ) {
      await sleep(25);
    }
    const ids = taken.messages.map(({ messageId }) => messageId);
    write({ ok: ids });
    figures.acknowledged += ids.length;
    taken.done?.();
  }
}

/** When each connection was used last. */
const usedAt = new WeakMap<Socket, number>();

/** Whether it was answered 200. */
function post(messages: Sent[], url: string): Promise<boolean> {
  const wire = messages.map(toWire);
  const isSingle = wire.length === 1;
  const body = JSON.stringify(isSingle ? wire[0] : { batch: wire });
  figures.requests += 1;
  return new Promise((resolve) => {
    const target = new URL(isSingle ? '/v1/event' : '/v1/batch', url);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-write-key': settings.writeKey,
    };
    let wasConnected = false;
    let answered = false;
    const askedAt = performance.now();
    let on = 'on no connection';
    const posted = request(target, { method: 'POST', agent, headers, timeout: 60_000 }, (response) => {
      answered = true;
      if (response.statusCode === 200) killIfTold();
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve(false));
      response.on('end', () => {
        const status = String(response.statusCode);
        figures.byAnswer[status] = (figures.byAnswer[status] ?? 0) + 1;
        resolve(response.statusCode === 200 && isWhole(Buffer.concat(chunks).toString(), messages.length));
      });
    });
    posted.on('socket', (socket) => {
      const lastUsed = usedAt.get(socket);
      on = lastUsed === undefined ? 'on a new connection' : `on one idle for ${Math.round(askedAt - lastUsed)} ms`;
      socket.once('free', () => usedAt.set(socket, performance.now()));
      if (socket.connecting) socket.once('connect', () => (wasConnected = true));
      else wasConnected = true;
    });
    posted.on('timeout', () => posted.destroy(new Error('no answer within a minute')));
    posted.on('error', (error: NodeJS.ErrnoException) => {
      if (!wasConnected) figures.refused += 1;
      else if (!answered) {
        figures.resets += 1;
        if (figures.resetWords.length < 5) {
          const ms = Math.round(performance.now() - askedAt);
          figures.resetWords.push(`${error.code ?? error.message} after ${ms} ms, ${on}`);
        }
      }
      resolve(false);
    });
    posted.end(body);
  });
}

function killIfTold(): void {
  if (killAt200 === null) return;
  if (killAt200.skip > 0) {
    killAt200.skip -= 1;
    return;
  }
  process.kill(killAt200.pid, 'SIGKILL');
  killAt200 = null;
}

/** A batch says how many it took and knew already; all of ours can be taken. */
function isWhole(text: string, count: number): boolean {
  const answer = JSON.parse(text) as { success: boolean; accepted?: number; duplicates?: number; rejected?: unknown[] };
  if (count > 1 && (answer.accepted ?? 0) + (answer.duplicates ?? 0) !== count) {
    write({ wrong: `a batch of ${count} was answered ${text}` });
  }
  return answer.success;
}

const workers = Array.from({ length: settings.connections }, (_, index) => work(index));
say({ say: 'ready' });
