import {
  conditionsOf,
  type Definition,
  highestPossibleScore,
  type Problem,
  type ScoreLine,
  type Span,
  speaksOfCompanyOrAddress,
} from '@zo/shared';

const recitableConditions = 5;

/** What works but should be looked at: hard to recite, impossible to reach, or a fact about the company given points. */
export function playbookWarnings(
  definition: { value: Definition; span: Span },
  score: { value: ScoreLine; span: Span }[],
): Problem[] {
  return [
    ...score.flatMap(({ value, span }) => scoredFacts(value, span)),
    ...hardToRecite(definition.value, definition.span),
    ...unreachable(
      definition.value,
      score.map((line) => line.value),
      definition.span,
    ),
  ];
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

function unreachable(definition: Definition, score: ScoreLine[], span: Span): Problem[] {
  const highest = highestPossibleScore(score) ?? 100;
  return conditionsOf(definition.expression).flatMap((condition) => {
    if (condition.kind !== 'comparison' || condition.property.name !== 'zo_pql_score') return [];
    const { operator, value } = condition;
    const asksForMore =
      ((operator === '>=' || operator === '=') && Number(value) > highest) ||
      (operator === '>' && Number(value) >= highest);
    if (!asksForMore) return [];
    const message = `Nobody can meet "zo_pql_score ${operator} ${value}": the highest possible score is ${highest}`;
    return [{ message, span }];
  });
}
