import { findImpossible } from '../find-impossible.ts';
import type { Expression } from '../playbook.ts';
import type { PropertyCatalogue } from '../property-catalogue.ts';
import { ExpressionReader, type ReadCondition } from './parse-expression.ts';
import type { Parsed } from './problem.ts';
import type { TokenCursor } from './token-cursor.ts';

/** Reads conditions with AND, OR, NOT and parentheses to the end of the text. What nobody can meet is a mistake. */
export function readExpression(
  cursor: TokenCursor,
  readCondition: ReadCondition,
  catalogue: PropertyCatalogue,
): Parsed<Expression> {
  const { problems } = cursor;
  const reader = new ExpressionReader(cursor, readCondition);
  const expression = reader.read();
  if (problems.length > 0 || expression === null) return { ok: false, problems };
  for (const { condition, reason, suggestion } of findImpossible(expression, catalogue)) {
    cursor.report(reason, reader.spans.get(condition) ?? cursor.tokens[0]!.span, { suggestion });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: expression };
}
