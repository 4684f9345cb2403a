/** What `zo migrate-store` says, in words. */
import type { Difference } from '../store/move/compare.ts';
import type { MoveStep, Preview, TableRows } from '../store/move/migrate-store.ts';

/** A step when it was first seen: from there its speed is known. `at` in milliseconds, of any clock. */
export type FirstStep = MoveStep & { at: number };

/** "Moving events: 42 %, 51,204 rows/s, about 2 min left". */
export function describeStep(now: FirstStep, first: FirstStep): string {
  const { step, table, done, total } = now;
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  const seconds = (now.at - first.at) / 1000;
  const perSecond = seconds > 0 ? (done - first.done) / seconds : 0;
  const speed =
    perSecond > 0 ? `, ${count(Math.round(perSecond))} rows/s, ${timeLeft((total - done) / perSecond)} left` : '';
  return `${step === 'moving' ? 'Moving' : 'Comparing'} ${table}: ${share} %${speed}`;
}

function timeLeft(seconds: number): string {
  return seconds < 60 ? `about ${Math.ceil(seconds)} s` : `about ${Math.ceil(seconds / 60)} min`;
}

export function describePreview({ tables, rows, target, before }: Preview, from: string, to: string): string[] {
  const filled = tables.filter((table) => table.rows > 0);
  const width = Math.max(0, ...filled.map(({ table }) => table.length));
  const state = {
    empty: `${to} is empty.`,
    unfinished: `${to} holds ${count(before)} of them already, by a move that has not ended: it would go on there.`,
    moved: `${to} holds all of them already, compared: nothing would be done.`,
  };
  return [
    `${describeRows(filled)} of ${from} would be moved; ${state[target]}`,
    ...filled.map((table) => `  ${table.table.padEnd(width)}  ${count(table.rows)}`),
    ...(rows === 0 ? [] : ['Nothing was changed.']),
  ];
}

/** "2,103,442 rows in 24 tables". */
export function describeRows(tables: TableRows[]): string {
  const filled = tables.filter(({ rows }) => rows > 0);
  const rows = filled.reduce((sum, table) => sum + table.rows, 0);
  return `${countOf(rows, 'row')} in ${countOf(filled.length, 'table')}`;
}

/** "  events, portal 4711: 1,000 rows in SQLite, 999 in PostgreSQL; the first: seq 17 is missing". */
export function describeDifference({ table, portal, rows, key, what, columns }: Difference): string {
  const whose = portal === null ? '' : `, portal ${portal}`;
  const [here, there] = rows;
  const counts =
    here === there
      ? `${countOf(here, 'row')} in both`
      : `${countOf(here, 'row')} in SQLite, ${count(there)} in PostgreSQL`;
  if (key === null) return `  ${table}${whose}: ${counts}, not the same`;
  const named = Object.entries(key)
    .filter(([column]) => column !== 'portal_id')
    .map(([column, value]) => `${column} ${value}`)
    .join(', ');
  return `  ${table}${whose}: ${counts}; the first: ${named || 'its row'} ${what}${columns.length > 0 ? ` in ${columns.join(', ')}` : ''}`;
}

function countOf(number: number, what: string): string {
  return `${count(number)} ${what}${number === 1 ? '' : 's'}`;
}

export function count(number: number): string {
  return number.toLocaleString('en-US');
}
