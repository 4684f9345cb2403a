/** Sets or removes one value of a playbook's text; comments, order and spaces of everything else stay as they are. */
import { isMap, isSeq, type Node } from 'yaml';
import { changeText } from './change-text.ts';
import { setItems } from './set-items.ts';
import {
  behindColon,
  columnOf,
  endOf,
  endOfLine,
  endOfPair,
  isNothing,
  type MapNode,
  type MapPair,
  NotEditableError,
  pairAt,
  rootOf,
  startOf,
  startOfLine,
} from './yaml-places.ts';
import { blockScalarText, blockText, flowText, mostOnALine, type YamlValue } from './yaml-text.ts';

/** Keys from the top down; a number is the place of an item in a list. */
export type ValuePath = readonly (string | number)[];

/** Lists that are easier to read one below the other. */
const asLines = new Set(['score', 'owners']);

/** Null removes it, and with it a section that has nothing else. Throws NotEditableError. */
export function setValue(source: string, path: ValuePath, value: YamlValue | null): string {
  const key = path.at(-1);
  if (typeof key !== 'string') throw new NotEditableError('Only what stands under a key can be set');
  const parent = mapAt(source, path.slice(0, -1));
  if (parent === 'missing') return value === null ? source : setValue(source, path.slice(0, -1), { [key]: value });
  const pair = pairAt(parent, key);
  if (value === null) return pair === undefined ? source : removePair(source, path, parent!, pair);
  if (pair === undefined) return insertPair(source, parent, key, value);
  if (isSeq(pair.value) && Array.isArray(value)) {
    return setItems(
      source,
      pair.value.flow === true,
      { pair, seq: pair.value, isInFlow: parent?.flow === true },
      value,
    );
  }
  return replaceValue(source, pair, value, parent?.flow === true);
}

/** The mapping the path leads to; null where the text holds nothing yet. */
function mapAt(source: string, path: ValuePath): MapNode | null | 'missing' {
  let node: Node | null = rootOf(source);
  if (path.length === 0) return node as MapNode | null;
  for (const step of path) {
    if (typeof step === 'number') node = isSeq(node) ? ((node.items[step] as Node | undefined) ?? null) : null;
    else node = isMap(node) ? (pairAt(node as MapNode, step)?.value ?? null) : null;
    if (node === null || isNothing(node)) return 'missing';
  }
  if (!isMap(node)) throw new NotEditableError(`"${path.join(' ')}" is not a list of settings: mend it in the text`);
  return node as MapNode;
}

function insertPair(source: string, map: MapNode | null, key: string, value: YamlValue): string {
  if (map === null || map.items.length === 0) return insertFirst(source, map, key, value);
  const last = map.items.at(-1)!;
  if (map.flow) {
    const at = endOfPair(source, last);
    return changeText(source, [{ from: at, to: at, text: `, ${flowText({ [key]: value }).slice(2, -2)}` }]);
  }
  const at = endOfLine(source, endOfPair(source, last));
  const indent = columnOf(source, startOf(map.items[0]!.key));
  return changeText(source, [{ from: at, to: at, text: `\n${' '.repeat(indent)}${pairText(key, value, indent)}` }]);
}

function insertFirst(source: string, map: MapNode | null, key: string, value: YamlValue): string {
  if (map === null) return `${source.trimEnd()}${source.trim() === '' ? '' : '\n'}${pairText(key, value, 0)}\n`;
  return changeText(source, [{ from: startOf(map), to: endOf(source, map), text: flowText({ [key]: value }) }]);
}

function pairText(key: string, value: YamlValue, indent: number): string {
  const name = flowText(key);
  if (typeof value === 'string') return `${name}: ${blockScalarText(value)}`;
  const isLong = `${name}: ${flowText(value)}`.length + indent > mostOnALine;
  const isList = Array.isArray(value);
  if (isList ? value.length > 0 && (asLines.has(key) || isLong) : Object.keys(value).length > 0 && !('page' in value)) {
    const inner = indent + 2;
    return `${name}:\n${' '.repeat(inner)}${blockText(value, inner)}`;
  }
  return `${name}: ${flowText(value)}`;
}

function replaceValue(source: string, pair: MapPair, value: YamlValue, isInFlow: boolean): string {
  const text = typeof value === 'string' && !isInFlow ? blockScalarText(value) : flowText(value);
  if (isNothing(pair.value)) {
    const at = behindColon(source, pair);
    return changeText(source, [{ from: at, to: at, text: ` ${text}` }]);
  }
  const node = pair.value!;
  const isBelow = startOfLine(source, startOf(node)) > startOf(pair.key);
  const from = isBelow ? behindColon(source, pair) : startOf(node);
  return changeText(source, [{ from, to: endOf(source, node), text: isBelow ? ` ${text}` : text }]);
}

function removePair(source: string, path: ValuePath, map: MapNode, pair: MapPair): string {
  if (map.items.length === 1 && path.length > 1 && typeof path.at(-2) === 'string') {
    return setValue(source, path.slice(0, -1), null);
  }
  const index = map.items.indexOf(pair);
  const [from, to] = [startOf(pair.key), endOfPair(source, pair)];
  if (map.flow) {
    const before = map.items[index - 1];
    const after = map.items[index + 1];
    if (before) return changeText(source, [{ from: endOfPair(source, before), to, text: '' }]);
    return changeText(source, [{ from, to: after ? startOf(after.key) : to, text: '' }]);
  }
  const line = startOfLine(source, from);
  // Behind the dash of a list's item only the pair itself goes.
  if (source.slice(line, from).trim() !== '') return changeText(source, [{ from, to, text: '' }]);
  const end = endOfLine(source, to);
  const comment = source.slice(to, end).trim();
  const kept = comment.startsWith('#') ? `${source.slice(line, from)}${comment}\n` : '';
  return changeText(source, [{ from: line, to: Math.min(end + 1, source.length), text: kept }]);
}
