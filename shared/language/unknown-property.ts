/** What was meant as a property and is none: said with the nearest name the portal has. */
import { labelWords, type PropertyCatalogue } from '../property-catalogue.ts';
import type { PropertyRef } from '../property-definition.ts';
import { nearestName } from './nearest-name.ts';
import { printProperty } from './print-definition.ts';
import { describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import type { Token } from './tokenize.ts';

type Owner = PropertyRef['object'];

/** A condition on a property of the contact, or of the company. */
export function exampleOf(owner: Owner): string {
  return owner === 'contact' ? '"contact country is known"' : '"company number of employees is at least 50"';
}

/** What follows "company" or "contact". */
export function reportUnknownOf(cursor: TokenCursor, owner: Owner, catalogue: PropertyCatalogue): null {
  const first = cursor.next();
  const last = first.kind === 'text' ? first : takeWords(cursor, first);
  const name = first.kind === 'text' ? first.text : cursor.textBetween(first, last);
  return cursor.report(`There is no property "${name.slice(0, 80)}" of the ${owner}`, spanFrom(first, last), {
    nearest: cursor.tellsNearest() ? nearestProperty(name, catalogue, [owner]) : null,
    suggestion: exampleOf(owner),
    isUnknownProperty: true,
  });
}

/** What begins a condition. It was meant as one of our names, as a label, or as a signal, which are several words. */
export function reportUnknown(cursor: TokenCursor, catalogue: PropertyCatalogue, signals: readonly string[]): null {
  const isAfterOr = cursor.isWord('or', -1);
  const first = cursor.next();
  const isOurs = first.text.toLowerCase().startsWith('zo_');
  const last = isOurs ? first : takeWords(cursor, first);
  const name = cursor.textBetween(first, last);
  const kinds = isOurs || signals.length === 0 ? 'property' : 'property and no signal';
  const nearestSignal = isOurs ? null : nearestName(name, signals);
  return cursor.report(`There is no ${kinds} ${describeToken({ ...first, text: name })}`, spanFrom(first, last), {
    nearest: nearestSignal ?? (cursor.tellsNearest() ? nearestProperty(name, catalogue, ['contact', 'company']) : null),
    suggestion: isAfterOr && endsCondition(cursor) ? ofSeveralValues : ofAnyProperty,
    // Under a zo_ name nobody else has properties.
    ...(!isOurs && { isUnknownProperty: true }),
  });
}

const ofAnyProperty = '"zo_pql_score", "company number of employees" or another property of the contact or its company';
const ofSeveralValues = '"is one of (a, b)" where one of several values will do';

function endsCondition(cursor: TokenCursor): boolean {
  return cursor.isEnd() || cursor.isSymbol(')') || ['and', 'or'].some((word) => cursor.isWord(word));
}

/** By its label or its internal name, written as the sentence needs it. */
function nearestProperty(name: string, catalogue: PropertyCatalogue, owners: Owner[]): string | null {
  const words = labelWords(name);
  for (const owner of owners) {
    const meant = catalogue.find(owner, name) ?? catalogue.findByLabel(owner, words)[0];
    if (meant) return printProperty(meant);
  }
  const spelled = new Map<string, PropertyRef>();
  const note = (spelling: string, property: PropertyRef | null | undefined) => {
    if (property && !spelled.has(spelling)) spelled.set(spelling, property);
  };
  for (const owner of owners) {
    for (const one of catalogue.names(owner)) note(one, catalogue.find(owner, one));
  }
  for (const owner of owners) {
    for (const label of catalogue.labels(owner)) note(label, catalogue.findByLabel(owner, label)[0]);
  }
  const nearest = nearestName(words, [...spelled.keys()]);
  return nearest === null ? null : printProperty(spelled.get(nearest)!);
}

const endsName = new Set(
  'and or not is does contains in within at more less fewer greater above over below under between exactly'.split(' '),
);

/** The words up to where something is asked; answers the last. */
function takeWords(cursor: TokenCursor, first: Token): Token {
  let last = first;
  while (cursor.peek().kind === 'word' && !endsName.has(cursor.peek().text.toLowerCase())) last = cursor.next();
  return last;
}
