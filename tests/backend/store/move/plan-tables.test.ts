/** Whatever tables and columns come to be: each has a place on the other side, or the move says which has none. */
import { apart } from '../../../../backend/store/move/apart.ts';
import { type Column, planTables, type Table } from '../../../../backend/store/move/plan-tables.ts';
import { openSource } from '../../../../backend/store/move/source.ts';
import { describeTables } from '../../../../backend/store/move/target.ts';
import { openPostgresStore } from '../../../../backend/store/postgres/open.ts';
import { databaseFolder, makeDatabase } from '../../../support/moved-store.ts';
import { createTestDatabase } from '../../../support/postgres.ts';

const newFile = databaseFolder();
let sqlite: Table[];
let postgres: Table[];
beforeAll(async () => {
  const file = newFile();
  await makeDatabase(file, async () => {});
  const source = openSource(file, 'held');
  sqlite = source.tables;
  source.close();
  const store = await openPostgresStore(await createTestDatabase());
  postgres = await describeTables(store.connection.acrossPortals);
  await store.close();
}, 60_000);

it('every table of SQLite has its place in PostgreSQL, with every column but those it makes itself', () => {
  const planned = planTables(sqlite, postgres);
  expect(planned.map(({ name }) => name)).toEqual(
    sqlite.map(({ name }) => name).filter((name) => !['migrations', 'event_blocks'].includes(name)),
  );
  const columnsOf = (tables: Table[], name: string) =>
    tables
      .find((table) => table.name === name)!
      .columns.filter(({ isMade }) => !isMade)
      .map((column) => column.name);
  for (const { name, read, columns } of planned) {
    expect([name, read.toSorted()]).toEqual([name, columnsOf(sqlite, name).toSorted()]);
    expect([name, columns.map((column) => column.name).toSorted()]).toEqual([
      name,
      columnsOf(postgres, name).toSorted(),
    ]);
  }
});

it('both databases have the same keys', () => {
  const keys = (tables: Table[]) =>
    Object.fromEntries(tables.filter(({ name }) => !(name in apart)).map(({ name, key }) => [name, key.toSorted()]));
  const { rebuild_merges: merges, events, ...others } = keys(sqlite);
  const { rebuild_merges: mergesThere, events: eventsThere, ...same } = keys(postgres);
  expect(others).toEqual(same);
  expect([merges, mergesThere]).toEqual([['merge_id'], ['merge_id', 'portal_id']]);
  // The week is part of it, and follows from the number.
  expect([events, eventsThere]).toEqual([
    ['portal_id', 'seq'],
    ['portal_id', 'received_at', 'seq'],
  ]);
});

describe('says which has no place, and moves nothing:', () => {
  const column = (name: string, type: string): Column => ({ name, type, isMade: false });
  const withColumn = (tables: Table[], table: string, more: Column) =>
    tables.map((one) => (one.name === table ? { ...one, columns: [...one.columns, more] } : one));
  const leads = (type: string): Table => ({
    name: 'leads',
    columns: [column('lead_id', type)],
    key: ['lead_id'],
    isWalled: false,
  });

  it.each<[string, (table: Table[], other: Table[]) => [Table[], Table[]], string]>([
    ['a table of SQLite alone', (here, there) => [[...here, leads('INTEGER')], there], 'SQLite has a table leads'],
    [
      'a table of PostgreSQL alone',
      (here, there) => [here, [...there, leads('bigint')]],
      'PostgreSQL has a table leads',
    ],
    [
      'a column of SQLite alone',
      (here, there) => [withColumn(here, 'events', column('size', 'INTEGER')), there],
      'SQLite has a column events.size',
    ],
    [
      'a column of PostgreSQL alone',
      (here, there) => [here, withColumn(there, 'events', column('size', 'bigint'))],
      'PostgreSQL has a column events.size',
    ],
    [
      'a column that is another kind of value there',
      (here, there) => [
        [...here, leads('TEXT')],
        [...there, leads('jsonb')],
      ],
      'leads.lead_id: TEXT cannot become jsonb',
    ],
    [
      'a table without a key',
      (here, there) => [
        [...here, { ...leads('TEXT'), key: [] }],
        [...there, leads('text')],
      ],
      'leads has no key',
    ],
    [
      'what is told apart and is gone',
      (here, there) => [here, there.filter(({ name }) => name !== 'store_moves')],
      'store_moves is told apart, and is not there',
    ],
  ])('%s', (_what, change, message) => {
    const [here, there] = change(sqlite, postgres);
    expect(() => planTables(here, there)).toThrow(message);
  });

  it('all of them at once', () => {
    const here = withColumn([...sqlite, leads('INTEGER')], 'events', column('size', 'INTEGER'));
    expect(() => planTables(here, postgres)).toThrow(/leads.*events\.size/s);
  });
});

it('everything told apart has its reason', () => {
  expect(Object.values(apart).filter(({ because }) => because.length < 10)).toEqual([]);
});
