import { emptyProfile, type Person, type PersonProfile } from '../../usage/person.ts';
import { type PersonRow, toPerson } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { liveUsage, noUsage, personColumns } from './usage-columns.ts';

export function loadPerson(connection: SqliteConnection, portalId: number, personId: number): Person | null {
  const row = connection
    .statement<PersonRow>(
      `SELECT ${personColumns(liveUsage(connection, portalId))} FROM persons WHERE portal_id = ? AND person_id = ?`,
    )
    .get(portalId, personId);
  return row ? toPerson(row) : null;
}

/** By 'u:<userId>' or 'a:<anonymousId>'. */
export function loadPersonByIdentity(connection: SqliteConnection, portalId: number, identity: string): Person | null {
  const row = connection
    .statement<PersonRow>(
      `SELECT ${personColumns(liveUsage(connection, portalId), 'p')}
       FROM identities i JOIN persons p ON p.portal_id = i.portal_id AND p.person_id = i.person_id
       WHERE i.portal_id = ? AND i.identity = ?`,
    )
    .get(portalId, identity);
  return row ? toPerson(row) : null;
}

/** Somebody known only from HubSpot so far. Nothing of theirs has been counted, and they have no user id. */
export function insertPerson(
  connection: SqliteConnection,
  portalId: number,
  personId: number,
  profile: Partial<PersonProfile>,
): void {
  connection
    .statement(
      `INSERT INTO persons (portal_id, person_id, company_id, profile_json, usage_json, other_usage_json, revision)
       VALUES (?, ?, NULL, ?, ?, ?, 1)`,
    )
    .run(portalId, personId, JSON.stringify({ ...emptyProfile(), ...profile }), noUsage, noUsage);
}
