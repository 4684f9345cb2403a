/**
 * Which HubSpot contact a product user is: the table of rules, without any call. A contact already carries the userId it
 * belongs to in `zo_user_id`; nobody takes it away from another.
 */
import { wordHeldAddress } from './contact-conflicts.ts';
import type { HubspotRecord } from './hubspot-record.ts';

export type Person = {
  personId: number;
  /** The oldest userId; null for a person known by e-mail only. */
  userId: string | null;
  email: string | null;
  createIfMissing: boolean;
};

/** What HubSpot answered; null when it was not asked because there is nothing to ask by. */
export type Sighting = HubspotRecord | 'not found' | null;

export type LinkDecision =
  | { link: string }
  | { conflict: string; recordId: string; heldBy: string }
  | { create: true }
  | { absent: true };

export function decideLink(person: Person, byUserId: Sighting, byEmail: Sighting): LinkDecision {
  if (isRecord(byUserId)) return { link: byUserId.id };
  if (isRecord(byEmail)) return decideLinkTo(person, byEmail);
  if (person.userId === null && person.email === null) return { absent: true };
  return person.createIfMissing ? { create: true } : { absent: true };
}

/** The contact found by e-mail, or the one that turned out to have it while we created. */
export function decideLinkTo({ userId }: Person, record: HubspotRecord): LinkDecision {
  const heldBy = record.properties.zo_user_id ?? '';
  if (heldBy === '' || heldBy === userId || userId === null) return { link: record.id };
  return { conflict: wordHeldAddress(record.id, heldBy), recordId: record.id, heldBy };
}

export function isRecord(sighting: Sighting | undefined): sighting is HubspotRecord {
  return sighting !== null && sighting !== undefined && sighting !== 'not found';
}
