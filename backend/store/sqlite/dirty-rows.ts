/** Persons to decide again: one row however often they change. */
import type { SqliteConnection } from './connection.ts';

/**
 * `since` is when the first of the changes happened, plus one for each further change: it orders by age, and a decision
 * made before the newest change cannot remove the mark of that change.
 */
export function markDirty(connection: SqliteConnection, portalId: number, personId: number, now: number): void {
  connection
    .statement(
      `INSERT INTO dirty_persons (portal_id, person_id, since) VALUES (?, ?, ?)
       ON CONFLICT (portal_id, person_id) DO UPDATE SET since = since + 1`,
    )
    .run(portalId, personId, now);
}

/** All people of a company. */
export function markMembersDirty(connection: SqliteConnection, portalId: number, companyId: number, now: number): void {
  connection
    .statement(
      `INSERT INTO dirty_persons (portal_id, person_id, since)
       SELECT portal_id, person_id, ? FROM members WHERE portal_id = ? AND company_id = ?
       ON CONFLICT (portal_id, person_id) DO UPDATE SET since = since + 1`,
    )
    .run(now, portalId, companyId);
}

export function markEverybodyDirty(connection: SqliteConnection, portalId: number, now: number): void {
  connection
    .statement(
      `INSERT INTO dirty_persons (portal_id, person_id, since)
       SELECT portal_id, person_id, ? FROM persons WHERE portal_id = ?
       ON CONFLICT (portal_id, person_id) DO UPDATE SET since = since + 1`,
    )
    .run(now, portalId);
}
