/** What came of a backfill, in words for the terminal. */
import type { Backfill, RejectedLine, RowCounts } from '../../store/backfill-store.ts';
import { momentWords } from '../../text/moment-words.ts';
import type { DryRun } from './dry-run.ts';

const shownReasons = 10;
const shownLines = 5;

const number = (count: number) => count.toLocaleString('en-US');
const rows = (count: number) => `${number(count)} ${count === 1 ? 'row' : 'rows'}`;

/** Rejected lines of this run: how many for which reason, and the first of them. */
export type Rejections = { reasons: Map<string, number>; first: (RejectedLine & { file: string })[] };

export function noRejections(): Rejections {
  return { reasons: new Map(), first: [] };
}

export function noteRejected(noted: Rejections, file: string, rejected: readonly RejectedLine[]): void {
  for (const one of rejected) {
    noted.reasons.set(one.reason, (noted.reasons.get(one.reason) ?? 0) + 1);
    if (noted.first.length < shownLines) noted.first.push({ file, ...one });
  }
}

export function describeCounts({ accepted, duplicates, rejected, skipped }: RowCounts): string {
  return [
    `${rows(accepted)} loaded`,
    ...(duplicates > 0 ? [`${number(duplicates)} known already`] : []),
    ...(skipped > 0 ? [`${number(skipped)} left out`] : []),
    `${number(rejected)} rejected`,
  ].join(', ');
}

export function describeRejections({ reasons, first }: Rejections, file: string | null): string[] {
  if (reasons.size === 0) return [];
  const sorted = [...reasons].sort(([, one], [, other]) => other - one);
  return [
    'Rejected in this run:',
    ...sorted.slice(0, shownReasons).map(([reason, count]) => `  ${number(count)} × ${reason}`),
    ...(sorted.length > shownReasons ? [`  and ${number(sorted.length - shownReasons)} other reasons`] : []),
    'The first of them:',
    ...first.map(({ file: of, line, reason }) => `  ${of}, line ${number(line)}: ${reason}`),
    file === null ? 'All of them, line by line: --rejected FILE.' : `All of them, line by line: ${file}`,
  ];
}

/** A file that was through before, or that goes on. */
export function describeBegun({ name, reached, endedAt, counts }: Backfill, timeZone: string): string | null {
  if (endedAt !== null) {
    return `${name}: loaded on ${momentWords(endedAt, timeZone)} (${describeCounts(counts)}); --restart reads it again.`;
  }
  if (reached.line === 0) return null;
  return `${name}: goes on behind line ${number(reached.line)} (so far ${describeCounts(counts)}).`;
}

/** What was read otherwise before counts under other ids where rows have none of their own. */
export function describeOthers(others: readonly Backfill[]): string | null {
  if (others.every(({ counts }) => counts.accepted === 0)) return null;
  return `This file was loaded before, read as ${others.map(({ name }) => name).join('; as ')}. Rows with ids of their own count once; others may count again.`;
}

/** `toDecide`: whom the server has not decided about yet. */
export function describeReady(people: number, toDecide: number): string {
  const soFar = toDecide > 0 ? 'So far ' : '';
  if (people === 0) return `${soFar ? 'So far nobody' : 'Nobody'} more is ready by what was loaded.`;
  const who = people === 1 ? '1 more person is' : `${number(people)} more people are`;
  return `${soFar}${who} ready by what was loaded: listed, not alerted, and handed off with the next thing they do.`;
}

/** Days are in UTC, as those of `--before` are: no server is asked for the portal's zone. */
export function describeDryRun({ good, rejected, skipped, events, span }: DryRun): string[] {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const sorted = [...events].sort(([, one], [, other]) => other - one);
  return [
    `${rows(good)} could be loaded${span === null ? '' : `, from ${day(span.from)} to ${day(span.to)} (UTC)`}; ${number(skipped)} left out, ${number(rejected)} rejected.`,
    ...sorted.slice(0, 10).map(([name, count]) => `  ${number(count)} × ${name}`),
    ...(sorted.length > 10 ? [`  and ${number(sorted.length - 10)} other names`] : []),
  ];
}

export function describeList(backfills: readonly Backfill[], timeZone: string): string[] {
  if (backfills.length === 0) return ['Nothing has been loaded.'];
  const moment = (at: number) => momentWords(at, timeZone);
  return backfills.map(({ name, begunAt, endedAt, reached, counts }) => {
    const stands =
      endedAt === null ? `stands behind line ${number(reached.line)}` : `loaded whole by ${moment(endedAt)}`;
    return `${moment(begunAt)}  ${name}: ${stands}; ${describeCounts(counts)}`;
  });
}
