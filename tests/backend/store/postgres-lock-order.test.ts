/**
 * What changes several effects at once meets others in the middle of them. Whoever takes them in another order than these ends
 * with PostgreSQL's "deadlock detected".
 */
import pg from 'pg';
import { decide } from '../../../backend/handoff/decide.ts';
import type { Handoff } from '../../../backend/handoff/handoff.ts';
import { withdraw } from '../../../backend/handoff/steps/opening.ts';
import { type ClaimedEffect, type Effect, priorities } from '../../../backend/outbox/effect.ts';
import { mergePersonRows } from '../../../backend/store/postgres/merge-person-rows.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { contact } from '../../contracts/outbox-effects.ts';
import { event } from '../../support/events.ts';
import { decisionContext, now, timeZone, waitingHandoff } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { asSuperuser, createTestDatabase, type Looking, lookInto } from '../../support/postgres.ts';

let url: string;
let store: PostgresStore;
let looking: Looking;
let holder: pg.Client;
let portalId = 0;

beforeAll(async () => {
  url = await createTestDatabase();
  // Its claims are over at once, so that others may take over what it works on.
  store = await openPostgresStore(url, { leaseMs: 0 });
  looking = lookInto(url);
  holder = new pg.Client(asSuperuser(url));
  await holder.connect();
}, 60_000);
beforeEach(() => {
  portalId += 1;
});
afterAll(async () => {
  await holder.end();
  await looking.end();
  await store.close();
});

const people = [9, 8, 7, 6, 5, 4, 3, 2, 1];
const middle = 'contact:5';

/** Claimed and in the table from the last key to the first; those in `sending` are being sent. */
async function claimAll(sending: number[] = []): Promise<ClaimedEffect[]> {
  for (const personId of people) await store.enqueue(portalId, [contact(personId)], now - personId);
  const claimed = await store.claimEffects(portalId, 'hubspot', people.length, now, 'one');
  for (const personId of sending) await store.markSending(portalId, `contact:${personId}`, 'one');
  return people.map((personId) => claimed.find(({ key }) => key === `contact:${personId}`)!);
}

