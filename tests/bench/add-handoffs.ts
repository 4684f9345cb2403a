/** Handoffs of eight weeks, with three owners, as the store keeps them: called, late, running, in review, won and returned. */
import { receiptOfCrossing } from '../../backend/handoff/crossing-receipt.ts';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import { openHandoff } from '../../backend/handoff/steps/opening.ts';
import { loadDecision } from '../../backend/store/sqlite/decision-inputs.ts';
import { saveHandoff } from '../../backend/store/sqlite/handoff-rows.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { loadPerson } from '../../backend/store/sqlite/person-rows.ts';
import { portalId } from './product.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const weeksDays = 56;
/** One in so many is of today; of those, one in so many waits for a reviewer. */
const ofToday = 50;
const inReview = 7;

const owners = ['maria', 'tom', 'lee'].map((name, index) => ({
  id: String(71 + index),
  email: `${name}@acme.test`,
  name,
  setByUs: true,
  reason: 'by turns: their share is due',
}));

/** To the first so many people; says what is stored then. */
export async function addHandoffs(file: string, count: number) {
  const store = await openSqliteStore(file);
  const now = Date.now();
  try {
    store.connection.transaction(() => {
      for (let personId = 1; personId <= count; personId += 1) {
        saveHandoff(store.connection, portalId, handoffOf(personId, now));
      }
    });
    const counted = (table: string): unknown =>
      store.connection.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    return { events: counted('events'), people: counted('persons'), handoffs: counted('handoffs') };
  } finally {
    await store.close();
  }

  function handoffOf(personId: number, at: number): Handoff {
    const decision = loadDecision(store.connection, portalId, personId);
    if (decision === null) throw new Error(`nobody decided about person ${personId}`);
    const isToday = personId % ofToday === 0;
    const openedAt = isToday ? at - 1_000 : at - ((personId % weeksDays) + 1) * dayMs;
    const { score, readiness } = decision.decision;
    const receipt = receiptOfCrossing({
      crossedAt: openedAt,
      playbookVersion: 1,
      definition: 'the sample definition',
      score,
      readiness,
      trigger: null,
      usage: loadPerson(store.connection, portalId, personId)!.usage,
      companyActiveUsers: 2,
      today: Math.floor(openedAt / dayMs),
    });
    const opened = openHandoff({
      handoffId: personId,
      personId,
      companyId: null,
      contactId: String(50_000 + personId),
      hubspotCompanyId: null,
      employees: 85,
      origin: 'direct',
      receipt,
      contactedNotes: 0,
      review: null,
      timers: {},
      now: openedAt,
    });
    if (isToday && personId % inReview === 0) {
      const review = { askedAt: openedAt, contractValue: 24_000, rule: 'zo_expected_acv >= 15000' };
      const open = { verdict: null, decidedAt: null, by: null, reason: null, escalatedAt: null };
      return { ...opened, status: 'in_review', review: { ...review, ...open } };
    }
    const owner = owners[personId % owners.length]!;
    const dueAt = openedAt + 2 * hourMs;
    const handedOff = { ...opened, owner, handedOffAt: openedAt, dueAt };
    if (isToday) return { ...handedOff, status: 'alerted' };
    if (personId % 4 === 0) return { ...handedOff, status: 'breached', breachedAt: dueAt };
    const calledAt = openedAt + ((personId % 180) + 5) * 60_000;
    const touch = { at: calledAt, by: 'owner', kind: 'call', via: 'HubSpot', minutes: (personId % 180) + 5 } as const;
    const called = { ...handedOff, touch, breachedAt: calledAt > dueAt ? dueAt : null };
    if (personId % 5 === 0) return { ...called, status: 'won', closedAt: calledAt + dayMs };
    if (personId % 5 === 1) return { ...called, status: 'returned', closedAt: calledAt + dayMs };
    return { ...called, status: 'engaged' };
  }
}
