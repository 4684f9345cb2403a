import { isJsonObject, type JsonObject } from './clean-json.ts';

const longestPath = 500;

/**
 * The path of a page event without host, query, fragment or trailing slash: from `properties.path`, else
 * `properties.url`, else the same two of `context.page`. Null when none of them says it.
 */
export function readPagePath(properties: JsonObject | null, context: JsonObject | null): string | null {
  const page = isJsonObject(context?.page) ? context.page : null;
  return pathOf(properties?.path) ?? pathOfUrl(properties?.url) ?? pathOf(page?.path) ?? pathOfUrl(page?.url) ?? null;
}

function pathOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text === '') return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return pathOfUrl(text);
  const [whole] = text.split(/[?#]/, 1) as [string];
  const path = (whole.startsWith('/') ? whole : `/${whole}`).slice(0, longestPath).toWellFormed();
  return path.replace(/[/\s]+$/, '') || '/';
}

function pathOfUrl(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^\s*[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(value);
  return match ? pathOf(match[1] === '' ? '/' : match[1]) : undefined;
}
