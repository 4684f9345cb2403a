import type { Rule } from '../playbook.ts';
import { standardCatalogue } from '../property-catalogue.ts';
import { parseCondition } from './parse-condition.ts';
import type { DefinitionContext } from './parse-definition.ts';
import { signalNames } from './parse-signal-condition.ts';
import { parseSilence } from './parse-silence.ts';
import { printExpression } from './print-definition.ts';
import type { Parsed } from './problem.ts';
import { readExpression } from './read-expression.ts';
import { TokenCursor } from './token-cursor.ts';
import { tokenize } from './tokenize.ts';

/**
 * `return.when`: "14 days without AE activity OR zo_pql_score < 30". The language of the definition, and how long sales has
 * been silent. All mistakes are reported at once; never throws.
 */
export function parseReturnRule(source: string, context: DefinitionContext = {}): Parsed<Rule> {
  return parseRule(source, context, { canBeSilence: true, example: '"14 days without AE activity"' });
}

/** `review.when`: "expected contract value >= 15000", in the language of the definition. */
export function parseReviewRule(source: string, context: DefinitionContext = {}): Parsed<Rule> {
  return parseRule(source, context, { canBeSilence: false, example: '"expected contract value >= 15000"' });
}

/** An owner's `territory`: "company country = Germany AND company number of employees >= 50", in the same language. */
export function parseTerritory(source: string, context: DefinitionContext = {}): Parsed<Rule> {
  return parseRule(source, context, { canBeSilence: false, example: '"company country = Germany"' });
}

/** A sentence in the same language about nothing else; `example` is suggested where there is none. */
export function parsePlainRule(source: string, context: DefinitionContext, example: string): Parsed<Rule> {
  return parseRule(source, context, { canBeSilence: false, example });
}

function parseRule(
  source: string,
  { signals = [], catalogue = standardCatalogue }: DefinitionContext,
  { canBeSilence, example }: { canBeSilence: boolean; example: string },
): Parsed<Rule> {
  const { tokens, problems } = tokenize(source);
  const cursor = new TokenCursor(source, tokens, problems);
  if (cursor.isEnd() && problems.length === 0) {
    cursor.report('There is no condition here', cursor.peek().span, { suggestion: example });
  }
  if (cursor.isEnd()) return { ok: false, problems };
  const subjects = { signals: signalNames(signals), catalogue };
  const read = readExpression(
    cursor,
    (at) => {
      const silence = canBeSilence ? parseSilence(at) : undefined;
      return silence === undefined ? parseCondition(at, subjects) : silence;
    },
    catalogue,
  );
  return read.ok ? { ok: true, value: { when: read.value, text: printExpression(read.value) } } : read;
}
