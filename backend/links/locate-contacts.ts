/**
 * Reads contacts of ours again, wherever merges have brought them, and keeps what follows for our links: a link moves to the record
 * that took the contact's place, people whose contacts became one become one, and a contact that was deleted is lost. Says
 * what is left to be done with each.
 */
import type { UsedProperties } from '@zo/shared';
import type { HubspotFacts } from '../handoff/hubspot-facts.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { absentFacts, type ContactReading, readWholeContacts } from '../hubspot/read-contact-facts.ts';
import type { Priority } from '../outbox/effect.ts';
import type { ContactClaim, HandoffStore, United } from '../store/handoff-store.ts';
import type { LinkStore, LostContact, RecordMove } from '../store/link-store.ts';
import type { CurrentRules } from '../store/store.ts';
import { findGone, type GoneRecord, idsToLookFor } from './find-gone.ts';

export type ContactReads = Pick<
  HubspotGateway,
  'readContacts' | 'readCompanies' | 'primaryCompanies' | 'contactDeals' | 'readArchived'
>;

export type LocateParts = {
  portalId: number;
  store: Pick<LinkStore, 'mergeHints' | 'followMerges' | 'subjectsKnownBy' | 'loseContacts'> &
    Pick<HandoffStore, 'unitePersons'>;
  gateway: ContactReads;
  used: UsedProperties;
  rules: CurrentRules;
  priority: Priority;
  now: () => number;
};

/** `contactId`: the one linked, or the one it was before HubSpot deleted it. */
export type PersonToLocate = { personId: number; contactId: string; userIds: string[]; email: string | null };

export type LocatedContacts = {
  /** By person; whoever became one with somebody is left out. */
  found: Map<number, { contactId: string; facts: HubspotFacts }>;
  /** By person: HubSpot has no such contact any more. */
  gone: Set<number>;
  /** Who became one: what was known of them is old. */
  united: Set<number>;
  /** Whom they became. */
  survivors: Set<number>;
  moved: number;
  lost: number;
};

export async function locateContacts(parts: LocateParts, people: readonly PersonToLocate[]): Promise<LocatedContacts> {
  const { store, portalId, gateway, used, priority } = parts;
  const ids = [...new Set(people.map(({ contactId }) => contactId))];
  const live = await readWholeContacts(gateway, used, ids, priority);
  const missing = ids.filter((id) => !live.has(id));
  const { gone, moves } = missing.length === 0 ? { gone: new Map(), moves: [] } : await lookInBin(parts, missing);
  const moved = await store.followMerges(portalId, 'contact', [...movesOf(live), ...moves], parts.now());
  const united = await unite(parts, people, live, gone);

  const located: LocatedContacts = {
    found: new Map(),
    gone: new Set(),
    united: new Set(united.flatMap(({ fromId, intoId }) => [fromId, intoId])),
    survivors: new Set(united.map(({ intoId }) => intoId)),
    moved,
    lost: 0,
  };
  const lost: LostContact[] = [];
  const now = parts.now();
  for (const { personId, contactId, email } of people) {
    const reading = live.get(contactId);
    if (reading === undefined) {
      const { id, archivedAt } = gone.get(contactId)!;
      lost.push({ personId, contactId: id, deletedAt: archivedAt ?? now, facts: absentFacts(used, email) });
      located.gone.add(personId);
    } else if (!located.united.has(personId)) {
      located.found.set(personId, { contactId: reading.id, facts: reading.facts });
    }
  }
  // Of people who became one only the survivor is still there to lose it.
  const survivors = [...located.survivors].flatMap((intoId) => lossOfSurvivor(intoId, united, lost));
  located.lost = await store.loseContacts(portalId, [...lost, ...survivors], now);
  return located;
}

function lossOfSurvivor(intoId: number, united: readonly United[], lost: readonly LostContact[]): LostContact[] {
  const others = new Set(united.filter((one) => one.intoId === intoId).map(({ fromId }) => fromId));
  const loss = lost.find(({ personId }) => others.has(personId));
  return loss === undefined ? [] : [{ ...loss, personId: intoId }];
}

async function lookInBin({ store, portalId, gateway, priority }: LocateParts, missing: string[]) {
  const hints = await store.mergeHints(portalId, 'contact', missing);
  const bin = await gateway.readArchived('contact', idsToLookFor(missing, hints), priority);
  return findGone(missing, hints, bin);
}

/** What each record says of itself, whether it was asked for by an old id or is known to have had one. */
export function movesOf(live: ReadonlyMap<string, { id: string; formerIds: string[] }>): RecordMove[] {
  return [...live].flatMap(([asked, { id, formerIds }]) =>
    [...new Set([asked, ...formerIds])].filter((from) => from !== id).map((from) => ({ from, into: id })),
  );
}

/** Those who share a contact by now; a claim by somebody alone on a contact of their own says nothing. */
async function unite(
  { store, portalId, rules, now }: LocateParts,
  people: readonly PersonToLocate[],
  live: ReadonlyMap<string, ContactReading>,
  gone: ReadonlyMap<string, GoneRecord>,
) {
  const placed = people.map((person) => ({ person, ...(live.get(person.contactId) ?? gone.get(person.contactId)!) }));
  const sharing = await store.subjectsKnownBy(portalId, 'contact', [...new Set(placed.map(({ id }) => id))]);
  const claims = placed.flatMap(({ person: { personId, userIds }, id, carriedId }): ContactClaim[] => {
    const everybody = [...new Set([personId, ...(sharing.get(id) ?? [])])];
    const isForeign = carriedId !== null && !userIds.includes(carriedId);
    if (everybody.length === 1 && !isForeign) return [];
    const heldBy = carriedId === null ? null : { userId: carriedId };
    return everybody.map((one) => ({ personId: one, contactId: id, heldBy }));
  });
  return claims.length === 0 ? [] : store.unitePersons(portalId, claims, rules, now());
}
