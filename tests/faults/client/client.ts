/** The driver's side of the client process: starts it, gives it orders, reads its ledger. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sent } from './messages.ts';

export type ClientSettings = {
  urls: string[];
  writeKey: string;
  ledger: string;
  seed: number;
  /** Message ids begin with it. */
  run: string;
  /** Of the movable clock, at the start. */
  now: number;
  connections: number;
};

export type ClientFigures = {
  requests: number;
  acknowledged: number;
  byAnswer: Record<string, number>;
  /** No connection: nothing was sent. */
  refused: number;
  /** Sent on a connection that stood, and no answer came. */
  resets: number;
  resetWords: string[];
};

export type LedgerLine = { sent: Sent[] } | { ok: string[] } | { wrong: string };

export type Order =
  | { say: 'rate'; perSecond: number }
  | { say: 'send'; order: number; messages: Sent[] }
  | { say: 'kill at 200'; order: number; pid: number; skip: number }
  | { say: 'figures'; order: number }
  | { say: 'finish' };

export type Report =
  | { say: 'ready' }
  | { say: 'done'; order: number }
  | { say: 'figures'; order: number; figures: ClientFigures }
  | { say: 'finished'; figures: ClientFigures };

/** What the client was told: the first of the three ledgers. */
export type Ledger = { sent: Map<string, Sent>; acknowledged: Set<string>; wrong: string[] };

export type Client = {
  /** So many events a second from now on; 0: none. */
  rate(perSecond: number): void;
  /** Resolves once it was answered 200, however often it had to be sent. */
  send(messages: Sent[]): Promise<void>;
  /** Ends the process `pid` at the first bytes of a 200, after `skip` others. */
  killAt200(pid: number, skip: number): Promise<void>;
  figures(): Promise<ClientFigures>;
  /** Sends nothing new; resolves when everything was answered 200, and the process has ended. */
  finish(): Promise<ClientFigures>;
  ledger(): Ledger;
  stop(): Promise<void>;
};

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export async function startClient(settings: ClientSettings): Promise<Client> {
  const child = fork(path.join(import.meta.dirname, 'main.ts'), [JSON.stringify(settings)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  running.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => running.delete(child));
  const waiting = new Map<number | 'ready' | 'finished', (report: Report) => void>();
  let orders = 0;
  child.on('message', (report: Report) => {
    const key = 'order' in report ? report.order : report.say;
    waiting.get(key as number | 'ready' | 'finished')?.(report);
  });
  const await_ = (key: number | 'ready' | 'finished') =>
    new Promise<Report>((resolve, reject) => {
      waiting.set(key, resolve);
      void ended.then(() => reject(new Error(`the client ended before it said ${key}`)));
    });
  const tell = (order: Order) => void child.send(order);
  const ask = (make: (order: number) => Order): Promise<Report> => {
    orders += 1;
    const answer = await_(orders);
    tell(make(orders));
    return answer;
  };

  let finished: Promise<ClientFigures> | undefined;
  await await_('ready');
  return {
    rate: (perSecond) => tell({ say: 'rate', perSecond }),
    async send(messages) {
      await ask((order) => ({ say: 'send', order, messages }));
    },
    async killAt200(pid, skip) {
      await ask((order) => ({ say: 'kill at 200', order, pid, skip }));
    },
    async figures() {
      return ((await ask((order) => ({ say: 'figures', order }))) as { figures: ClientFigures }).figures;
    },
    finish() {
      finished ??= (async () => {
        const answer = await_('finished');
        tell({ say: 'finish' });
        const { figures } = (await answer) as { figures: ClientFigures };
        await ended;
        return figures;
      })();
      return finished;
    },
    ledger: () => readLedger(settings.ledger),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export function readLedger(file: string): Ledger {
  const ledger: Ledger = { sent: new Map(), acknowledged: new Set(), wrong: [] };
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (text === '') continue;
    const line = JSON.parse(text) as LedgerLine;
    if ('sent' in line) for (const message of line.sent) ledger.sent.set(message.messageId, message);
    else if ('ok' in line) for (const id of line.ok) ledger.acknowledged.add(id);
    else ledger.wrong.push(line.wrong);
  }
  return ledger;
}
