import { describeDifference, describePreview, describeStep } from '../../../backend/cli/describe-move.ts';

it('says how far a move has come, how fast, and how long it will take', () => {
  const first = { step: 'moving', table: 'alarms', done: 0, total: 2_000_000, at: 1_000 } as const;
  expect(describeStep(first, first)).toBe('Moving alarms: 0 %');
  const later = { ...first, table: 'events', done: 500_000, at: 11_000 };
  expect(describeStep(later, first)).toBe('Moving events: 25 %, 50,000 rows/s, about 30 s left');
  // Rows that an earlier run had moved are not this one's speed.
  const resumed = { ...first, done: 490_000, at: 10_000 };
  expect(describeStep(later, resumed)).toBe('Moving events: 25 %, 10,000 rows/s, about 3 min left');
  expect(describeStep({ ...later, step: 'comparing', done: 2_000_000 }, first)).toMatch(/^Comparing events: 100 %/);
  const none = { ...first, total: 0 };
  expect(describeStep(none, none)).toBe('Moving alarms: 100 %');
});

it('says what of a move is done already, before anything is', () => {
  const tables = [
    { table: 'events', rows: 1_200 },
    { table: 'alarms', rows: 0 },
    { table: 'persons', rows: 40 },
  ];
  const about = { tables, rows: 1_240, before: 1_000 };
  expect(describePreview({ ...about, target: 'unfinished' }, 'zo.db', 'db:5432/zo')).toEqual([
    '1,240 rows in 2 tables of zo.db would be moved; db:5432/zo holds 1,000 of them already, by a move that has not ended: it would go on there.',
    '  events   1,200',
    '  persons  40',
    'Nothing was changed.',
  ]);
  expect(describePreview({ ...about, target: 'moved' }, 'zo.db', 'db:5432/zo')[0]).toContain('nothing would be done');
});

it('names a difference by table, portal, first row and columns', () => {
  const about = { table: 'events', portal: '42', rows: [3, 3] as [number, number], columns: [] };
  expect(
    describeDifference({
      ...about,
      key: { portal_id: '42', seq: '7' },
      what: 'differs',
      columns: ['source', 'body_json'],
    }),
  ).toBe('  events, portal 42: 3 rows in both; the first: seq 7 differs in source, body_json');
  expect(describeDifference({ ...about, rows: [1, 0], key: { portal_id: '42' }, what: 'is missing' })).toBe(
    '  events, portal 42: 1 row in SQLite, 0 in PostgreSQL; the first: its row is missing',
  );
  expect(
    describeDifference({
      ...about,
      portal: null,
      rows: [2, 2],
      key: { event_id: 'Ev2' },
      what: 'differs',
      columns: ['taken_at'],
    }),
  ).toBe('  events: 2 rows in both; the first: event_id Ev2 differs in taken_at');
  expect(describeDifference({ ...about, key: null, what: 'differs' })).toBe(
    '  events, portal 42: 3 rows in both, not the same',
  );
});
