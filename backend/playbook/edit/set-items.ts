/** Makes a list in a playbook's text the list that is wanted; items that stay, stay as they are written. */
import { diffArrays } from 'diff';
import { isMap, isScalar, type Node, type YAMLSeq } from 'yaml';
import { type Change, changeText } from './change-text.ts';
import {
  behindColon,
  columnOf,
  endOf,
  endOfLine,
  type MapPair,
  NotEditableError,
  startOf,
  startOfLine,
} from './yaml-places.ts';
import { blockText, flowText, mostOnALine, type YamlValue } from './yaml-text.ts';

export type ListPlace = {
  pair: MapPair;
  seq: YAMLSeq;
  /** Within braces everything stays on its line. */
  isInFlow: boolean;
};

type Item = { text: string; node: Node };

export function setItems(source: string, isFlow: boolean, place: ListPlace, wanted: readonly YamlValue[]): string {
  const items = (place.seq.items as Node[]).map((node) => ({ node, text: sameness(plainOf(node)) }));
  return isFlow ? setFlowItems(source, place, items, wanted) : setBlockItems(source, place, items, wanted);
}

/** Between brackets: written anew, with the items that stay as they stand. */
function setFlowItems(source: string, place: ListPlace, items: Item[], wanted: readonly YamlValue[]): string {
  const [from, to] = [startOf(place.seq), endOf(source, place.seq)];
  if (/(^|\s)#/m.test(withoutQuoted(source.slice(from, to)))) {
    throw new NotEditableError('There are comments between the brackets of this list: change it in the text');
  }
  const left = [...items];
  const texts = wanted.map((value) => {
    const index = left.findIndex(({ text }) => text === sameness(value));
    const [kept] = index === -1 ? [] : left.splice(index, 1);
    return kept === undefined ? value : { raw: source.slice(startOf(kept.node), endOf(source, kept.node)) };
  });
  const flow = `[${texts.map((one) => (isRaw(one) ? one.raw : flowText(one))).join(', ')}]`;
  const isWide = columnOf(source, from) + flow.length > mostOnALine;
  const hasMapping = wanted.some((value) => typeof value === 'object' && 'email' in value);
  if (place.isInFlow || wanted.length === 0 || !(isWide || hasMapping))
    return changeText(source, [{ from, to, text: flow }]);
  const indent = columnOf(source, startOf(place.pair.key)) + 2;
  const lines = texts.map((one) => `\n${' '.repeat(indent)}- ${isRaw(one) ? one.raw : blockText(one, indent + 2)}`);
  return changeText(source, [{ from: behindColon(source, place.pair), to, text: lines.join('') }]);
}

type Raw = { raw: string };

function isRaw(one: YamlValue | Raw): one is Raw {
  return typeof one === 'object' && 'raw' in one && typeof one.raw === 'string' && Object.keys(one).length === 1;
}

function setBlockItems(source: string, place: ListPlace, items: Item[], wanted: readonly YamlValue[]): string {
  const indent = columnOf(source, dashOf(source, items[0]!.node));
  const changes: Change[] = [];
  if (wanted.length === 0) {
    const at = behindColon(source, place.pair);
    return changeText(source, [{ from: at, to: at, text: ' []' }, ...items.map(({ node }) => removal(source, node))]);
  }
  let old = 0;
  let next = 0;
  const parts = diffArrays(
    items.map(({ text }) => text),
    wanted.map(sameness),
  );
  for (const [index, { added, removed, count = 0 }] of parts.entries()) {
    if (removed) {
      const following = parts[index + 1];
      const replaced = following?.added ? Math.min(count, following.count ?? 0) : 0;
      for (let one = 0; one < replaced; one += 1)
        changes.push(replacement(source, items[old + one]!.node, wanted[next + one]!));
      for (let one = replaced; one < count; one += 1) changes.push(removal(source, items[old + one]!.node));
      old += count;
      next += replaced;
    } else if (added) {
      const before = parts[index - 1];
      const written = before?.removed ? Math.min(count, before.count ?? 0) : 0;
      const fresh = wanted.slice(next, next + count - written);
      if (fresh.length > 0) changes.push(insertion(source, items, old, fresh, indent));
      next += count - written;
    } else {
      old += count;
      next += count;
    }
  }
  return changeText(source, changes);
}

function replacement(source: string, node: Node, value: YamlValue): Change {
  const from = startOf(node);
  return { from, to: endOf(source, node), text: blockText(value, columnOf(source, from)) };
}

function removal(source: string, node: Node): Change {
  const from = startOfLine(source, dashOf(source, node));
  const to = endOfLine(source, endOf(source, node));
  const comment = source.slice(endOf(source, node), to).trim();
  const indent = ' '.repeat(columnOf(source, dashOf(source, node)));
  return { from, to: Math.min(to + 1, source.length), text: comment.startsWith('#') ? `${indent}${comment}\n` : '' };
}

/** New items before the item at `index`, or behind the last. */
function insertion(source: string, items: Item[], index: number, values: readonly YamlValue[], indent: number): Change {
  const lines = values.map((value) => `${' '.repeat(indent)}- ${blockText(value, indent + 2)}`);
  const before = items[index - 1];
  if (before === undefined) {
    const at = startOfLine(source, dashOf(source, items[0]!.node));
    return { from: at, to: at, text: lines.map((line) => `${line}\n`).join('') };
  }
  const at = endOfLine(source, endOf(source, before.node));
  return { from: at, to: at, text: lines.map((line) => `\n${line}`).join('') };
}

function dashOf(source: string, node: Node): number {
  return source.lastIndexOf('-', startOf(node) - 1);
}

/** Two values with the same words are the same item. */
function sameness(value: YamlValue): string {
  return JSON.stringify(value, (_key, one) => (typeof one === 'string' ? one.trim().replace(/\s+/g, ' ') : one));
}

function plainOf(node: Node): YamlValue {
  if (isScalar(node)) return node.source ?? String(node.value);
  if (!isMap(node)) return (node.toJSON() ?? '') as YamlValue;
  return Object.fromEntries(
    node.items.map(({ key, value }) => [String(key), value === null ? '' : plainOf(value as Node)]),
  );
}

function withoutQuoted(text: string): string {
  return text.replace(/"(\\.|[^"\\])*"|'[^']*'/g, '""');
}
