/** Which property the words at the cursor name. */

import { isUsableInDefinition } from '../properties.ts';
import { labelWords, type PropertyCatalogue } from '../property-catalogue.ts';
import type { PropertyDefinition } from '../property-definition.ts';
import { isBareName, printProperty } from './print-definition.ts';
import { type Advice, describeToken, spanFrom, type TokenCursor } from './token-cursor.ts';
import { exampleOf, reportUnknownOf } from './unknown-property.ts';

type Owner = PropertyDefinition['object'];

/** What stands at the cursor and how many tokens it takes; several where a label is not unique. */
type Named = { found: readonly PropertyDefinition[]; tokens: number };

const longestLabel = 12;

/**
 * "jobtitle", "job title", "zo_company_active_users": properties of the contact, and ours of either. Undefined where the
 * words begin something else, null where what is wrong with them has been reported. `signalTokens`: how many tokens the
 * signal takes that stands here too; a longer label outranks it, and so does a name that something is asked of by "is".
 */
export function takeProperty(
  cursor: TokenCursor,
  catalogue: PropertyCatalogue,
  signalTokens: number,
): PropertyDefinition | null | undefined {
  const first = cursor.peek();
  if (first.kind !== 'word') return undefined;
  const byName = catalogue.find('contact', first.text) ?? oursOfCompany(catalogue, first.text);
  const named = byName === null ? null : { found: [byName], tokens: 1 };
  if (named !== null && beginsPredicate(cursor, 1)) return take(cursor, named);
  const labelled = labelledAt(
    cursor,
    (words) => [
      ...catalogue.findByLabel('contact', words),
      ...catalogue.findByLabel('company', words).filter(({ source }) => source !== 'hubspot'),
    ],
    catalogue.longestLabel,
  );
  if (labelled !== null && (labelled.tokens > signalTokens || beginsPredicate(cursor, labelled.tokens))) {
    return take(cursor, labelled);
  }
  return named !== null && signalTokens === 0 && isBareName(first.text) ? take(cursor, named) : undefined;
}

function oursOfCompany(catalogue: PropertyCatalogue, name: string): PropertyDefinition | null {
  const property = catalogue.find('company', name);
  return property?.source === 'hubspot' ? null : property;
}

/** Whether what follows "company" or "contact" is the name or label of such a property. */
export function namesPropertyOf(
  cursor: TokenCursor,
  owner: Owner,
  catalogue: PropertyCatalogue,
  ahead: number,
): boolean {
  const at = cursor.at;
  cursor.at += ahead;
  const first = cursor.peek();
  const isNamed =
    first.kind === 'text' ||
    labelledAt(cursor, (words) => catalogue.findByLabel(owner, words), catalogue.longestLabel) !== null ||
    (first.kind === 'word' && catalogue.find(owner, first.text) !== null);
  cursor.at = at;
  return isNamed;
}

/**
 * After "company" or "contact", which has been taken: an internal name or the words of a label, quoted or not. Null where
 * there is no such property, which has been reported.
 */
export function readPropertyOf(
  cursor: TokenCursor,
  owner: Owner,
  catalogue: PropertyCatalogue,
): PropertyDefinition | null {
  const first = cursor.peek();
  const byName = first.kind === 'word' || first.kind === 'text' ? catalogue.find(owner, first.text) : null;
  const named = byName === null ? null : { found: [byName], tokens: 1 };
  if (named !== null && (first.kind === 'text' || beginsPredicate(cursor, 1))) return take(cursor, named);
  if (first.kind === 'text') {
    const found = catalogue.findByLabel(owner, labelWords(first.text));
    if (found.length > 0) return take(cursor, { found, tokens: 1 });
    return reportUnknownOf(cursor, owner, catalogue);
  }
  const labelled = labelledAt(cursor, (words) => catalogue.findByLabel(owner, words), catalogue.longestLabel);
  const match = labelled ?? named;
  if (match !== null) return take(cursor, match);
  if (first.kind !== 'word') {
    return cursor.report(`The name of a property is missing before ${describeToken(first)}`, first.span, {
      suggestion: exampleOf(owner),
    });
  }
  return reportUnknownOf(cursor, owner, catalogue);
}

/** The longest label at the cursor that something is asked of afterwards. */
function labelledAt(
  cursor: TokenCursor,
  find: (words: string) => readonly PropertyDefinition[],
  longest: number,
): Named | null {
  const first = cursor.peek();
  for (let tokens = Math.min(longest, longestLabel); tokens > 0; tokens--) {
    const last = cursor.peek(tokens - 1);
    if (last.kind !== 'word' && last.kind !== 'number') continue;
    if (!beginsPredicate(cursor, tokens) && !beginsBarePredicate(cursor, tokens)) continue;
    const found = find(labelWords(cursor.textBetween(first, last)));
    if (found.length > 0) return { found, tokens };
  }
  return null;
}

/** "is", "contains", ">=": what cannot follow a signal. */
export function beginsPredicate(cursor: TokenCursor, ahead = 0): boolean {
  return (
    ['is', 'does', 'contains'].some((word) => cursor.isWord(word, ahead)) || cursor.peek(ahead).kind === 'operator'
  );
}

/** The same with "is" left out: "at least", "within the last", "before". */
function beginsBarePredicate(cursor: TokenCursor, ahead: number): boolean {
  return barePredicates.some((words) => words.every((word, index) => cursor.isWord(word, ahead + index)));
}

const barePredicates = [
  'at least',
  'at most',
  'more than',
  'less than',
  'fewer than',
  'greater than',
  'above',
  'over',
  'below',
  'under',
  'between',
  'within the',
  'in the last',
  'before',
  'after',
  'not within',
  'not in the',
  'not more',
  'not before',
  'not after',
].map((words) => words.split(' '));

function take(cursor: TokenCursor, { found, tokens }: Named): PropertyDefinition | null {
  const first = cursor.peek();
  const last = cursor.peek(tokens - 1);
  cursor.at += tokens;
  const span = spanFrom(first, last);
  const [property, other] = found;
  if (property === undefined || other !== undefined) {
    const names = found.map((one) => `"${printProperty(one)}"`).slice(0, 3);
    return cursor.report(`${found.length} properties have this label`, span, { suggestion: names.join(' or ') });
  }
  if (!isUsableInDefinition(property)) return cursor.report(whyNotUsable(property), span, instead(property));
  return property;
}

function whyNotUsable(property: PropertyDefinition): string {
  if (property.fieldType === 'textarea') return `${property.name} is an explanation for people and cannot be compared`;
  return `${property.name} follows from the definition, so the definition cannot ask for it`;
}

function instead({ fieldType }: PropertyDefinition): Advice {
  return { suggestion: fieldType === 'textarea' ? '"zo_pql_score"' : 'the condition it follows from' };
}
