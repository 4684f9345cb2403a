/** Somebody says on the card that a product login with another e-mail address is this contact. */
import type { LinkedUser } from '../handoff-store.ts';
import { newRecord } from '../stored-records.ts';
import type { SqliteConnection } from './connection.ts';
import { markDirty } from './dirty-rows.ts';
import { loadPersonByIdentity } from './person-rows.ts';
import { loadRecord, saveRecord } from './record-rows.ts';

export function linkProductUser(
  connection: SqliteConnection,
  portalId: number,
  contactId: string,
  productUser: string,
  now: number,
): LinkedUser {
  return connection.transaction(() => {
    const personId = findProductUser(connection, portalId, productUser.trim());
    if (personId === null) return { status: 'unknown user' };
    const record = loadRecord(connection, portalId, 'contact', personId) ?? newRecord;
    if (record.recordId !== null && record.recordId !== contactId) {
      return { status: 'linked elsewhere', contactId: record.recordId };
    }
    const forgotten = { ...record, recordId: contactId, written: {}, facts: null, factsAt: null, problem: null };
    if (record.recordId === null) saveRecord(connection, portalId, 'contact', personId, forgotten);
    markDirty(connection, portalId, personId, now);
    return { status: 'linked' };
  });
}

/** By user id, else by the e-mail address of the profile; a person's own click, so a scan may take its moment. */
function findProductUser(connection: SqliteConnection, portalId: number, productUser: string): number | null {
  const byId = loadPersonByIdentity(connection, portalId, `u:${productUser}`);
  if (byId !== null) return byId.personId;
  if (!productUser.includes('@')) return null;
  const row = connection
    .statement<{ person_id: number }>(
      `SELECT person_id FROM persons WHERE portal_id = ? AND json_extract(profile_json, '$.email') = ? LIMIT 1`,
    )
    .get(portalId, productUser.toLowerCase());
  return row?.person_id ?? null;
}
