/** Values as YAML text: plain where that reads back as the same text, else in quotes. */
import { stringify } from 'yaml';

/** Lists and mappings of texts are all that a playbook is made of below its sections. */
export type YamlValue = string | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** Longer lists stand one item below the other. */
export const mostOnALine = 110;

const inBrackets = { lineWidth: 0, flowCollectionPadding: false, collectionStyle: 'flow' } as const;

/** On one line, as it may stand anywhere. */
export function flowText(value: YamlValue): string {
  if (typeof value === 'string') return scalarText(value);
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, one]) => `${scalarText(key)}: ${flowText(one)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** The lines of a list below its key, or of a mapping. The first line is not indented, the others by `indent`. */
export function blockText(value: YamlValue, indent: number): string {
  if (typeof value === 'string') return blockScalarText(value);
  const lines = isList(value)
    ? value.map((item) => `- ${blockText(item, indent + 2)}`)
    : Object.entries(value).map(
        ([key, one]) => `${scalarText(key)}: ${typeof one === 'string' ? blockScalarText(one) : flowText(one)}`,
      );
  return lines.join(`\n${' '.repeat(indent)}`);
}

/** A text that stands alone in its place needs fewer quotes than one between brackets. */
export function blockScalarText(text: string): string {
  const line = oneLine(text);
  return isWord(line) ? line : stringify(line, { lineWidth: 0, blockQuote: false }).trimEnd();
}

function scalarText(text: string): string {
  const line = oneLine(text);
  if (isWord(line)) return line;
  // Within brackets a comma ends a plain text.
  return stringify([line], inBrackets).trimEnd().slice(1, -1);
}

/** Numbers and truths are read as the text they are written in. */
function isWord(text: string): boolean {
  return /^(true|false|\d+)$/.test(text);
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
