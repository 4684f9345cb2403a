/** Where the parts of a playbook stand in its text, so that one can be changed and the rest stay as it is written. */
import type { Span } from '@zo/shared';
import { isCollection, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml';
import { parseYaml } from '../parse-yaml.ts';

export type MapNode = YAMLMap<Node, Node | null>;
export type MapPair = Pair<Node, Node | null>;

/** The text cannot be read as YAML, or what is asked for cannot be written into it. */
export class NotEditableError extends Error {
  constructor(message = 'The text cannot be read as YAML: mend it first') {
    super(message);
    this.name = 'NotEditableError';
  }
}

/** Null for a text with nothing in it but comments. Throws NotEditableError. */
export function rootOf(source: string): MapNode | null {
  const { root, problems } = parseYaml(source);
  if (problems.some(({ isWarning }) => !isWarning)) throw new NotEditableError();
  if (root === null || (isScalar(root) && root.value === null)) return null;
  if (!isMap(root)) throw new NotEditableError();
  return root as MapNode;
}

export function pairAt(map: MapNode | null, key: string): MapPair | undefined {
  return map?.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

export function startOf(node: Node): number {
  return node.range![0];
}

/** Behind the last character of the node that means something: no line breaks, no comments after it. */
export function endOf(source: string, node: Node): number {
  const [start, end] = node.range!;
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1);
    if (last === undefined) return start;
    return isMap(node) ? endOfPair(source, last as MapPair) : endOf(source, last as Node);
  }
  return start + source.slice(start, end).trimEnd().length;
}

export function endOfPair(source: string, pair: MapPair): number {
  return pair.value === null || isNothing(pair.value) ? behindColon(source, pair) : endOf(source, pair.value);
}

/** A key with nothing behind it, or only a comment. */
export function isNothing(node: Node | null): boolean {
  return (
    node === null || (isScalar(node) && (node.value === null || node.value === '') && node.range![0] === node.range![1])
  );
}

export function behindColon(source: string, { key }: MapPair): number {
  return source.indexOf(':', key.range![1]) + 1;
}

export function startOfLine(source: string, at: number): number {
  return source.lastIndexOf('\n', at - 1) + 1;
}

/** At the line break, or at the end of the text. */
export function endOfLine(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end;
}

/** How far to the right the place stands. */
export function columnOf(source: string, at: number): number {
  return at - startOfLine(source, at);
}

export function spanOfNode(source: string, node: Node): Span {
  const start = startOf(node);
  const line = source.slice(0, start).split('\n').length;
  return { line, column: columnOf(source, start) + 1, length: endOf(source, node) - start };
}

/** What is written of a list: its items, or the one text that is a list of one. */
export function itemsOf(node: Node | null): Node[] {
  if (isNothing(node)) return [];
  return isSeq(node) ? (node.items as Node[]) : [node!];
}
