import { emptyUsage } from '@zo/shared';
import { emptyProfile, type Person, type PersonProfile } from '../../usage/person.ts';
import { type PersonRow, toPerson } from '../stored-rows.ts';
import type { SqliteConnection } from './connection.ts';

export function loadPerson(connection: SqliteConnection, portalId: number, personId: number): Person | null {
  const row = connection
    .statement<PersonRow>(
      'SELECT person_id, company_id, profile_json, usage_json, revision FROM persons WHERE portal_id = ? AND person_id = ?',
    )
    .get(portalId, personId);
  return row ? toPerson(row) : null;
}

/** By 'u:<userId>' or 'a:<anonymousId>'. */
export function loadPersonByIdentity(connection: SqliteConnection, portalId: number, identity: string): Person | null {
  const row = connection
    .statement<PersonRow>(
      `SELECT p.person_id, p.company_id, p.profile_json, p.usage_json, p.revision
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
      'INSERT INTO persons (portal_id, person_id, company_id, profile_json, usage_json, revision) VALUES (?, ?, NULL, ?, ?, 1)',
    )
    .run(portalId, personId, JSON.stringify({ ...emptyProfile(), ...profile }), JSON.stringify(emptyUsage()));
}
