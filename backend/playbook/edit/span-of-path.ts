import type { Span } from '@zo/shared';
import { isMap } from 'yaml';
import { columnOf, endOf, type MapNode, pairAt, rootOf, startOf } from './yaml-places.ts';

/** Where the value at "handoff/channel" stands; null when there is none. Throws NotEditableError. */
export function spanOfPath(source: string, path: string): Span | null {
  let map: MapNode | null = rootOf(source);
  const keys = path.split('/');
  for (const key of keys.slice(0, -1)) {
    const value = pairAt(map, key)?.value ?? null;
    map = isMap(value) ? (value as MapNode) : null;
  }
  const value = pairAt(map, keys.at(-1)!)?.value ?? null;
  if (value === null) return null;
  const start = startOf(value);
  const line = source.slice(0, start).split('\n').length;
  return { line, column: columnOf(source, start) + 1, length: endOf(source, value) - start };
}
