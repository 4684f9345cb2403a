import {
  type DefinitionContext,
  defaultEscalateAfterMinutes,
  defaultHigherBar,
  type Parsed,
  type Playbook,
  parseContractValue,
  parseReturnRule,
  parseReviewRule,
  parseWholeNumber,
  parseWorkingDuration,
  type Rule,
  type Span,
} from '@zo/shared';
import type { Node } from 'yaml';
import { playbookKeys } from './playbook-keys.ts';
import { readChannel } from './read-channel.ts';
import { readEmail } from './read-email.ts';
import { readOr, readParsed } from './read-parsed.ts';
import { wordOr } from './word-or.ts';
import type { Entry, YamlSource } from './yaml-source.ts';

const highestBar = 100;
const maxReviewers = 50;

/** A section of the playbook and where its sentence stands; null when the playbook has none, or it has mistakes. */
export type PlacedRule<T extends Rule> = { rule: T; span: Span } | null;

/** `barSpan`: where "higher bar" stands, or the sentence where the file leaves it to the default. */
export type PlacedReturn = (NonNullable<PlacedRule<NonNullable<Playbook['return']>>> & { barSpan: Span }) | null;

/** `return:` — when a handoff goes back to marketing, and what it takes to cross again. */
export function readReturn(source: YamlSource, node: Node | null, context: DefinitionContext): PlacedReturn {
  if (node === null) return null;
  const entries = source.entries(node, 'return', playbookKeys.return);
  const when = readWhen(source, node, entries, 'return', (text) => parseReturnRule(text, context));
  const channel = readChannel(source, entries.get('channel'));
  const bar = source.textAt(entries, 'higher bar');
  const higherBar = readOr(source, bar, parseBar, defaultHigherBar);
  return when && { rule: { ...when.rule, channel, higherBar }, span: when.span, barSpan: bar?.span ?? when.span };
}

/** "10 points", or the number alone. */
const parseBar = wordOr('none', 0, (text) =>
  parseWholeNumber(text.replace(/\s+points?\s*$/i, ''), { from: 0, to: highestBar }),
);

/** `review:` — which crossings somebody looks at first, who may, and what follows when nobody does. */
export function readReview(
  source: YamlSource,
  node: Node | null,
  context: DefinitionContext,
  minutesPerWorkingDay: number,
): PlacedRule<NonNullable<Playbook['review']>> {
  if (node === null) return null;
  const entries = source.entries(node, 'review', playbookKeys.review);
  const when = readWhen(source, node, entries, 'review', (text) => parseReviewRule(text, context));
  const value = needed(source, node, entries, 'review', 'expected contract value');
  const expectedContractValue = value && readParsed(source, source.textOf(value), parseContractValue);
  const channel = readChannel(source, entries.get('channel'));
  const reviewers = entries.get('reviewers');
  const parseEscalation = wordOr('never', null, (text) => parseWorkingDuration(text, minutesPerWorkingDay));
  const terms = {
    reviewers: reviewers === undefined ? [] : readReviewers(source, reviewers),
    escalateAfterMinutes: readOr(
      source,
      source.textAt(entries, 'escalate after'),
      parseEscalation,
      defaultEscalateAfterMinutes,
    ),
  };
  return (
    when &&
    expectedContractValue && { rule: { ...when.rule, expectedContractValue, channel, ...terms }, span: when.span }
  );
}

function readReviewers(source: YamlSource, entry: Entry): string[] {
  const reviewers: string[] = [];
  for (const address of source.textsOf(entry)) {
    const email = readEmail(source, address);
    if (email === null) continue;
    if (reviewers.includes(email)) source.report(`${email} stands here twice`, address.span);
    else if (reviewers.length === maxReviewers)
      source.report(`There are at most ${maxReviewers} reviewers`, address.span);
    else reviewers.push(email);
  }
  return reviewers;
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
