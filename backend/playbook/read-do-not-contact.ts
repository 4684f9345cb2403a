import {
  type DefinitionContext,
  joinOperands,
  type Playbook,
  parseDoNotContact,
  printExpression,
  type Rule,
} from '@zo/shared';
import { readParsed } from './read-parsed.ts';
import type { Entry, YamlSource } from './yaml-source.ts';

const mostConditions = 20;

/** `do not contact:` — whom nobody hands off, whatever the definition says. Any one of several sentences is enough. */
export function readDoNotContact(
  source: YamlSource,
  entry: Entry | null,
  context: DefinitionContext,
): Playbook['doNotContact'] {
  if (entry === null) return null;
  const texts = source.textsOf(entry);
  if (texts.length > mostConditions) {
    source.report(`There are at most ${mostConditions} conditions of "do not contact"`, entry.keySpan);
  }
  const rules = texts.slice(0, mostConditions).flatMap((text): Rule[] => {
    const rule = readParsed(source, text, (sentence) => parseDoNotContact(sentence, context));
    return rule === null ? [] : [rule];
  });
  if (rules.length === 0) return null;
  const when = joinOperands(
    'or',
    rules.map((rule) => rule.when),
  );
  return { when, text: printExpression(when) };
}
