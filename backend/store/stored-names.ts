/** Somebody as lists name them, of the rows that both databases keep. */
import { companyName, personName } from '../outbox/person-words.ts';
import type { NamedPerson } from './home-store.ts';

export type NamedRow = {
  person_id: number;
  profile_json: string;
  company_json: string | null;
  record_id: string | null;
  facts_json: string | null;
};

export function toNamedPerson(row: NamedRow, lastActiveAt: number | null): NamedPerson {
  const profile = JSON.parse(row.profile_json);
  const record = row.facts_json === null ? null : { facts: JSON.parse(row.facts_json) };
  const company = row.company_json === null ? null : { profile: JSON.parse(row.company_json) };
  return {
    personId: row.person_id,
    name: personName({ person: { profile }, record }),
    companyName: companyName({ record, company }),
    contactId: row.record_id,
    lastActiveAt,
  };
}
