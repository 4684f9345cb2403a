/** How a person is named to people, and where the record is. */
import type { RecordState } from '../handoff/decision.ts';
import type { PersonNamed } from '../slack/person-text.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import type { Portal } from '../store/store.ts';
import type { Company } from '../usage/company.ts';
import type { Person, PersonProfile } from '../usage/person.ts';

type Named = {
  person: Pick<Person, 'profile'>;
  record: Pick<RecordState, 'facts'> | null;
  company: Pick<Company, 'profile'> | null;
};

/** HubSpot's name, else the product's, else the e-mail address, else the userId. */
export function personName({ person, record }: Omit<Named, 'company'>): string {
  const facts = record?.facts;
  const { profile } = person;
  const name = [facts?.firstName ?? profile.firstName, facts?.lastName ?? profile.lastName].filter(Boolean).join(' ');
  return name || facts?.email || productName(profile);
}

/** HubSpot's name of the primary company, else the product's. */
export function companyName({ record, company }: Omit<Named, 'person'>): string | null {
  return record?.facts?.primaryCompany?.name ?? company?.profile.name ?? null;
}

/** As messages name somebody, with the link to the record. */
export function namedPerson(portal: Portal, work: Pick<ContactWork, 'person' | 'record' | 'company'>): PersonNamed {
  return {
    personName: personName(work),
    companyName: companyName(work),
    link: recordLink(portal, work.record?.recordId ?? null),
  };
}

/** As the product knows the person. */
export function productName({ firstName, lastName, email, userIds }: PersonProfile): string {
  const name = [firstName, lastName].filter(Boolean).join(' ');
  return name || (email ?? userIds[0] ?? 'An unnamed user');
}

export function recordLink({ uiDomain, portalId }: Portal, contactId: string | null): string | null {
  return contactId === null ? null : `https://${uiDomain}/contacts/${portalId}/record/0-1/${contactId}`;
}
