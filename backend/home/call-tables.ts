/** First calls of the last weeks: by owner and by week, for the table and for the chart. Pure. */
import { type HomeCallFigures, type HomeCell, type HomeColumn, type HomeFirstCalls, localDay } from '@zo/shared';
import { isoWeek, mondayOf } from '../reports/iso-week.ts';
import type { CallFigures, SlaReport } from '../reports/sla-report.ts';
import type { Counted } from './keep-counted.ts';
import type { WholeTable } from './table.ts';

export const shownWeeks = 8;

const figureColumns: HomeColumn[] = [
  { key: 'handoffs', label: 'Handoffs', kind: 'number' },
  { key: 'in-time', label: 'Called in time', kind: 'number' },
  { key: 'late', label: 'Late', kind: 'number' },
  { key: 'running', label: 'Clock running', kind: 'number' },
  { key: 'median', label: 'Median', kind: 'minutes' },
  { key: 'p90', label: '90th percentile', kind: 'minutes' },
];
const ownerColumns: HomeColumn[] = [{ key: 'owner', label: 'Owner', kind: 'text' }, ...figureColumns];
const weekColumns: HomeColumn[] = [{ key: 'week', label: 'Week', kind: 'text' }, ...figureColumns];

/** The first of the days that are shown: a Monday. */
export function firstShownDay(now: number, timeZone: string): number {
  return mondayOf(localDay(now, timeZone)) - 7 * (shownWeeks - 1);
}

export type CallsCounted = Counted<SlaReport & { firstDay: number; since: number }> | null;

export function firstCalls(counted: CallsCounted): HomeFirstCalls | null {
  if (counted === null) return null;
  const { asOf, value } = counted;
  const { before, firstDay, since } = value;
  const byWeek = new Map(value.byWeek.map(({ week, ...figures }) => [week, figures]));
  return {
    asOf,
    since,
    all: figuresOf(value.all),
    beforeMedianMinutes: before === null || 'unknown' in before ? null : before.medianMinutes,
    weeks: Array.from({ length: shownWeeks }, (_, index) => {
      const week = isoWeek(firstDay + 7 * index);
      return { week, ...figuresOf(byWeek.get(week) ?? noCalls) };
    }),
  };
}

export function ownersTable(counted: CallsCounted): WholeTable {
  const rows = (counted?.value.byOwner ?? []).map(({ owner, ...figures }) => row(owner.id, owner.name, figures));
  return { name: 'owners', columns: ownerColumns, rows, isCut: false, asOf: counted?.asOf ?? null };
}

/** The newest first. */
export function weeksTable(counted: CallsCounted): WholeTable {
  const rows = (counted?.value.byWeek ?? []).toReversed().map(({ week, ...figures }) => row(week, week, figures));
  return { name: 'weeks', columns: weekColumns, rows, isCut: false, asOf: counted?.asOf ?? null };
}

function row(id: string, name: string, figures: CallFigures) {
  const { count, inTime, breached, running, medianMinutes, p90Minutes } = figures;
  const cells: HomeCell[] = [name, count, inTime, breached, running, medianMinutes, p90Minutes];
  return { id, cells, contactId: null, handoffId: null };
}

const noCalls: HomeCallFigures = {
  count: 0,
  inTime: 0,
  breached: 0,
  running: 0,
  medianMinutes: null,
  p90Minutes: null,
};

function figuresOf({ count, inTime, breached, running, medianMinutes, p90Minutes }: HomeCallFigures): HomeCallFigures {
  return { count, inTime, breached, running, medianMinutes, p90Minutes };
}
