import { plainPartsOf } from '../erased-words.ts';
import type { PersonSelector } from '../receipt-store.ts';
import type { Query } from './connection.ts';
import { loadPerson, loadPersonByIdentity } from './person-rows.ts';
import { subjectsOfRecords } from './record-rows.ts';
import { survivorOf } from './survivors.ts';

/** See ReceiptStore.findPersons. By e-mail a person's own question, so a walk through the portal may take its moment. */
export async function findPersons(query: Query, portalId: number, who: PersonSelector): Promise<number[]> {
  if ('userId' in who) {
    const person = await loadPersonByIdentity(query, portalId, `u:${who.userId}`);
    return person === null ? [] : [person.personId];
  }
  if ('contactId' in who) {
    return (await subjectsOfRecords(query, portalId, 'contact', [who.contactId])).get(who.contactId) ?? [];
  }
  if ('personId' in who) {
    const personId = await survivorOf(query, portalId, who.personId);
    return (await loadPerson(query, portalId, personId)) === null ? [] : [personId];
  }
  const email = who.email.trim().toLowerCase();
  const rows = await query<{ person_id: number; email: string | null }>(
    `SELECT person_id, profile_json::json ->> 'email' AS email FROM persons
       WHERE portal_id = $1 AND position($2 IN lower(profile_json::json ->> 'email')) > 0
     UNION ALL
     SELECT p.person_id, r.facts_json::json ->> 'email' FROM records r
       JOIN persons p ON p.portal_id = r.portal_id AND p.person_id = r.subject_id
       WHERE r.portal_id = $1 AND r.kind = 'contact' AND position($2 IN lower(r.facts_json::json ->> 'email')) > 0
     UNION ALL
     SELECT person_id, NULL FROM identities WHERE portal_id = $1 AND identity = $3
     ORDER BY person_id`,
    [portalId, ...plainPartsOf([email]), `u:${email}`],
  );
  const meant = rows.filter((row) => row.email === null || row.email.toLowerCase() === email);
  return [...new Set(meant.map(({ person_id }) => person_id))];
}
