/** What the text of a playbook says, field by field and as it is written, whether it is right or not. */
import { type FormOwner, type FormSignal, formFields, formLists, type PlaybookForm } from '@zo/shared';
import { isMap, isScalar, type Node } from 'yaml';
import { isNothing, itemsOf, type MapNode, NotEditableError, pairAt, rootOf } from './yaml-places.ts';

const valuePaths = Object.values(formFields).flatMap((fields) => fields.map(({ path }) => path));
const listPaths = Object.values(formLists).flatMap((lists) => lists.map(({ path }) => path));

/** Null when the text cannot be read as YAML. */
export function readForm(source: string): PlaybookForm | null {
  try {
    const root = rootOf(source);
    return {
      signals: signalsIn(mapOf(pairAt(root, 'signals')?.value)),
      score: textsOf(pairAt(root, 'score')?.value),
      definition: linesOf(source, pairAt(root, 'definition')?.value),
      owners: itemsOf(nodeAt(root, 'handoff/owners')).map(ownerOf),
      values: present(
        valuePaths.map((path) => [path, textOf(nodeAt(root, path))] as const),
        (text) => text !== '',
      ),
      lists: present(
        listPaths.flatMap((path) => {
          const node = nodeAt(root, path);
          return isNothing(node) ? [] : [[path, textsOf(node)] as const];
        }),
        () => true,
      ),
    };
  } catch (error) {
    if (error instanceof NotEditableError) return null;
    throw error;
  }
}

function present<Value>(
  entries: (readonly [string, Value])[],
  isThere: (value: Value) => boolean,
): Record<string, Value> {
  return Object.fromEntries(entries.filter(([, value]) => isThere(value)));
}

function nodeAt(root: MapNode | null, path: string): Node | null {
  let node: Node | null = root;
  for (const key of path.split('/')) node = pairAt(mapOf(node), key)?.value ?? null;
  return node;
}

function mapOf(node: Node | null | undefined): MapNode | null {
  return isMap(node) ? (node as MapNode) : null;
}

/** Line breaks of a folded text are spaces. */
function textOf(node: Node | null | undefined): string {
  if (!isScalar(node) || isNothing(node)) return '';
  return String(node.source ?? node.value)
    .trim()
    .replace(/\s+/g, ' ');
}

/** As it is laid out: a long sentence is read line by line. */
function linesOf(source: string, node: Node | null | undefined): string {
  if (!isScalar(node) || (node.type !== 'BLOCK_FOLDED' && node.type !== 'BLOCK_LITERAL')) return textOf(node);
  const [start, end] = node.range!;
  const lines = source.slice(source.indexOf('\n', start) + 1, end).split('\n');
  return lines
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n');
}

function textsOf(node: Node | null | undefined): string[] {
  return itemsOf(node ?? null).map(textOf);
}

function signalsIn(map: MapNode | null): FormSignal[] {
  return (map?.items ?? []).map(({ key, value }) => ({ name: textOf(key), events: itemsOf(value).map(eventOf) }));
}

function eventOf(node: Node): string {
  const map = mapOf(node);
  if (map === null) return textOf(node);
  const page = textOf(pairAt(map, 'page')?.value);
  return page === '' ? textOf(pairAt(map, 'event')?.value) : `page ${page}`;
}

function ownerOf(node: Node): FormOwner {
  const map = mapOf(node);
  if (map === null) return { email: textOf(node).toLowerCase(), terms: {}, leave: [] };
  const terms = map.items
    .map(({ key, value }) => [textOf(key), textOf(value)] as const)
    .filter(([key]) => key !== 'email' && key !== 'leave');
  return {
    email: textOf(pairAt(map, 'email')?.value).toLowerCase(),
    terms: present(terms, (text) => text !== ''),
    leave: textsOf(pairAt(map, 'leave')?.value),
  };
}
