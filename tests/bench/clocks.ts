/**
 * (j) Ten thousand first calls that are due in one instant, through the real store as the service's clock wakes them; HubSpot
 * and Slack are not there. It is asked whether they were made, does not answer, and five minutes later everybody is reminded.
 */
import path from 'node:path';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import { askPatienceMs } from '../../backend/handoff/steps/clock-steps.ts';
import { startClock } from '../../backend/handoff/steps/first-call-clock.ts';
import { wakeHandoff } from '../../backend/handoff/wake-handoff.ts';
import { openSqliteStore, type SqliteStore } from '../../backend/store/sqlite/open.ts';
import { event } from '../support/events.ts';
import { alertedHandoff, clockTerms, now, portalState, timeZone } from '../support/handoffs.ts';
import { round } from './median.ts';

export type ClocksMeasured = {
  measure: 'clocks';
  clocks: number;
  /** From the first look until nothing is due any more: HubSpot asked, and everybody reminded. */
  askSeconds: number;
  remindSeconds: number;
  /** Effects that wait in the outbox then, by kind; nobody is reminded twice. */
  asked: number;
  reminders: number;
  problems: string[];
};

const portalId = 4711;
/** As the service takes them. */
const wakeBatch = 500;
const ownersCount = 40;

export async function measureClocks(folder: string, clocks: number): Promise<ClocksMeasured> {
  const store = await openSqliteStore(path.join(folder, 'clocks.db'));
  try {
    await fill(store, clocks);
    const { dueAt } = startClock(clockTerms, now);
    const askSeconds = await wakeAll(store, dueAt);
    const remindSeconds = await wakeAll(store, dueAt + askPatienceMs);
    // Whoever is woken too often has nothing to say.
    await wakeAll(store, dueAt + askPatienceMs);
    const counts = await count(store);
    return {
      measure: 'clocks',
      clocks,
      askSeconds,
      remindSeconds,
      ...counts,
      problems: await problemsOf(store, clocks, counts),
    };
  } finally {
    await store.close();
  }
}

/** People of one product, each with an AE and two working hours to be called in from this moment on. */
async function fill(store: SqliteStore, clocks: number): Promise<void> {
  const rules = { playbook: portalState().playbook, timeZone };
  const names = Array.from({ length: clocks }, (_, index) => `user-${index}`);
  for (let from = 0; from < clocks; from += 500) {
    const signUps = names.slice(from, from + 500).map((userId) => event({ userId, receivedAt: now, eventAt: now }));
    await store.acceptEvents(portalId, [signUps], rules);
  }
  const ids = await Promise.all(
    names.map(async (userId) => (await store.personByIdentity(portalId, `u:${userId}`))!.personId),
  );
  await Promise.all(
    ids.map((personId, index) =>
      store.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
        const handoff = withAe(newHandoffId(), personId, index % ownersCount);
        return { answer: null, change: { handoff, effects: [], receipts: [] } };
      }),
    ),
  );
}

function withAe(handoffId: number, personId: number, owner: number): Handoff {
  const email = `ae${owner}@acme.test`;
  const clock = { ...startClock(clockTerms, now), done: 'nearly' as const };
  return alertedHandoff({
    handoffId,
    personId,
    companyId: null,
    contactId: null,
    receipt: null,
    owner: { id: String(owner), email, name: email, setByUs: true, reason: 'next in rotation' },
    clock,
    timers: { clock: clock.dueAt },
  });
}

/** As start-work.ts does: by batches, all of a batch at once, until nothing is due. */
async function wakeAll(store: SqliteStore, at: number): Promise<number> {
  const state = portalState();
  const startedAt = performance.now();
  for (;;) {
    const due = await store.dueHandoffs(portalId, at, wakeBatch);
    if (due.length === 0) return round((performance.now() - startedAt) / 1000, 1);
    await Promise.all(
      due.map((handoffId) => store.transactHandoff(portalId, { handoffId }, at, wakeHandoff(state, at))),
    );
  }
}

type Counts = Pick<ClocksMeasured, 'asked' | 'reminders'>;

async function count({ connection }: SqliteStore): Promise<Counts> {
  const of = (kind: string) =>
    connection
      .statement<{ n: number }>('SELECT count(*) AS n FROM outbox WHERE portal_id = ? AND kind = ?')
      .get(portalId, kind)!.n;
  return { asked: of('ask for touch'), reminders: of('post reminder') };
}

/** Each AE once and the channel once for each handoff, and every handoff overdue since the same moment. */
async function problemsOf(store: SqliteStore, clocks: number, { asked, reminders }: Counts): Promise<string[]> {
  const problems: string[] = [];
  if (asked !== clocks) problems.push(`HubSpot is asked about ${asked} of ${clocks}`);
  if (reminders !== 2 * clocks) problems.push(`${reminders} reminders for ${clocks} handoffs`);
  const overdue = store.connection
    .statement<{ n: number }>(
      `SELECT count(*) AS n FROM handoffs WHERE portal_id = ? AND status = 'breached'
         AND json_extract(handoff_json, '$.breachedAt') = ?`,
    )
    .get(portalId, startClock(clockTerms, now).dueAt)!.n;
  if (overdue !== clocks) problems.push(`${overdue} of ${clocks} are overdue`);
  const receipts = store.connection
    .statement<{ n: number }>("SELECT count(*) AS n FROM receipts WHERE portal_id = ? AND kind = 'work'")
    .get(portalId)!.n;
  if (receipts !== 2 * clocks) problems.push(`${receipts} receipts for ${clocks} handoffs`);
  return problems;
}