async function untilWaiting(count: number): Promise<void> {
  await waitUntil(
    `${count} to wait for the effect in the middle`,
    async () => {
      const [row] = await looking.ask<{ waiting: number }>(
        `SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return row!.waiting >= count ? { value: true } : { instead: String(row!.waiting) };
    },
    10_000,
    10,
  );
}

/** Lets one after the other come as far as the effect in the middle, and then both go on. What they failed with. */
async function meet(acts: (() => Promise<unknown>)[], at = middle): Promise<string[]> {
  await holder.query('BEGIN');
  await holder.query('SELECT FROM outbox WHERE portal_id = $1 AND effect_key = $2 FOR UPDATE', [portalId, at]);
  const ended: Promise<unknown>[] = [];
  for (const act of acts) {
    ended.push(act());
    await untilWaiting(ended.length);
  }
  await holder.query('COMMIT');
  const outcomes = await Promise.allSettled(ended);
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
}

const settle = (claimed: ClaimedEffect[]) =>
  store.settleEffects(
    portalId,
    claimed.map((effect) => ({ ...effect, outcome: { outcome: 'done' } })),
    now,
  );
const want = () =>
  store.enqueue(
    portalId,
    people.map((personId) => contact(personId)),
    now,
  );

const acts = {
  'settled, in the order of their urgency': settle,
  'wanted again': want,
  'given back': () => store.unclaimEffects(portalId, 'one'),
  'taken over': () => store.recoverEffects(portalId),
};
const names = Object.keys(acts) as (keyof typeof acts)[];

it.each(names.flatMap((one) => names.filter((other) => other !== one).map((other) => [one, other] as const)))(
  'effects that are %s while they are %s wait for each other, and neither fails',
  async (one, other) => {
    const claimed = await claimAll();
    expect(await meet([() => acts[one](claimed), () => acts[other](claimed)])).toEqual([]);
  },
  30_000,
);

it.each([
  ['settled', settle],
  ['wanted again', want],
] as const)(
  'effects that are taken over while they are %s, some of them sent, fail neither',
  async (_what, act) => {
    const claimed = await claimAll([1, 2, 3, 4]);
    expect(await meet([() => act(claimed), () => store.recoverEffects(portalId)])).toEqual([]);
  },
  30_000,
);

describe('what is wanted of somebody who becomes one with another', () => {
  const fieldsOf = (handoffId: number): Effect => ({
    ...{ kind: 'write handoff fields', handoffId, personId: 1, fields: {} },
    ...{ key: `handoff-fields:${handoffId}`, lane: 'hubspot', priority: priorities.crossing },
  });
  const merge = () =>
    store.connection.portalTransaction(portalId, (query) =>
      mergePersonRows(query, portalId, { fromId: 1, intoId: 2, reason: 'alias' }, now),
    );

  it.each(['before', 'after'])(
    'and is settled just %s fails neither',
    async (when) => {
      for (const handoffId of people) await store.enqueue(portalId, [fieldsOf(handoffId)], now - handoffId);
      const claimed = await store.claimEffects(portalId, 'hubspot', people.length, now, 'one');
      // Then it is read as the table has it.
      await holder.query('ANALYZE outbox');
      const both = [() => settle(claimed), merge];
      expect(await meet(when === 'before' ? both : both.reverse(), 'handoff-fields:5')).toEqual([]);
    },
    30_000,
  );
});

describe('what changes of several handoffs', () => {
  /** Nine people, most with a handoff, and all of their contacts being written. */
  async function handedOff(without: number | null = null): Promise<{ claimed: ClaimedEffect[]; handoffs: Handoff[] }> {
    const rules = { playbook: acmePlaybook(), timeZone };
    for (const number of people.toReversed()) {
      const is = event({ type: 'identify', userId: `user-${number}`, receivedAt: now });
      await store.acceptEvents(portalId, [[is]], rules);
    }
    const handoffs: Handoff[] = [];
    for (const personId of people.filter((id) => id !== without)) {
      const handoff = await store.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
        const opened = waitingHandoff({ handoffId: newHandoffId(), personId, companyId: null });
        return { answer: opened, change: { handoff: opened, effects: [], receipts: [] } };
      });
      handoffs.push((await store.handoff(portalId, handoff!.handoffId))!);
    }
    if (without !== null) await store.enqueue(portalId, [contact(without)], now);
    const claimed = await store.claimEffects(portalId, 'hubspot', 100, now, 'one');
    expect(claimed.map(({ key }) => key)).toEqual(expect.arrayContaining(people.map((id) => `contact:${id}`)));
    return { claimed, handoffs };
  }

  it('by decisions, while their contacts are settled, fails neither', async () => {
    const { claimed, handoffs } = await handedOff();
    const inputs = new Map((await store.decisionInputs(portalId, 20)).map((input) => [input.person.personId, input]));
    const decisions = handoffs.map((handoff) => ({
      ...decide(inputs.get(handoff.personId)!, decisionContext()),
      wanted: {},
      effects: [],
      handoffChange: withdraw(handoff, 'not_ready', now),
    }));
    const commit = () => store.commitDecisions(portalId, decisions, 1, now);
    expect(await meet([commit, () => settle(claimed)])).toEqual([]);
    expect(await store.handoff(portalId, handoffs[0]!.handoffId)).toMatchObject({ status: 'withdrawn' });
  }, 30_000);

  it('by one command, while their contacts are settled, fails neither', async () => {
    const { claimed, handoffs } = await handedOff();
    const [first, last] = [handoffs[4]!, handoffs.at(-1)!];
    const command = () =>
      store.transactHandoff(portalId, { handoffId: first.handoffId }, now, ({ handoff }) => ({
        answer: true,
        change: withdraw(handoff!, 'not_ready', now),
        also: withdraw(last, 'not_ready', now),
      }));
    expect(await meet([command, () => settle(claimed)])).toEqual([]);
  }, 30_000);

  it('by who becomes one with another, whose contact is settled, fails neither', async () => {
    await handedOff(2);
    const asked = [5, 6].map(
      (handoffId): Effect => ({
        ...{ kind: 'write handoff fields', handoffId, personId: 1, fields: {} },
        ...{ key: `handoff-fields:${handoffId}`, lane: 'hubspot', priority: priorities.crossing },
      }),
    );
    await store.recoverEffects(portalId);
    await store.enqueue(portalId, asked, now);
    const claimed = await store.claimEffects(portalId, 'hubspot', 100, now, 'two');
    const merge = () =>
      store.connection.portalTransaction(portalId, (query) =>
        mergePersonRows(query, portalId, { fromId: 1, intoId: 2, reason: 'alias' }, now),
      );
    expect(await meet([merge, () => settle(claimed)], 'handoff-fields:6')).toEqual([]);
  }, 30_000);
});

it.each([
  ['just before', [settle, want]],
  ['just after', [want, settle]],
] as const)(
  'what is settled %s it is wanted again is done again',
  async (_when, both) => {
    const claimed = await claimAll();
    expect(await meet(both.map((act) => () => act(claimed)))).toEqual([]);
    expect(await store.outboxCounts(portalId)).toEqual({ pending: people.length });
    expect(await store.claimEffects(portalId, 'hubspot', people.length, now, 'two')).toHaveLength(people.length);
  },
  30_000,
);
