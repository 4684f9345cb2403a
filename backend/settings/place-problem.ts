/** A problem of a playbook for people: the line it is about, and the field of the form it belongs to. */
import { formFields, formLists, type PlaybookProblem, type Problem, type ProblemPlace } from '@zo/shared';
import { isMap, type Node } from 'yaml';
import {
  endOfPair,
  itemsOf,
  type MapNode,
  type MapPair,
  pairAt,
  rootOf,
  startOf,
} from '../playbook/edit/yaml-places.ts';

const widestExcerpt = 160;
const before = 60;

export function placeProblems(source: string, problems: readonly Problem[]): PlaybookProblem[] {
  if (problems.length === 0) return [];
  const lines = source.replace(/^\uFEFF/, '').split('\n');
  const places = placesIn(source);
  return problems.map(({ message, span: { line, column, length }, nearest, suggestion }) => ({
    message,
    line,
    column,
    length,
    ...excerptOf(lines[line - 1] ?? '', column),
    nearest: nearest ?? null,
    suggestion: suggestion ?? null,
    place: places.find(({ from, to }) => contains(from, to, offsetOf(lines, line, column)))?.place ?? null,
  }));
}

/** Of a long line the piece around the column. */
function excerptOf(line: string, column: number): { excerpt: string; at: number } {
  const indent = line.length - line.trimStart().length;
  const from = Math.max(indent, column - 1 - before);
  return { excerpt: line.slice(from, from + widestExcerpt).trimEnd(), at: Math.max(0, column - 1 - from) };
}

function offsetOf(lines: readonly string[], line: number, column: number): number {
  return lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

function contains(from: number, to: number, at: number): boolean {
  return from <= at && at <= to;
}

type Place = { from: number; to: number; place: ProblemPlace };

/** The narrowest first. */
function placesIn(source: string): Place[] {
  const root = rootOrNull(source);
  const ofPair = (pair: MapPair, place: ProblemPlace): Place => ({
    from: startOf(pair.key),
    to: endOfPair(source, pair),
    place,
  });
  const items = (pair: MapPair | undefined, path: string): Place[] =>
    itemsOf(pair?.value ?? null).map((node, item) => ({
      from: node.range![0],
      to: node.range![1],
      place: { path, item },
    }));
  const signals = pairAt(root, 'signals');
  const owners = pairAt(mapOf(pairAt(root, 'handoff')?.value), 'owners');
  const paths = [...Object.values(formFields).flat(), ...Object.values(formLists).flat()].map(({ path }) => path);
  return [
    ...(mapOf(signals?.value)?.items ?? []).map((pair, item) => ofPair(pair as MapPair, { path: 'signals', item })),
    ...items(pairAt(root, 'score'), 'score'),
    ...items(owners, 'handoff/owners'),
    ...['signals', 'score', 'definition', 'handoff/owners', ...paths].flatMap((path) => {
      const pair = pairOf(root, path);
      return pair === undefined ? [] : [ofPair(pair, { path, item: null })];
    }),
  ];
}

function rootOrNull(source: string): MapNode | null {
  try {
    return rootOf(source);
  } catch {
    return null;
  }
}

function pairOf(root: MapNode | null, path: string): MapPair | undefined {
  const [first, second] = path.split('/') as [string, string | undefined];
  const pair = pairAt(root, first);
  return second === undefined ? pair : pairAt(mapOf(pair?.value), second);
}

function mapOf(node: Node | null | undefined): MapNode | null {
  return isMap(node) ? (node as MapNode) : null;
}
