/** Where a return and the definition do not go together: people would flip, or could never come again. */
import { type Definition, highestPossibleScore, type Problem, type ScoreLine } from '@zo/shared';
import { meetsEverybody } from './meets-everybody.ts';
import type { PlacedReturn } from './read-rules.ts';
import { highestLowScore, leastScore } from './score-bounds.ts';

/** Points between the two lines that are proposed where there are none. */
const proposedGap = 10;

export function returnWarnings(definition: Definition, score: ScoreLine[], returns: PlacedReturn): Problem[] {
  if (returns === null) return [];
  return [...flipping(definition, returns), ...barTooHigh(definition, score, returns)];
}

/** Who loses a single point right after the crossing should not go back for it. */
function flipping({ expression }: Definition, { rule, span }: NonNullable<PlacedReturn>): Problem[] {
  const entry = leastScore(expression);
  const exit = highestLowScore(rule.when);
  if (entry === null || exit === null || exit + 1 < entry || meetsEverybody(rule.when)) return [];
  const message =
    `People would flip: the return rule gives back below a score of ${exit + 1}, ` +
    `and the definition takes from ${entry} on`;
  const lower = entry - proposedGap;
  const suggestion = lower > 0 ? `a line below that of the definition, such as "zo_pql_score < ${lower}"` : undefined;
  return [{ message, span, ...(suggestion !== undefined && { suggestion }) }];
}

function barTooHigh(definition: Definition, score: ScoreLine[], returns: NonNullable<PlacedReturn>): Problem[] {
  const { higherBar } = returns.rule;
  const highest = highestPossibleScore(score) ?? 100;
  const entry = leastScore(definition.expression) ?? 0;
  // A definition that nobody can meet at all has a warning of its own.
  if (higherBar === 0 || entry > highest || entry + higherBar <= highest) return [];
  const message =
    `Nobody who went back can cross again: they crossed with a score of ${entry} or more, ` +
    `the higher bar is ${higherBar} more than that, and the highest possible score is ${highest}`;
  const suggestion = `"higher bar: ${entry < highest ? `${highest - entry} points" or less` : 'none"'}`;
  return [{ message, span: returns.barSpan, suggestion }];
}
