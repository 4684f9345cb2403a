/** `zo report outcomes`: what became of handoffs, each counted once, and why those came back that did. */
import { byCount, type Counted, compareText, countWords } from './count-words.ts';
import type { ReportedOwner } from './first-calls.ts';
import { isoWeeks } from './iso-week.ts';
import { type ReportedHandoff, type Standing, standings } from './reported-handoff.ts';

export type OutcomeFigures = {
  count: number;
  standing: Record<Standing, number>;
  /** Won, of those that ended with sales: won, lost, returned, not a fit. Null while none has. */
  winRate: { won: number; of: number } | null;
};

export type OutcomesReport = {
  all: OutcomeFigures;
  /** A handoff with several reasons counts under each. */
  returnReasons: Counted[];
  notAFit: {
    reasons: Counted[];
    /** By the condition that crossed last: which part of the definition lets them through. */
    conditions: (Counted & { reasons: Counted[] })[];
  };
  rejectionReasons: Counted[];
  byWeek: ({ week: string } & OutcomeFigures)[];
  /** Null: nobody ever had it. */
  byOwner: ({ owner: ReportedOwner | null } & OutcomeFigures)[];
};

const unsaid = 'no reason given';

/** Weeks are those in which they were opened. */
export function reportOutcomes(handoffs: readonly ReportedHandoff[], timeZone: string): OutcomesReport {
  const weekOf = isoWeeks(timeZone);
  const standing = (wanted: Standing) => handoffs.filter((handoff) => handoff.standing === wanted);
  const reasonsOf = (group: readonly ReportedHandoff[]) =>
    countWords(group.map(({ endingReason }) => endingReason ?? unsaid));
  return {
    all: outcomeFigures(handoffs),
    returnReasons: countWords(
      standing('returned').flatMap(({ returnReasons }) =>
        returnReasons.length > 0 ? [...new Set(returnReasons)] : [unsaid],
      ),
    ),
    notAFit: {
      reasons: reasonsOf(standing('not_a_fit')),
      conditions: [...Map.groupBy(standing('not_a_fit'), ({ condition }) => condition)]
        .map(([words, group]) => ({ words, count: group.length, reasons: reasonsOf(group) }))
        .sort(byCount),
    },
    rejectionReasons: reasonsOf(standing('rejected')),
    byWeek: [...Map.groupBy(handoffs, ({ openedAt }) => weekOf(openedAt))]
      .map(([week, group]) => ({ week, ...outcomeFigures(group) }))
      .sort((one, other) => compareText(one.week, other.week)),
    byOwner: [...Map.groupBy(handoffs, ({ owner }) => owner?.id ?? null).values()]
      .map((group) => ({ owner: group.at(-1)!.owner, ...outcomeFigures(group) }))
      .sort((one, other) => other.count - one.count || compareText(nameOf(one.owner), nameOf(other.owner))),
  };
}

export function outcomeFigures(handoffs: readonly ReportedHandoff[]): OutcomeFigures {
  const standing = Object.fromEntries(standings.map((one) => [one, 0])) as Record<Standing, number>;
  for (const handoff of handoffs) standing[handoff.standing] += 1;
  const ended = standing.won + standing.lost + standing.returned + standing.not_a_fit;
  return { count: handoffs.length, standing, winRate: ended === 0 ? null : { won: standing.won, of: ended } };
}

function nameOf(owner: ReportedOwner | null): string {
  return owner?.name ?? '';
}
