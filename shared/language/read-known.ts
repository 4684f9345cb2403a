import type { Condition } from '../playbook.ts';
import { type PropertyDefinition, refTo } from '../property-definition.ts';
import type { TokenCursor } from './token-cursor.ts';

/** After "is" or "is not": "known" or "set", "empty", "unknown" or "blank". Null where a value follows. */
export function readKnown(cursor: TokenCursor, property: PropertyDefinition, is: boolean): Condition | null {
  const asksForValue = ['known', 'set'].some((word) => cursor.takeWord(word));
  if (!asksForValue && !['empty', 'unknown', 'blank'].some((word) => cursor.takeWord(word))) return null;
  return { kind: 'known', property: refTo(property), is: asksForValue === is };
}
