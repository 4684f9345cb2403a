import {
  conditionsOf,
  type Definition,
  type Expression,
  highestPossibleScore,
  type Playbook,
  type Problem,
  printExpression,
  type Rule,
  type ScoreLine,
  type Span,
  speaksOfCompanyOrAddress,
} from '@zo/shared';
import { meetsEverybody } from './meets-everybody.ts';
import { overdueWarnings } from './overdue-warnings.ts';
import type { PlacedHandoff } from './read-handoff.ts';
import type { PlacedReturn, PlacedRule } from './read-rules.ts';
import { returnWarnings } from './return-warnings.ts';
import { leastOf } from './score-bounds.ts';

const recitableConditions = 5;

type Placed<T> = { value: T; span: Span };

export type Judged = {
  definition: Placed<Definition>;
  score: Placed<ScoreLine>[];
  return: PlacedReturn;
  review: PlacedRule<Rule>;
  handoff: PlacedHandoff;
  operatorChannel: Playbook['operatorChannel'];
};

/**
 * What works but should be looked at: hard to recite, met by everybody or nobody, a fact about the company given points,
 * people who would flip, or nobody to turn to.
 */
export function playbookWarnings(judged: Judged): Problem[] {
  const { definition, score, return: returns, review } = judged;
  const lines = score.map((line) => line.value);
  return [
    ...score.flatMap(({ value, span }) => scoredFacts(value, span)),
    ...hardToRecite(definition.value, definition.span),
    ...saidTwice(definition.value.expression, definition.span),
    ...unreachable(definition.value, lines, definition.span),
    ...metByAll(definition.value.expression, definition.span, 'the definition: every free user would be handed off'),
    ...(returns
      ? metByAll(returns.rule.when, returns.span, 'the return rule: every handoff would go back at once')
      : []),
    ...(review ? metByAll(review.rule.when, review.span, 'the review rule: every crossing would be held') : []),
    ...returnWarnings(definition.value, lines, returns),
    ...overdueWarnings(judged.handoff, judged.operatorChannel),
  ];
}

function metByAll(expression: Expression, span: Span, what: string): Problem[] {
  if (!meetsEverybody(expression)) return [];
  return [{ message: `Everybody meets ${what}`, span, suggestion: 'a condition that somebody does not meet' }];
}

function scoredFacts(line: ScoreLine, span: Span): Problem[] {
  if (line.kind === 'inactive' || !speaksOfCompanyOrAddress(line.signal)) return [];
  const message = `"${line.text}" scores the e-mail domain or a fact about the company`;
  return [{ message, span, suggestion: 'a condition of the definition; the score is for what people do' }];
}

function hardToRecite(definition: Definition, span: Span): Problem[] {
  const count = conditionsOf(definition.expression).length;
  if (count <= recitableConditions) return [];
  const message = `The definition has ${count} conditions; more than ${recitableConditions} are hard to recite`;
  return [{ message, span }];
}

/** The same words twice in one AND or OR: the second time they change nothing, and count in the checklist. */
function saidTwice(expression: Expression, span: Span): Problem[] {
  if (expression.kind === 'not') return saidTwice(expression.operand, span);
  if (expression.kind !== 'and' && expression.kind !== 'or') return [];
  const said = expression.operands.map(printExpression);
  const again = new Set(said.filter((words, index) => said.indexOf(words) < index));
  return [
    ...[...again].map((words) => ({ message: `"${words}" is said twice`, span, suggestion: 'it once' })),
    ...expression.operands.flatMap((operand) => saidTwice(operand, span)),
  ];
}

function unreachable(definition: Definition, score: ScoreLine[], span: Span): Problem[] {
  const highest = highestPossibleScore(score) ?? 100;
  return conditionsOf(definition.expression).flatMap((condition) => {
    const least = leastOf(condition);
    if (least === null || least <= highest) return [];
    const message = `Nobody can meet "${printExpression(condition)}": the highest possible score is ${highest}`;
    return [{ message, span }];
  });
}
