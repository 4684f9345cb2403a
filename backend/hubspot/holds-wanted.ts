import { isObject } from './json-call.ts';

/**
 * Whether every field wanted is in what HubSpot keeps. HubSpot adds fields, writes numbers as text and drops what is false
 * or empty, and none of that is a difference.
 */
export function holdsWanted(live: unknown, wanted: unknown): boolean {
  if (live === undefined || live === null) return isNothing(wanted);
  if (Array.isArray(wanted)) {
    const isList = Array.isArray(live) && live.length === wanted.length;
    return isList && wanted.every((item, index) => holdsWanted(live[index], item));
  }
  if (isObject(wanted)) {
    return isObject(live) && Object.entries(wanted).every(([key, value]) => holdsWanted(live[key], value));
  }
  return String(live) === String(wanted);
}

function isNothing(wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.length === 0;
  return wanted === undefined || wanted === null || wanted === false || wanted === '';
}
