/** Events on PostgreSQL stand by the week they were received in: made ahead, dropped whole, deleted one by one only where portals differ. */
import { weekMs, weekOf } from '../../../backend/store/postgres/event-weeks.ts';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { event, normaliseAgain } from '../../support/events.ts';
import { dayMs, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { createTestDatabase, type Looking, lookInto } from '../../support/postgres.ts';
import { rebuildUsage } from '../../support/rebuild-usage.ts';

const rules = { playbook: acmePlaybook(), timeZone };
/** Beyond what a store makes when it is opened. */
const start = weekOf(Date.now()) + 20 * weekMs;
const end = start + 4 * weekMs;

let url: string;
let store: PostgresStore;
let looking: Looking;
beforeEach(async () => {
  url = await createTestDatabase();
  store = await openPostgresStore(url);
  looking = lookInto(url);
}, 60_000);
afterEach(async () => {
  await looking?.end();
  await store?.close();
});

async function addPortals(...portalIds: number[]): Promise<void> {
  for (const portalId of portalIds) {
    await store.savePortal({ portalId, timeZone, uiDomain: 'x', scopes: [], goLiveAt: null, createdAt: 1 });
  }
}

/** One event of the portal a day from the start on. */
async function sendDaily(portalId: number, days = 28): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    const receivedAt = start + day * dayMs + 1;
    const one = event({ userId: `u${day % 2}`, receivedAt, messageId: `${portalId} ${day}` });
    await store.acceptEvents(portalId, [[one]], rules);
  }
}

const forget = (portalId: number, before: number) =>
  store.forgetEvents(portalId, { before, rules, normalise: normaliseAgain, now: before });

const weekName = (from: number) => `events_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`;

/** Where events stand, by table, and of whom. */
async function standing(): Promise<Record<string, Record<number, number>>> {
  const rows = await looking.ask<{ name: string; portal_id: number; events: number }>(
    'SELECT tableoid::regclass::text AS name, portal_id, count(*) AS events FROM events GROUP BY 1, 2 ORDER BY 1, 2',
  );
  const byTable = Map.groupBy(rows, ({ name }) => name);
  return Object.fromEntries(
    [...byTable].map(([name, of]) => [
      name,
      Object.fromEntries(of.map(({ portal_id, events }) => [portal_id, events])),
    ]),
  );
}

async function tables(): Promise<string[]> {
  const rows = await looking.ask<{ name: string }>(
    "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'events'::regclass ORDER BY 1",
  );
  return rows.map(({ name }) => name);
}

describe('weeks of events', () => {
  it('are there when a store was opened: this one and four more, beside what was before and whatever else comes', async () => {
    const weeks = [0, 1, 2, 3, 4].map((week) => weekName(weekOf(Date.now()) + week * weekMs));
    expect(await tables()).toEqual([...weeks, 'events_before', 'events_rest']);
  });

  it('are made ahead, each once, however many nodes do it at the same time', async () => {
    const nodes = await Promise.all([openPostgresStore(url), openPostgresStore(url)]);
    const made = await Promise.all([store, ...nodes].map((node) => node.turnWeeks(start)));
    const weeks = [0, 1, 2, 3, 4].map((week) => weekName(start + week * weekMs));
    expect(made.flatMap((turned) => turned.made).toSorted()).toEqual(weeks);
    expect(await tables()).toEqual(expect.arrayContaining(weeks));
    expect(await store.turnWeeks(start)).toEqual({ made: [], dropped: [] });
    for (const node of nodes) await node.close();
  }, 30_000);

  it('take what is received in them; whatever was received at any other time is taken too', async () => {
    await store.turnWeeks(start);
    const moments = [start, start + weekMs - 1, start + weekMs, 0, start + 4_000 * dayMs, start + 400 * dayMs];
    const events = moments.map((receivedAt, index) => event({ receivedAt, messageId: `m${index}` }));
    expect(await store.acceptEvents(1, [events], rules)).toEqual([{ accepted: 6, duplicates: [] }]);
    expect(await standing()).toEqual({
      [weekName(start)]: { 1: 2 },
      [weekName(start + weekMs)]: { 1: 1 },
      events_rest: { 1: 3 },
    });
  });

  it('that began to come before they were made stay where they came; others are made', async () => {
    await store.acceptEvents(1, [[event({ receivedAt: start + 5 })]], rules);
    expect((await store.turnWeeks(start)).made).toEqual([1, 2, 3, 4].map((week) => weekName(start + week * weekMs)));
    await store.acceptEvents(1, [[event({ receivedAt: start + 6 })]], rules);
    expect(await standing()).toEqual({ events_rest: { 1: 2 } });
  });

  it('show no other portal’s events, whichever table is asked', async () => {
    await store.turnWeeks(start);
    await sendDaily(1, 1);
    await sendDaily(2, 1);
    for (const table of ['events', weekName(start)]) {
      const seen = await store.connection.forPortal(2)(`SELECT portal_id FROM ${table}`);
      expect(seen).toEqual([{ portal_id: 2 }]);
    }
  });

  it('are left as they are while somebody holds events for long, and turned the next time', async () => {
    await addPortals(1);
    await store.turnWeeks(start);
    await sendDaily(1, 7);
    await forget(1, start + weekMs);
    const holds = Promise.withResolvers<void>();
    const letGo = Promise.withResolvers<void>();
    const held = store.connection.transaction(1, async (query) => {
      await query('SELECT count(*) FROM events WHERE portal_id = $1', [1]);
      holds.resolve();
      await letGo.promise;
    });
    await holds.promise;
    try {
      await expect(store.turnWeeks(end)).rejects.toThrow('lock timeout');
    } finally {
      letGo.resolve();
      await held;
    }
    expect((await store.turnWeeks(end)).dropped).toContain(weekName(start));
  }, 90_000);
});

