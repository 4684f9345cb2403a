import {
  type DefinitionContext,
  defaultEscalateAfterMinutes,
  defaultHigherBar,
  type Parsed,
  type Playbook,
  parseContractValue,
  parseReturnRule,
  parseReviewRule,
  type Rule,
  type Span,
} from '@zo/shared';
import type { Node } from 'yaml';
import { readChannel } from './read-channel.ts';
import { readParsed } from './read-parsed.ts';
import type { Entry, YamlSource } from './yaml-source.ts';

/** A section of the playbook and where its sentence stands; null when the playbook has none, or it has mistakes. */
export type PlacedRule<T extends Rule> = { rule: T; span: Span } | null;

/** `return:` — when a handoff goes back to marketing. */
export function readReturn(
  source: YamlSource,
  node: Node | null,
  context: DefinitionContext,
): PlacedRule<NonNullable<Playbook['return']>> {
  if (node === null) return null;
  const entries = source.entries(node, 'return', ['when', 'channel']);
  const when = readWhen(source, node, entries, 'return', (text) => parseReturnRule(text, context));
  const channel = readChannel(source, entries.get('channel'));
  return when && { rule: { ...when.rule, channel, higherBar: defaultHigherBar }, span: when.span };
}

/** `review:` — which crossings somebody looks at first. */
export function readReview(
  source: YamlSource,
  node: Node | null,
  context: DefinitionContext,
): PlacedRule<NonNullable<Playbook['review']>> {
  if (node === null) return null;
  const entries = source.entries(node, 'review', ['when', 'expected contract value', 'channel']);
  const when = readWhen(source, node, entries, 'review', (text) => parseReviewRule(text, context));
  const value = needed(source, node, entries, 'review', 'expected contract value');
  const expectedContractValue = value && readParsed(source, source.textOf(value), parseContractValue);
  const channel = readChannel(source, entries.get('channel'));
  const terms = { reviewers: [], escalateAfterMinutes: defaultEscalateAfterMinutes };
  return (
    when &&
    expectedContractValue && { rule: { ...when.rule, expectedContractValue, channel, ...terms }, span: when.span }
  );
}

function readWhen(
  source: YamlSource,
  node: Node,
  entries: Map<string, Entry>,
  section: string,
  parse: (text: string) => Parsed<Rule>,
): PlacedRule<Rule> {
  const entry = needed(source, node, entries, section, 'when');
  const text = entry && source.textOf(entry);
  const rule = readParsed(source, text, parse);
  return rule && text && { rule, span: text.span };
}

function needed(
  source: YamlSource,
  node: Node,
  entries: Map<string, Entry>,
  section: string,
  key: string,
): Entry | null {
  return entries.get(key) ?? source.report(`${section} needs "${key}"`, source.spanOf(node));
}
