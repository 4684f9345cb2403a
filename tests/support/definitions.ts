import { type DefinitionContext, type Expression, type Parsed, type Problem, parseDefinition } from '@zo/shared';

export const subject = 'A free user becomes an SQL when';

export function parsedValue<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

export function problemsOf(text: string, context: DefinitionContext = {}): Problem[] {
  const parsed = parseDefinition(text, context);
  return parsed.ok ? [] : parsed.problems;
}

/** Of conditions without the words before them. */
export function expressionOf(conditions: string, context: DefinitionContext = {}): Expression {
  return parsedValue(parseDefinition(`${subject} ${conditions}`, context)).expression;
}

/** Of conditions without the words before them. */
export function canonicalOf(conditions: string, context: DefinitionContext = {}): string {
  return parsedValue(parseDefinition(`${subject} ${conditions}`, context)).sentence.slice(subject.length + 1);
}
