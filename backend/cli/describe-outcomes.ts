/** `zo report outcomes` in words, and as the rows of a table. */
import { amount, share } from '../reports/amount.ts';
import type { Counted } from '../reports/count-words.ts';
import type { OutcomeFigures } from '../reports/outcomes-report.ts';
import { type Standing, standings } from '../reports/reported-handoff.ts';
import type { OutcomesAnswer } from '../reports/reports.ts';
import type { CsvValue } from '../text/csv.ts';
import { describePeriod } from './describe-period.ts';
import { textTable } from './text-table.ts';

export const standingWords: Record<Standing, string> = {
  open: 'open',
  won: 'won',
  lost: 'lost',
  returned: 'returned',
  not_a_fit: 'not a fit',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  erased: 'erased',
};

export function describeOutcomes(answer: OutcomesAnswer): string[] {
  const { all, returnReasons, notAFit, rejectionReasons, byWeek, byOwner } = answer;
  // Erasing somebody is rare: a column of noughts tells nobody anything.
  const shown = standings.filter((standing) => standing !== 'erased' || all.standing.erased > 0);
  const head = ['handoffs', ...shown.map((standing) => standingWords[standing]), 'win rate'];
  const cells = ({ count, standing, winRate }: OutcomeFigures) => [
    count,
    ...shown.map((one) => standing[one]),
    winRate && share(winRate),
  ];
  return [
    `Opened ${describePeriod(answer)}`,
    `${amount(all.count, 'handoff')}: ${shown.map((one) => `${all.standing[one]} ${standingWords[one]}`).join(', ')}.`,
    winWords(all),
    ...reasons('Returned, by reason; one with several counts under each', returnReasons),
    ...reasons('Not a fit, by reason', notAFit.reasons),
    ...reasons(
      'Not a fit, by the condition that crossed last',
      notAFit.conditions.map(({ words, count, reasons }) => ({
        words: `${words}: ${reasons.map((reason) => `${reason.words} ${reason.count}`).join(', ')}`,
        count,
      })),
    ),
    ...reasons('Rejected in review, by reason', rejectionReasons),
    ...(byWeek.length === 0
      ? []
      : [
          '',
          'By week of opening',
          ...textTable(
            ['week', ...head],
            byWeek.map((one) => [one.week, ...cells(one)]),
          ),
        ]),
    ...(byOwner.length === 0
      ? []
      : [
          '',
          'By owner',
          ...textTable(
            ['owner', ...head],
            byOwner.map((one) => [one.owner?.name ?? 'nobody', ...cells(one)]),
          ),
        ]),
  ];
}

function winWords({ winRate }: OutcomeFigures): string {
  if (winRate === null) return 'Win rate: none has ended with sales yet.';
  return `Win rate ${share(winRate)}: ${winRate.won} won of ${winRate.of} that ended with sales (won, lost, returned, not a fit).`;
}

function reasons(title: string, counted: Counted[]): string[] {
  if (counted.length === 0) return [];
  const width = String(counted[0]!.count).length;
  return ['', title, ...counted.map(({ words, count }) => `  ${String(count).padStart(width)}  ${words}`)];
}

export const outcomesColumns = ['part', 'name', 'count', ...standings, 'win_rate_percent'];

export function outcomesRows(answer: OutcomesAnswer): CsvValue[][] {
  const { all, returnReasons, notAFit, rejectionReasons, byWeek, byOwner } = answer;
  const cells = ({ count, standing, winRate }: OutcomeFigures) => [
    count,
    ...standings.map((one) => standing[one]),
    winRate && Math.round((100 * winRate.won) / winRate.of),
  ];
  const nothing = [...standings.map(() => null), null];
  const counted = (part: string, words: Counted[]) => words.map((one) => [part, one.words, one.count, ...nothing]);
  return [
    ['all', null, ...cells(all)],
    ...byOwner.map((one) => ['owner', one.owner && `${one.owner.name} <${one.owner.email}>`, ...cells(one)]),
    ...byWeek.map((one) => ['week', one.week, ...cells(one)]),
    ...counted('returned: reason', returnReasons),
    ...counted('not a fit: reason', notAFit.reasons),
    ...notAFit.conditions.flatMap(({ words, count, reasons }) => [
      ['not a fit: condition', words, count, ...nothing],
      ...reasons.map((reason) => [
        'not a fit: reason of condition',
        `${words}: ${reason.words}`,
        reason.count,
        ...nothing,
      ]),
    ]),
    ...counted('rejected: reason', rejectionReasons),
  ];
}
