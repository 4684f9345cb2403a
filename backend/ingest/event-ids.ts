import { createHash } from 'node:crypto';

export const longestId = 200;

/** What broken clients send in place of an id. Two people must never become one because of it. */
const placeholders = new Set([
  '',
  '0',
  '-1',
  'null',
  'undefined',
  'none',
  'nil',
  'nan',
  'true',
  'false',
  'anonymous',
  'guest',
  'unknown',
  '[object object]',
  '{}',
  '[]',
]);

/**
 * An id as text without surrounding space; null when absent or a placeholder; undefined when it is of another kind than
 * text or number, or a number too large to be exact. Longer ids than 200 characters keep their beginning and end in a
 * hash, so that they stay different.
 */
export function readId(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  // Beyond 2^53 several numbers read the same, and so would several people.
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? readId(String(value)) : undefined;
  if (typeof value !== 'string') return undefined;
  const id = value.trim();
  if (id.length <= 16 && placeholders.has(id.toLowerCase())) return null;
  return id.length <= longestId ? id : shorten(id);
}

function shorten(id: string): string {
  const hash = createHash('sha256').update(id).digest('hex');
  return `${id.slice(0, longestId - hash.length - 1).toWellFormed()}:${hash}`;
}

/**
 * The message id of an event that came without one. Repeats of it get the same id, so `content` must not hold what
 * differs between repeats: `sentAt`.
 */
export function deriveMessageId(content: string): string {
  return `content-${createHash('sha256').update(content).digest('hex')}`;
}
