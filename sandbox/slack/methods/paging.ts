/**
 * Cursor pages as Slack makes them: a page is cut before it is filtered, so it may be shorter than `limit` or even empty
 * while there is a next cursor.
 */
import { textArg } from '../read-call.ts';
import { type Answer, refuse } from './method.ts';

export function page<Item>(
  items: Item[],
  args: Record<string, unknown>,
  keep: (item: Item) => boolean,
): { items: Item[]; nextCursor: string } | Answer {
  const limit = Number(textArg(args, 'limit') || 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 999) return refuse('invalid_limit');
  const cursor = textArg(args, 'cursor');
  const start = cursor ? readCursor(cursor) : 0;
  if (start === null) return refuse('invalid_cursor');
  const end = start + limit;
  return {
    items: items.slice(start, end).filter(keep),
    nextCursor: end < items.length ? Buffer.from(`next:${end}`).toString('base64') : '',
  };
}

function readCursor(cursor: string): number | null {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'));
  return match ? Number(match[1]) : null;
}
