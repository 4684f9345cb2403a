import {
  type DefinitionContext,
  type Leave,
  nearestName,
  type OwnerTerms,
  parseLeave,
  parseTerritory,
  parseWholeNumber,
  parseWorkingHours,
  plainTerms,
} from '@zo/shared';
import { isMap, isSeq, type Node } from 'yaml';
import { playbookKeys } from './playbook-keys.ts';
import { readEmail } from './read-email.ts';
import { readParsed } from './read-parsed.ts';
import { readSlackName } from './read-slack-name.ts';
import type { Entry, SourceText, YamlSource } from './yaml-source.ts';

const maxOwners = 500;
const maxLeaves = 100;
const highestWeight = 100;
const highestCap = 10_000;

/** Addresses in the order of the file, and the terms of those of whom more stands there. */
export type ReadOwners = { emails: string[]; terms: Record<string, OwnerTerms> };

/** `owners:` — addresses, or mappings with an address and terms. */
export function readOwners(source: YamlSource, entry: Entry, context: DefinitionContext): ReadOwners {
  const reported = source.problems.length;
  const emails: string[] = [];
  const terms: [string, OwnerTerms][] = [];
  for (const { address, own } of ownersIn(source, entry, context)) {
    const email = address && readEmail(source, address);
    if (email === null) continue;
    if (emails.includes(email)) source.report(`${email} stands here twice`, address!.span);
    else if (emails.length === maxOwners) source.report(`There are at most ${maxOwners} owners`, address!.span);
    else {
      emails.push(email);
      const twin = own?.slack ? terms.find(([, { slack }]) => slack === own.slack) : undefined;
      if (twin !== undefined) source.report(`${own!.slack} in Slack is ${twin[0]} already`, address!.span);
      if (own !== null) terms.push([email, own]);
    }
  }
  if (emails.length === 0 && source.problems.length === reported)
    source.report('At least one owner is needed', entry.keySpan);
  return { emails, terms: Object.fromEntries(terms) };
}

type Owner = { address: SourceText | null; own: OwnerTerms | null };

function ownersIn(source: YamlSource, entry: Entry, context: DefinitionContext): Owner[] {
  const nodes = isSeq(entry.value) ? (entry.value.items as (Node | null)[]) : [entry.value];
  if (!nodes.some(isMap)) return source.textsOf(entry).map((address) => ({ address, own: null }));
  return nodes.map((node) => {
    if (!isMap(node)) return { address: source.text(node, 'An item of "owners"', true), own: null };
    const entries = source.entries(node, 'An owner', playbookKeys.owner);
    const email = entries.get('email');
    if (email === undefined) source.report('An owner needs "email"', source.spanOf(node));
    const own = readTerms(source, entries, context);
    return { address: email === undefined ? null : source.textOf(email), own };
  });
}

function readTerms(source: YamlSource, entries: Map<string, Entry>, context: DefinitionContext): OwnerTerms {
  const textAt = (key: string) => source.textAt(entries, key);
  const wholeNumber = (key: string, highest: number) =>
    readParsed(source, textAt(key), (text) => parseWholeNumber(text, { from: 1, to: highest }));
  const manager = textAt('manager');
  const slack = textAt('slack');
  const leave = entries.get('leave');
  return {
    weight: wholeNumber('weight', highestWeight) ?? plainTerms.weight,
    hours: readParsed(source, textAt('hours'), parseWorkingHours),
    zone: readZone(source, textAt('zone')),
    leave: leave === undefined ? [] : readLeaves(source, leave),
    manager: manager && readEmail(source, manager),
    slack: slack && readSlackName(source, slack),
    dailyCap: wholeNumber('daily cap', highestCap),
    openCap: wholeNumber('open cap', highestCap),
    territory: readParsed(source, textAt('territory'), (text) => parseTerritory(text, context)),
  };
}

function readLeaves(source: YamlSource, entry: Entry): Leave[] {
  const texts = source.textsOf(entry);
  if (texts.length > maxLeaves) source.report(`An owner has at most ${maxLeaves} leaves`, entry.keySpan);
  return texts.slice(0, maxLeaves).flatMap((text) => readParsed(source, text, parseLeave) ?? []);
}

function readZone(source: YamlSource, text: SourceText | null): string | null {
  if (text === null) return null;
  const zone = text.text.trim();
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    const nearest = nearestName(zone, Intl.supportedValuesOf('timeZone'));
    return source.report(`There is no time zone "${zone.slice(0, 80)}"`, text.span, {
      ...(nearest === null ? {} : { nearest }),
      suggestion: 'a name such as Europe/Berlin',
    });
  }
}
