/** What every value from outside passes before anything else looks at it: a bound on nesting and on hostile characters. */

export type JsonObject = { [key: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether objects and arrays are nested in more than `limit` levels; the value itself is the first. Goes level by level
 * without recursion, so that no input can exhaust the stack; whatever passes may be walked recursively afterwards.
 */
export function isNestedDeeperThan(value: unknown, limit: number): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    const below: object[] = [];
    for (const container of level) {
      for (const key in container) {
        const child = (container as JsonObject)[key];
        if (typeof child === 'object' && child !== null) below.push(child);
      }
    }
    level = below;
  }
  return false;
}

/**
 * Replaces NUL and lone surrogates, in keys too, by U+FFFD: PostgreSQL refuses the first and UTF-8 cannot hold the second.
 * Expects and returns text made by JSON.stringify, which writes both as escapes and nothing else with those code points.
 */
export function replaceHostileCharacters(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g, (found) => (found.length > 2 ? '\ufffd' : found));
}
