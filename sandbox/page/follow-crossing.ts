/** Whose record to show after the product was used: the colleague of its user who has crossed because of it. */
import type { ContactView, ProductPerson } from '../demo/page-state.ts';

/** The newest enrolment of each contact when the product was last used; null for one without any. */
export type Known = Map<string, string | null>;

export function knownContacts(contacts: Pick<ContactView, 'id' | 'enrolments'>[]): Known {
  return new Map(contacts.map((contact) => [contact.id, contact.enrolments[0]?.id ?? null]));
}

/** Somebody of the user's company who is new in HubSpot since then, or enrolled anew; undefined when there is nobody. */
export function whoCrossed(
  contacts: ContactView[],
  known: Known,
  user: ProductPerson | undefined,
  people: ProductPerson[],
): ContactView | undefined {
  if (user === undefined) return undefined;
  const colleagues = new Set(people.filter((one) => one.company === user.company).map((one) => one.email));
  return contacts.find((contact) => {
    if (!colleagues.has(contact.email)) return false;
    const before = known.get(contact.id);
    return before === undefined || (contact.enrolments[0]?.id ?? null) !== before;
  });
}
