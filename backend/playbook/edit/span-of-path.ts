import type { Span } from '@zo/shared';
import { isMap } from 'yaml';
import { type MapNode, pairAt, rootOf, spanOfNode } from './yaml-places.ts';

/** Where the value at "handoff/channel" stands; null when there is none. Throws NotEditableError. */
export function spanOfPath(source: string, path: string): Span | null {
  let map: MapNode | null = rootOf(source);
  const keys = path.split('/');
  for (const key of keys.slice(0, -1)) {
    const value = pairAt(map, key)?.value ?? null;
    map = isMap(value) ? (value as MapNode) : null;
  }
  const value = pairAt(map, keys.at(-1)!)?.value ?? null;
  return value === null ? null : spanOfNode(source, value);
}