describe('events that are forgotten', () => {
  beforeEach(async () => {
    await addPortals(1, 2);
    await store.turnWeeks(start);
    await sendDaily(1);
    await sendDaily(2);
  }, 60_000);

  it('go with their week once both portals have forgotten it: no row is deleted for it', async () => {
    const before = start + weekMs;
    expect(await forget(1, before)).toBe(7);
    expect((await store.turnWeeks(end)).dropped).not.toContain(weekName(start));
    expect(await forget(2, before)).toBe(7);
    expect((await standing())[weekName(start)]).toEqual({ 1: 7, 2: 7 });
    expect((await store.turnWeeks(end)).dropped).toContain(weekName(start));
    expect(await tables()).not.toContain(weekName(start));
    expect((await standing())[weekName(start + weekMs)]).toEqual({ 1: 7, 2: 7 });
    expect(await store.forgotten(1)).toEqual([{ kind: 'events', before, rows: 7, at: before }]);
  });

  it('go one by one where another portal keeps the week, and take none of its events', async () => {
    expect(await forget(1, start + 2 * weekMs)).toBe(14);
    expect((await standing())[weekName(start)]).toEqual({ 1: 7, 2: 7 });
    expect(await forget(1, start + 2 * weekMs)).toBe(0);
    expect((await standing())[weekName(start)]).toEqual({ 2: 7 });
    expect((await standing())[weekName(start + weekMs)]).toEqual({ 1: 7, 2: 7 });
    expect(await forget(1, start + 2 * weekMs + 2 * dayMs)).toBe(2);
    expect((await standing())[weekName(start + weekMs)]).toEqual({ 2: 7 });
    expect((await store.turnWeeks(end)).dropped).not.toContain(weekName(start));
    expect(await tables()).toContain(weekName(start));
  });

  it('are gone from the disk nine days after they were forgotten at the latest, if nobody drops their week', async () => {
    for (let day = 1; day <= 28; day += 1) {
      const before = start + day * dayMs;
      await forget(1, before);
      const [oldest] = await looking.ask<{ at: number }>(
        'SELECT min(received_at) AS at FROM events WHERE portal_id = 1',
      );
      expect(oldest!.at).toBeGreaterThanOrEqual(before - 9 * dayMs);
    }
  }, 30_000);

  it('are read by nothing while they still stand there', async () => {
    const everything = { before: Number.MAX_SAFE_INTEGER, limit: 50 };
    expect(await forget(1, start + 10 * dayMs)).toBe(10);
    expect((await standing())[weekName(start)]).toEqual({ 1: 7, 2: 7 });
    const { personId } = (await store.personByIdentity(1, 'u:u0'))!;
    expect(await store.personEvents(1, personId, everything)).toHaveLength(9);
    expect(await store.personEvents(2, personId, everything)).toHaveLength(14);
    expect((await store.keptEvents(1, new Set([personId]), 0)).events).toHaveLength(9);
    const usage = (await store.personByIdentity(1, 'u:u0'))!.usage.signals['key action'];
    expect(usage).toMatchObject({ total: 14 });
    expect(await rebuildUsage(store, 1, rules, normaliseAgain, end)).toMatchObject({ events: 18 });
    expect((await store.personByIdentity(1, 'u:u0'))!.usage.signals['key action']).toMatchObject({ total: 14 });
    expect(await forget(1, start + 10 * dayMs)).toBe(0);
    expect(await forget(1, end)).toBe(18);
    expect([await store.hasEvents(1), await store.lastEventAt(1)]).toEqual([false, null]);
    expect(await store.hasEvents(2)).toBe(true);
  });

  it('are deleted with their person', async () => {
    await forget(1, start + 10 * dayMs);
    const found = await store.findPersons(1, { userId: 'u0' });
    expect(await store.erasePersons(1, found, [], rules, end)).toMatchObject({ events: 9 });
    const [left] = await looking.ask(
      'SELECT count(*) AS events FROM events WHERE portal_id = 1 AND body_json LIKE \'%"u0"%\'',
    );
    expect(left).toEqual({ events: 0 });
  });

  it('of a portal that nobody knows keep their week', async () => {
    await sendDaily(3, 7);
    await forget(1, end);
    await forget(2, end);
    expect((await store.turnWeeks(end + 2 * weekMs)).dropped).not.toContain(weekName(start));
    expect((await standing())[weekName(start)]).toMatchObject({ 3: 7 });
    await store.erasePortal(3, end);
    const { dropped } = await store.turnWeeks(end + 2 * weekMs);
    expect(dropped).toEqual(expect.arrayContaining([0, 1, 2, 3].map((week) => weekName(start + week * weekMs))));
  });

  it('that come while their week is dropped are kept', async () => {
    await forget(1, start + weekMs);
    await forget(2, start + weekMs);
    const late = event({ receivedAt: start + 10, messageId: 'late' });
    const [turned, accepted] = await Promise.all([store.turnWeeks(end), store.acceptEvents(1, [[late]], rules)]);
    expect(accepted).toEqual([{ accepted: 1, duplicates: [] }]);
    const stands = turned.dropped.includes(weekName(start)) ? 'events_rest' : weekName(start);
    expect((await standing())[stands]?.[1]).toBeGreaterThanOrEqual(1);
  });
});
