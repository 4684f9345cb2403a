/** `zo report sla` in words, and as the rows of a table. */
import { localDay, printDay } from '@zo/shared';
import { amount } from '../reports/amount.ts';
import type { BeforeFigures } from '../reports/before-go-live.ts';
import type { SlaAnswer } from '../reports/reports.ts';
import type { CallFigures } from '../reports/sla-report.ts';
import type { CsvValue } from '../text/csv.ts';
import { describePeriod } from './describe-period.ts';
import { textTable } from './text-table.ts';

export function describeSla(answer: SlaAnswer): string[] {
  const { all, withoutClock, byOwner, byWeek, bySize, byCondition } = answer;
  return [
    `Handed off ${describePeriod(answer)}`,
    `First call: ${medianWords(all, answer.before)}`,
    ...(all.count === 0 ? ['No first call was due.'] : [`${amount(all.count, 'first call')} due: ${stateWords(all)}.`]),
    ...(withoutClock === 0
      ? []
      : [`Besides, ${amount(withoutClock, 'handoff')} had no first call due, because nobody could get them.`]),
    ...beforeWords(answer),
    ...section('By owner, each for the time they had it', [
      ['owner', ...heads, 'median before'],
      ...byOwner.map(({ owner, beforeMedianMinutes, ...figures }) => [
        owner.name,
        ...cells(figures),
        beforeMedianMinutes,
      ]),
    ]),
    ...section('By week of the handoff', [['week', ...heads], ...byWeek.map((one) => [one.week, ...cells(one)])]),
    ...section('By company size', [['employees', ...heads], ...bySize.map((one) => [one.size, ...cells(one)])]),
    ...section('By the condition that crossed last', [
      ['condition', ...heads],
      ...byCondition.map((one) => [one.condition, ...cells(one)]),
    ]),
  ];
}

/** "median 38 working minutes (before go-live: 611)". */
function medianWords({ medianMinutes, p90Minutes }: CallFigures, before: SlaAnswer['before']): string {
  const compared = before === null ? '' : ` (before go-live: ${beforeMedian(before)})`;
  if (medianMinutes === null) return `none was made${compared}.`;
  return `median ${amount(medianMinutes, 'working minute')}${compared}, 90 % within ${p90Minutes}.`;
}

function beforeMedian(before: NonNullable<SlaAnswer['before']>): string {
  return 'unknown' in before ? 'not known yet' : String(before.medianMinutes ?? 'not known');
}

function stateWords({ inTime, breached, running, stopped }: CallFigures): string {
  return `${inTime} in time, ${breached} breached, ${running} running, ${stopped} stopped`;
}

function beforeWords({ before, timeZone }: SlaAnswer): string[] {
  if (before === null) return ['The portal is not live yet: there is no before to compare with.'];
  if ('unknown' in before) return [`First calls before go-live are not known yet: ${before.unknown}.`];
  const day = (ms: number) => printDay(localDay(ms, timeZone));
  const read = before.contacts < before.found ? `, of which HubSpot gave the latest ${before.contacts}` : '';
  const { noEngagement, noOwner, engagedBefore } = before;
  return [
    `Before go-live (${day(before.from)} to ${day(before.to - 1)}): ${amount(before.found, 'contact')} became SQL${read}; ` +
      `${noEngagement} had no first engagement in HubSpot (${noOwner} of them no owner), ${engagedBefore} had been in touch before.`,
  ];
}

const heads = ['count', 'in time', 'breached', 'running', 'stopped', 'median', '90 % within'];

function cells(figures: CallFigures): (number | null)[] {
  const { count, inTime, breached, running, stopped, medianMinutes, p90Minutes } = figures;
  return [count, inTime, breached, running, stopped, medianMinutes, p90Minutes];
}

function section(title: string, [head, ...rows]: (string | number | null)[][]): string[] {
  return rows.length === 0 ? [] : ['', title, ...textTable(head as string[], rows)];
}

export const slaColumns = [
  'part',
  'name',
  'count',
  'in_time',
  'breached',
  'running',
  'stopped',
  'median_working_minutes',
  'p90_working_minutes',
  'median_before_go_live',
];

export function slaRows({ all, before, byOwner, byWeek, bySize, byCondition }: SlaAnswer): CsvValue[][] {
  const known: BeforeFigures | null = before === null || 'unknown' in before ? null : before;
  return [
    ['all', null, ...cells(all), known?.medianMinutes ?? null],
    ...byOwner.map(({ owner, beforeMedianMinutes, ...one }) => [
      'owner',
      `${owner.name} <${owner.email}>`,
      ...cells(one),
      beforeMedianMinutes,
    ]),
    ...byWeek.map((one) => ['week', one.week, ...cells(one), null]),
    ...bySize.map((one) => ['company size', one.size, ...cells(one), null]),
    ...byCondition.map((one) => ['condition', one.condition, ...cells(one), null]),
    ...(known === null
      ? []
      : [
          ['before go-live', 'became SQL', known.contacts, ...nothing, known.medianMinutes, known.p90Minutes, null],
          ['before go-live', 'no first engagement', known.noEngagement, ...nothing, null, null, null],
          ['before go-live', 'in touch before', known.engagedBefore, ...nothing, null, null, null],
        ]),
  ];
}

const nothing = [null, null, null, null];
