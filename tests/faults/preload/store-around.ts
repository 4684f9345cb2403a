/** Stands in for backend/store/open-store.ts: the same, but that a call fails when it was told so. */
import { openStore as openReal, type WholeStore } from '../../../backend/store/open-store.ts';
import { listenForOrders } from './listen.ts';
import type { FaultReport } from './orders.ts';

export * from '../../../backend/store/open-store.ts';

let left = Number.POSITIVE_INFINITY;
let when: 'before' | 'after' = 'before';
let report: FaultReport = { calls: 0, failed: null };

/** From the environment for the calls of a start, before anybody can give orders. */
const atStart = Number(process.env.FAULT_STORE_CALL ?? Number.NaN);
if (Number.isInteger(atStart)) left = atStart;
if (process.env.FAULT_STORE_WHEN === 'after') when = 'after';

listenForOrders((order) => {
  if (order.order === 'kill at') return null;
  const before = report;
  report = { calls: 0, failed: null };
  left = order.order === 'fail call' ? order.n : Number.POSITIVE_INFINITY;
  if (order.order === 'fail call') when = order.when;
  return before;
});

/** From memory, without asking the database: there is nothing that could fail. */
const answersAtOnce: ReadonlySet<string> = new Set<keyof WholeStore>(['presence']);

class StoreCallFailed extends Error {
  readonly code = 'SQLITE_IOERR';
  constructor(name: string) {
    super(`told to fail: ${name}, ${when} it was carried out`);
    this.name = 'SqliteError';
  }
}

export async function openStore(databaseUrl: string): Promise<WholeStore> {
  const store = await openReal(databaseUrl);
  const around = Object.entries(store).map(([name, member]) => {
    const isCall = typeof member === 'function' && name !== 'close' && !answersAtOnce.has(name);
    return [name, isCall ? failing(name, member as (...args: unknown[]) => unknown) : member];
  });
  return Object.fromEntries(around) as WholeStore;
}

function failing(name: string, call: (...args: unknown[]) => unknown) {
  return (...args: unknown[]) => {
    report.calls += 1;
    left -= 1;
    const isIt = left === 0;
    if (isIt) report.failed = name;
    if (isIt && when === 'before') return failed(name);
    const result = call(...args);
    if (isInSteps(result)) return isIt ? failingInTheEnd(name, result) : result;
    return isIt ? Promise.resolve(result).then(() => failed(name)) : Promise.resolve(result);
  };
}

function isInSteps(result: unknown): result is AsyncGenerator {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

async function* failingInTheEnd(name: string, steps: AsyncGenerator): AsyncGenerator {
  yield* steps;
  throw new StoreCallFailed(name);
}

/** For those who wait for an answer, and for those who go through steps. */
function failed(name: string): Promise<never> {
  const failure = Promise.reject(new StoreCallFailed(name));
  // Whoever asked may go through its steps instead.
  failure.catch(() => {});
  return Object.assign(failure, {
    next: () => failure,
    [Symbol.asyncIterator]: () => ({ next: () => failure }),
  });
}
