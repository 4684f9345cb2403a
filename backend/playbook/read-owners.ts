import {
  type DefinitionContext,
  type Leave,
  nearestName,
  type OwnerTerms,
  type Parsed,
  parseLeave,
  parseTerritory,
  parseWorkingHours,
  plainTerms,
} from '@zo/shared';
import { isMap, isSeq, type Node } from 'yaml';
import { readParsed } from './read-parsed.ts';
import type { Entry, SourceText, YamlSource } from './yaml-source.ts';

const keys = ['email', 'weight', 'hours', 'zone', 'leave', 'manager', 'daily cap', 'open cap', 'territory'];
const maxOwners = 500;
const maxLeaves = 100;
const highestWeight = 100;
const highestCap = 10_000;
const emailShape = /^[^\s@<>()[\]\\,;:"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

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
    const entries = source.entries(node, 'An owner', keys);
    const email = entries.get('email');
    if (email === undefined) source.report('An owner needs "email"', source.spanOf(node));
    const own = readTerms(source, entries, context);
    return { address: email === undefined ? null : source.textOf(email), own };
  });
}

function readTerms(source: YamlSource, entries: Map<string, Entry>, context: DefinitionContext): OwnerTerms {
  const textAt = (key: string) => {
    const entry = entries.get(key);
    return entry === undefined ? null : source.textOf(entry);
  };
  const wholeNumber = (key: string, highest: number) =>
    readParsed(source, textAt(key), (text) => parseWholeNumber(text, highest));
  const manager = textAt('manager');
  const leave = entries.get('leave');
  return {
    weight: wholeNumber('weight', highestWeight) ?? plainTerms.weight,
    hours: readParsed(source, textAt('hours'), parseWorkingHours),
    zone: readZone(source, textAt('zone')),
    leave: leave === undefined ? [] : readLeaves(source, leave),
    manager: manager && readEmail(source, manager),
    dailyCap: wholeNumber('daily cap', highestCap),
    openCap: wholeNumber('open cap', highestCap),
    territory: readParsed(source, textAt('territory'), (text) => parseTerritory(text, context)),
  };
}

function readEmail(source: YamlSource, { text, span }: SourceText): string | null {
  const email = text.trim().toLowerCase();
  if (emailShape.test(email)) return email;
  return source.report(`"${email.slice(0, 80)}" is not an e-mail address`, span);
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

function parseWholeNumber(source: string, highest: number): Parsed<number> {
  const value = /^\s*\d{1,9}\s*$/.test(source) ? Number(source) : Number.NaN;
  if (value >= 1 && value <= highest) return { ok: true, value };
  const span = { line: 1, column: 1, length: Math.max(1, source.trim().length) };
  const message = `Must be a whole number from 1 to ${highest}`;
  return { ok: false, problems: [{ message, span, suggestion: value > highest ? `${highest}` : '1' }] };
}
