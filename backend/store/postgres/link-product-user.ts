/** Somebody says on the card that a product login with another e-mail address is this contact. */
import type { LinkedUser } from '../handoff-store.ts';
import { newRecord } from '../stored-records.ts';
import type { Query } from './connection.ts';
import { loadPersonByIdentity } from './person-rows.ts';
import { loadRecord, saveRecords } from './record-rows.ts';
import { markDirty } from './rows.ts';

/** Under the portal's lock. */
export async function linkProductUser(
  query: Query,
  portalId: number,
  contactId: string,
  productUser: string,
  now: number,
): Promise<LinkedUser> {
  const personId = await findProductUser(query, portalId, productUser.trim());
  if (personId === null) return { status: 'unknown user' };
  const record = (await loadRecord(query, portalId, 'contact', personId)) ?? newRecord;
  if (record.recordId !== null && record.recordId !== contactId) {
    return { status: 'linked elsewhere', contactId: record.recordId };
  }
  const forgotten = { ...record, recordId: contactId, written: {}, facts: null, factsAt: null, problem: null };
  if (record.recordId === null) {
    await saveRecords(query, portalId, 'contact', [{ subjectId: personId, record: forgotten }]);
  }
  await markDirty(query, portalId, [personId], now);
  return { status: 'linked' };
}

/** By user id, else by the e-mail address of the profile; a person's own click, so a scan may take its moment. */
async function findProductUser(query: Query, portalId: number, productUser: string): Promise<number | null> {
  const byId = await loadPersonByIdentity(query, portalId, `u:${productUser}`);
  if (byId !== null) return byId.personId;
  if (!productUser.includes('@')) return null;
  const [row] = await query<{ person_id: number }>(
    `SELECT person_id FROM persons WHERE portal_id = $1 AND profile_json::json ->> 'email' = $2
     ORDER BY person_id LIMIT 1`,
    [portalId, productUser.toLowerCase()],
  );
  return row?.person_id ?? null;
}
