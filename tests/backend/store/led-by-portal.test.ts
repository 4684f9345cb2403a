/**
 * On PostgreSQL every table, key, index and statement is led by the portal, so that the schema can be distributed by it; what is
 * not is named here, with why. The database keeps portals apart by itself.
 */
import path from 'node:path';
import { openPostgresStore, type PostgresStore } from '../../../backend/store/postgres/open.ts';
import { read, repository } from '../../repository/source-files.ts';
import { createTestDatabase, type Looking, lookInto } from '../../support/postgres.ts';
import { sqlTextsIn, wordsOf } from '../../support/sql-texts.ts';

let store: PostgresStore;
let looking: Looking;
beforeAll(async () => {
  const url = await createTestDatabase();
  store = await openPostgresStore(url);
  looking = lookInto(url);
}, 60_000);
afterAll(async () => {
  await looking?.end();
  await store?.close();
});

const beforeThePortalIsKnown = 'looked up before anybody knows the portal';

/** Tables of no portal. */
const tablesOfNone: Record<string, string> = {
  migrations: 'the schema’s version',
  portal_erasures: 'the proof that everything of a portal was deleted, which outlives it',
  slack_events: 'events of a workspace, which several portals may share',
  store_moves: 'how far everything has come that is moved here from SQLite',
};

/** Keys and indexes that do not begin with portal_id. */
const indexesOtherwise: Record<string, string> = {
  migrations_pkey: tablesOfNone.migrations!,
  portal_erasures_pkey: tablesOfNone.portal_erasures!,
  portal_erasures_under_way: tablesOfNone.portal_erasures!,
  slack_events_pkey: tablesOfNone.slack_events!,
  slack_events_by_time: tablesOfNone.slack_events!,
  store_moves_pkey: tablesOfNone.store_moves!,
  write_keys_pkey: beforeThePortalIsKnown,
  oauth_states_pkey: beforeThePortalIsKnown,
  slack_links_pkey: beforeThePortalIsKnown,
  slack_offers_pkey: beforeThePortalIsKnown,
  credentials_by_slack_team: beforeThePortalIsKnown,
  credentials_by_key: 'which keys are in use is asked over all portals',
  oauth_states_by_end: 'old ones go over all portals',
  slack_links_by_end: 'old ones go over all portals',
  slack_offers_by_end: 'old ones go over all portals',
};

/** Those whose rows are seen by what looks for a portal. */
const seenAcross = ['credentials', 'oauth_states', 'portals', 'slack_links', 'slack_offers', 'write_keys'];

const noRows = 'no rows of portals';
const callersName = 'rows are named with their portal by whoever asks';

/** Statements without a portal, by how they begin. */
const statementsOtherwise: Record<string, string> = {
  'SELECT set_config(': noRows,
  'SELECT pg_advisory_xact_lock($1)': noRows,
  'SELECT max(version) AS version FROM migrations': noRows,
  'INSERT INTO migrations': noRows,
  'SELECT c.relname AS name': noRows,
  'SELECT split_part(current_setting(': noRows,
  'SELECT pg_advisory_lock_shared($1, $2)': noRows,
  'SELECT 1': noRows,
  'SELECT pg_notify(': noRows,
  'SELECT pg_logical_emit_message(': noRows,
  'SELECT pid, CASE WHEN state': noRows,
  'SELECT objid::bigint AS node FROM pg_locks': noRows,
  'SELECT * FROM portal_erasures WHERE erasure_id = $1': tablesOfNone.portal_erasures!,
  'SELECT * FROM portal_erasures ORDER BY': tablesOfNone.portal_erasures!,
  'SELECT erasure_id FROM portal_erasures': tablesOfNone.portal_erasures!,
  'INSERT INTO portal_erasures': tablesOfNone.portal_erasures!,
  'UPDATE portal_erasures SET': tablesOfNone.portal_erasures!,
  'SELECT source FROM store_moves WHERE ended_at IS NULL': tablesOfNone.store_moves!,
  'INSERT INTO slack_events': tablesOfNone.slack_events!,
  'DELETE FROM slack_events WHERE taken_at < $1': tablesOfNone.slack_events!,
  'SELECT * FROM portals ORDER BY portal_id': 'which portals there are',
  'SELECT portal_id FROM portals': 'which portals there are',
  'SELECT portal_id AS "portalId", source FROM write_keys WHERE key_hash = $1': beforeThePortalIsKnown,
  'UPDATE write_keys SET last_used_at = $2 WHERE key_hash = $1': beforeThePortalIsKnown,
  'SELECT * FROM credentials WHERE kind = $1 ORDER BY portal_id': 'whose tokens there are',
  'SELECT portal_id FROM credentials WHERE slack_team_id = $1': beforeThePortalIsKnown,
  'SELECT key_id AS "keyId", sum(is_credential)': 'which keys are in use',
  'SELECT portal_id AS "portalId", kind, sealed FROM credentials WHERE sealed IS NOT NULL': 'what is to be sealed anew',
  'SELECT * FROM oauth_states WHERE state_hash = $1': beforeThePortalIsKnown,
  'DELETE FROM oauth_states WHERE': beforeThePortalIsKnown,
  'DELETE FROM slack_links WHERE': beforeThePortalIsKnown,
  'DELETE FROM slack_offers WHERE': beforeThePortalIsKnown,
  'SELECT count(*) AS count FROM (SELECT FROM ${rows} LIMIT': callersName,
  'SELECT count(*) AS count, min(at) AS "oldestAt" FROM (${rows} LIMIT $2) m': callersName,
  'SELECT count(*) AS rows FROM ${rows}': callersName,
  'WITH RECURSIVE last AS ( (SELECT portal_id, seq FROM ${name}':
    'whose last events stand in a week that is to be dropped',
};

