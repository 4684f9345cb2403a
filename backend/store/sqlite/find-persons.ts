import type { PersonSelector } from '../receipt-store.ts';
import type { SqliteConnection } from './connection.ts';
import { loadPerson, loadPersonByIdentity } from './person-rows.ts';
import { subjectsOfRecords } from './record-rows.ts';
import { survivorOf } from './survivors.ts';

/** See ReceiptStore.findPersons. By e-mail a person's own question, so a walk through the portal may take its moment. */
export function findPersons(connection: SqliteConnection, portalId: number, who: PersonSelector): number[] {
  if ('userId' in who) {
    const person = loadPersonByIdentity(connection, portalId, `u:${who.userId}`);
    return person === null ? [] : [person.personId];
  }
  if ('contactId' in who) {
    return subjectsOfRecords(connection, portalId, 'contact', [who.contactId]).get(who.contactId) ?? [];
  }
  if ('personId' in who) {
    const personId = survivorOf(connection, portalId, who.personId);
    return loadPerson(connection, portalId, personId) === null ? [] : [personId];
  }
  const email = who.email.trim().toLowerCase();
  return connection
    .statement<{ person_id: number }>(
      `SELECT person_id FROM persons WHERE portal_id = ? AND in_lower_case(json_extract(profile_json, '$.email')) = ?
       UNION
       SELECT p.person_id FROM records r JOIN persons p ON p.portal_id = r.portal_id AND p.person_id = r.subject_id
         WHERE r.portal_id = ? AND r.kind = 'contact' AND in_lower_case(json_extract(r.facts_json, '$.email')) = ?
       UNION
       SELECT person_id FROM identities WHERE portal_id = ? AND identity = ?`,
    )
    .all(portalId, email, portalId, email, portalId, `u:${email}`)
    .map(({ person_id }) => person_id);
}
