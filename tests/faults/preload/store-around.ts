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
    const isCall = typeof member === 'function' && name !== 'close';
    return [name, isCall ? failing(name, member as (...args: unknown[]) => unknown) : member];
  });
  return Object.fromEntries(around) as WholeStore;
}

function failing(name: string, call: (...args: unknown[]) => unknown) {
  return async (...args: unknown[]) => {
    report.calls += 1;
    left -= 1;
    const isIt = left === 0;
    if (isIt) report.failed = name;
    if (isIt && when === 'before') throw new StoreCallFailed(name);
    const result = await call(...args);
    if (isIt) throw new StoreCallFailed(name);
    return result;
  };
}