/** Statements about events that look at forgotten ones too, whose rows may stand a while longer. */
const forgottenToo: Record<string, string> = {
  'INSERT INTO events': 'it reads none',
  'DELETE FROM events WHERE portal_id = $1 AND seq = ANY': 'an erased person’s',
  'UPDATE events SET body_json': 'what is said of an erased person',
  'DELETE FROM events WHERE portal_id = $1 AND person_id = ANY': 'a forgotten person’s',
  'SELECT FROM events WHERE portal_id = $1 AND seq > $2 AND received_at >= $3': 'it is told itself up to where they go',
  'UPDATE events SET person_id': 'of events that were read before',
};

const texts = sqlTextsIn(path.join(repository, 'backend/store/postgres')).map(({ file, text }) => ({
  file,
  text: wordsOf(text),
}));
const isListed = (list: Record<string, string>, text: string) =>
  Object.keys(list).some((begin) => text.startsWith(begin));
const unused = (list: Record<string, string>) =>
  Object.keys(list).filter((begin) => !texts.some(({ text }) => text.startsWith(begin)));

it('has a portal_id in every table but those of no portal', async () => {
  const tables = await looking.ask<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'portal_id') ORDER BY 1`,
  );
  expect(tables.map(({ name }) => name)).toEqual(Object.keys(tablesOfNone).toSorted());
});

it('has a portal_id at the beginning of every primary key, unique key and index but those named here', async () => {
  const indexes = await looking.ask<{ name: string; first: string | null }>(
    `SELECT i.indexrelid::regclass::text AS name, a.attname AS first FROM pg_index i
     JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace
     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] ORDER BY 1`,
  );
  expect(indexes.length).toBeGreaterThan(60);
  const otherwise = indexes.filter(({ first }) => first !== 'portal_id').map(({ name }) => name);
  expect(otherwise).toEqual(Object.keys(indexesOtherwise).toSorted());
});

it('lets nobody, the owner included, see or take rows of another portal, in any table and in any week of events', async () => {
  type Wall = { name: string; forced: boolean; policies: string[] };
  const walls = await looking.ask<Wall>(
    `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
       ARRAY (SELECT policyname || ': ' || qual FROM pg_policies p
              WHERE p.tablename = c.relname AND p.schemaname = 'public' ORDER BY 1) AS policies
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'portal_id'
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const ofPortal =
    "of_portal: (portal_id = ( SELECT (NULLIF(current_setting('zo.portal_id'::text, true), ''::text))::bigint AS \"nullif\"))";
  const across = "across_portals: ( SELECT (current_setting('zo.across_portals'::text, true) = 'on'::text))";
  const expected = ({ name }: Wall) => (seenAcross.includes(name) ? [across, ofPortal] : [ofPortal]);
  // A migration that makes a table says SELECT guard_portal_rows('its_name').
  expect(walls).toEqual(walls.map((wall) => ({ name: wall.name, forced: true, policies: expected(wall) })));
  expect(walls.map(({ name }) => name)).toEqual(expect.arrayContaining(['events', 'events_rest', ...seenAcross]));
});

it('names the portal in every statement but those named here', () => {
  expect(texts.length).toBeGreaterThan(250);
  const names = /portal_id = (\$\d|portal\b)|INSERT INTO \w+ (AS \w+ )?\([^)]*portal_id/;
  const nameless = texts.filter(({ text }) => !names.test(text) && !isListed(statementsOtherwise, text));
  expect(nameless).toEqual([]);
  expect(unused(statementsOtherwise)).toEqual([]);
});

it('passes over events that retention has taken leave of wherever it reads events, but where it is named here', () => {
  const about = texts.filter(({ text }) => /\b(FROM|INTO|UPDATE|JOIN) events\b/.test(text));
  expect(about.length).toBeGreaterThan(12);
  const careless = about.filter(({ text }) => !/\$\{isKept\}/.test(text) && !isListed(forgottenToo, text));
  expect(careless).toEqual([]);
  expect(unused(forgottenToo)).toEqual([]);
});

it('is told on the page about it: which tables are of no portal, and which are looked in for one', () => {
  const [, section = ''] = read('docs/scale.md').split('### Distributing it by portal');
  const apart = [...Object.keys(tablesOfNone), ...seenAcross];
  expect(apart.filter((table) => !section.includes(`\`${table}\``))).toEqual([]);
});

it('finds the statements it looks at', () => {
  const [first] = sqlTextsIn(path.join(repository, 'backend/store/postgres')).filter(
    ({ file }) => file === 'note-changes.ts',
  );
  expect(wordsOf(first!.text)).toMatch(/^SELECT asked.id FROM unnest\(\$2::text\[\]\)/);
});
