/**
 * The second wall between portals. Two portals live the same life, under the same numbers; then every portal clause is taken out of
 * every statement: PostgreSQL shows and changes the same rows as before. Without its walls it would not.
 */
import pg from 'pg';
import { openPostgres } from '../../../backend/store/postgres/connection.ts';
import { weekMs } from '../../../backend/store/postgres/event-weeks.ts';
import { openPostgresStore, type PostgresStore, storeOn } from '../../../backend/store/postgres/open.ts';
import { repository } from '../../repository/source-files.ts';
import { now } from '../../support/handoffs.ts';
import { asSuperuser, createTestDatabase, type Looking, lookInto, ordinaryRole } from '../../support/postgres.ts';
import { doSeldomActs, preparePortal } from '../../support/seldom-acts.ts';
import { sqlTextsIn, wordsOf } from '../../support/sql-texts.ts';
import { readEverything } from '../../support/store-questions.ts';
import { playStory, storyRules } from '../../support/store-story.ts';
import { withoutClauses } from '../../support/without-clauses.ts';

const [other, own] = [1, 2];
const seeds = [1, 2, 3, 4, 5, 6];

let url: string;
let looking: Looking;
let store: PostgresStore;
beforeAll(async () => {
  url = await createTestDatabase();
  looking = lookInto(url);
  store = await openPostgresStore(url);
}, 60_000);
afterAll(async () => {
  await looking?.end();
  await store?.close();
});

/** As whoever holds the service's address may: nothing says for which portal. */
async function asOrdinary<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the database', () => {
  beforeAll(async () => {
    for (const portalId of [11, 12]) await playStory(store, { portalId, now }, []);
  }, 60_000);

  it('shows no row of any portal to whoever names none, and one portal’s to whoever names it', async () => {
    const seen = await asOrdinary(async (client) => {
      const ask = async () => (await client.query('SELECT DISTINCT portal_id::int AS portal_id FROM persons')).rows;
      const nobody = await ask();
      await client.query("SET zo.portal_id = '12'");
      return [nobody, await ask()];
    });
    expect(seen).toEqual([[], [{ portal_id: 12 }]]);
  });

  it('takes no row of another portal: not new, not changed into one, not deleted', async () => {
    const forOne = store.connection.forPortal(11);
    const added = forOne(
      "INSERT INTO alarms (portal_id, alarm_key, message, raised_at, times) VALUES (12, 'x', '', 1, 1)",
    );
    await expect(added).rejects.toThrow('row-level security');
    await expect(forOne('UPDATE settings SET portal_id = 12')).rejects.toThrow('row-level security');
    expect(await forOne('DELETE FROM alarms WHERE portal_id = 12 RETURNING 1')).toEqual([]);
    expect(await store.alarms(12)).toHaveLength(1);
  });

  it('shows of all portals only what is looked for before the portal is known', async () => {
    const { acrossPortals } = store.connection;
    const counted = async (table: string) =>
      (await acrossPortals<{ portals: number }>(`SELECT count(DISTINCT portal_id) AS portals FROM ${table}`))[0]!
        .portals;
    expect([await counted('credentials'), await counted('write_keys'), await counted('portals')]).toEqual([2, 2, 2]);
    expect([await counted('persons'), await counted('events'), await counted('settings')]).toEqual([0, 0, 0]);
    expect(await store.connection.forPortal(11)('SELECT portal_id FROM portals')).toEqual([{ portal_id: 11 }]);
  });

  it('forgets for whom a statement or a transaction ran as soon as it has ended, whether well or not', async () => {
    const { forPortal, acrossPortals, transaction } = store.connection;
    const settings = () =>
      acrossPortals("SELECT nullif(current_setting('zo.portal_id', true), '') AS portal, current_user AS who");
    await forPortal(11)('SELECT 1');
    await expect(forPortal(11)('SELECT 1 / 0')).rejects.toThrow('division by zero');
    await transaction(11, (query) => query('SELECT 1'));
    await expect(transaction(11, (query) => query('SELECT 1 / 0'))).rejects.toThrow('division by zero');
    expect(await settings()).toEqual([{ portal: null, who: ordinaryRole }]);
    const seen = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        forPortal(11 + (index % 2))<{ portal_id: number }>('SELECT DISTINCT portal_id FROM persons'),
      ),
    );
    expect(seen.flat().map(({ portal_id }) => portal_id)).toEqual(
      Array.from({ length: 60 }, (_, index) => 11 + (index % 2)),
    );
  });

  it('lets what looked for a portal go on for that one alone', async () => {
    const seen = await store.connection.transactionAcrossPortals(async (query, enter) => {
      await enter(12);
      return [await query('SELECT portal_id FROM portals'), await query('SELECT DISTINCT portal_id FROM persons')];
    });
    expect(seen).toEqual([[{ portal_id: 12 }], [{ portal_id: 12 }]]);
  });

  it('moves a write key to another portal only where keys are looked for over all', async () => {
    await store.saveWriteKey('moving', { portalId: 11, source: 'server' }, now);
    await store.saveWriteKey('moving', { portalId: 12, source: 'server' }, now);
    expect(await store.writeKey('moving')).toEqual({ portalId: 12, source: 'server' });
    await expect(store.addWriteKey('moving', { portalId: 11, source: 'server', name: '' }, now)).rejects.toThrow();
  });
});

