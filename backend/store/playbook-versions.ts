/** Playbooks as versions: every save that changes something is one, and none is ever changed or removed. */
import type { NewPlaybook, StoredPlaybook } from './store.ts';

/** Somebody else's version is in force: saving would undo what they did without knowing it. */
export class PlaybookConflictError extends Error {
  readonly newest: StoredPlaybook | null;

  constructor(expected: number, newest: StoredPlaybook | null) {
    const found = newest === null ? 'there is no playbook' : `version ${newest.version} is in force`;
    const by = newest === null ? '' : `, saved by ${newest.author}${newest.reason === '' ? '' : ` (${newest.reason})`}`;
    super(`You changed version ${expected}, but ${found}${by}: look at it and change that one`);
    this.name = 'PlaybookConflictError';
    this.newest = newest;
  }
}

/**
 * What saving makes of the newest version: null when nothing would change, the same text meaning the same and nobody to be
 * alerted who was not. Throws
 * PlaybookConflictError when another version than `expectedVersion` (0 for none) is the newest.
 */
export function nextVersion(
  newest: StoredPlaybook | null,
  { source, properties, author, reason, alertReady = false }: NewPlaybook,
  now: number,
  expectedVersion?: number,
): StoredPlaybook | null {
  const asksForMore = alertReady && newest?.alertReady === false;
  const isSame = newest?.source === source && JSON.stringify(newest.properties) === JSON.stringify(properties);
  if (isSame && !asksForMore) return null;
  const version = newest?.version ?? 0;
  if (expectedVersion !== undefined && expectedVersion !== version) {
    throw new PlaybookConflictError(expectedVersion, newest);
  }
  return { version: version + 1, source, properties, author, reason, alertReady, createdAt: now };
}