/** A node that hears nothing of others. */
const alone = { node: 1, presence: () => 0, onSaved() {}, close: async () => {} };

describe('a statement that forgets its portal', () => {
  it('finds and changes on PostgreSQL what it would have with it', async () => {
    const outer = openPostgres(
      `${asSuperuser(url)}?options=${encodeURIComponent(`-c role=${ordinaryRole}`)}`,
      () => {},
    );
    const plain = storeOn(outer, alone, 0);
    const { trials, ...connection } = withoutClauses(outer, 'zo');
    const watched = storeOn(connection, alone, 0);
    try {
      const [theirs, ours] = [other, own].map((portalId) => ({ portalId, now, rules: storyRules() }));
      await playStory(plain, theirs!, seeds);
      await preparePortal(plain, theirs!);
      await playStory(watched, ours!, seeds, (at) => readEverything(watched, at));
      await preparePortal(watched, ours!);
      await doSeldomActs(watched, ours!);
      await watched.turnWeeks(Date.now() + 2 * weekMs);
      await watched.erasePortal(own, now);
    } finally {
      await outer.close();
    }
    expect([...trials.leaked]).toEqual([]);
    const { statements, tried, differed } = trials;
    process.stdout.write(
      `${statements.size} statements with ${tried.size} portal clauses, each taken out: without the walls ${differed.size} would have found or changed other rows, with them none\n`,
    );
    expect(differed.size).toBeGreaterThan(tried.size * 0.45);
    const ran = new Set([...statements].map(wordsOf));
    const known = knownStatements();
    expect(known.filter((text) => !ran.has(text)).length).toBeLessThan(known.length * 0.1);
    expect(await unled([...statements])).toEqual([]);
  }, 600_000);
});

/** Statements of the store that name a portal, where their text says it all. */
function knownStatements(): string[] {
  return sqlTextsIn(`${repository}/backend/store/postgres`)
    .map(({ text }) => wordsOf(text))
    .filter((text) => text.includes('portal_id = $') && !/\$\{/.test(text));
}

type Plan = { 'Node Type': string; 'Relation Name'?: string; Plans?: Plan[] } & Record<string, unknown>;

/** Tables that a statement reads without a portal of its own: the database's walls stand aside. */
async function unled(statements: string[]): Promise<string[]> {
  const tables = await looking.ask<{ name: string }>(
    "SELECT attrelid::regclass::text AS name FROM pg_attribute WHERE attname = 'portal_id'",
  );
  const ofPortals = new Set(tables.map(({ name }) => name));
  const found: string[] = [];
  const look = (plan: Plan, sql: string): void => {
    const table = plan['Relation Name'];
    const isRead = plan['Node Type'] !== 'ModifyTable' && table !== undefined && ofPortals.has(table);
    if (isRead && !JSON.stringify({ ...plan, Plans: undefined }).includes('portal_id'))
      found.push(`${table}: ${wordsOf(sql)}`);
    for (const part of plan.Plans ?? []) look(part, sql);
  };
  for (const sql of statements) {
    if (!/^\s*\(?(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql)) continue;
    const [row] = await looking.ask<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${sql}`);
    look(row!['QUERY PLAN'][0].Plan, sql);
  }
  return found;
}
