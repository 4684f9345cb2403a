/** Random things that happen to links with HubSpot's records, and to what is kept, told as those of store-acts.ts. */
import fc from 'fast-check';
import { nothingChanged } from '../../backend/handoff/hubspot-changes.ts';
import type { FoldRules } from '../../backend/store/store.ts';
import type { EitherStore } from './engines.ts';
import { normaliseAgain } from './events.ts';
import { dayMs, facts } from './handoffs.ts';

const persons = fc.integer({ min: 1, max: 8 });
const contacts = fc.constantFrom<string[]>('501', '502', '503');
const hubspotCompanies = fc.constantFrom<string[]>('900', '901');
const days = fc.integer({ min: -3, max: 3 });

const contactMoves = fc.record({ kind: fc.constant('contact' as const), from: contacts, into: contacts });
const companyMoves = fc.record({
  kind: fc.constant('company' as const),
  from: hubspotCompanies,
  into: hubspotCompanies,
});

export const linkActs = fc.oneof(
  fc.record({
    what: fc.constant('merge' as const),
    move: fc.oneof(contactMoves, companyMoves),
    isFollowed: fc.boolean(),
  }),
  fc.record({ what: fc.constant('lose contact' as const), contactId: contacts }),
  fc.record({ what: fc.constant('lose company' as const), recordId: hubspotCompanies }),
  fc.record({
    what: fc.constant('look again' as const),
    contactId: contacts,
    stage: fc.constantFrom('lead', 'customer'),
    later: fc.integer({ min: -1, max: 3 }),
  }),
  fc.record({ what: fc.constant('regain' as const), recordIds: fc.array(hubspotCompanies, { maxLength: 3 }) }),
  fc.record({ what: fc.constant('read around' as const), recordId: hubspotCompanies }),
  fc.record({ what: fc.constant('delete for privacy' as const), contactId: contacts, isDone: fc.boolean() }),
  fc.record({ what: fc.constant('erase' as const), personId: persons }),
  fc.record({
    what: fc.constant('forget' as const),
    kind: fc.constantFrom(
      'events' as const,
      'receipts' as const,
      'audit' as const,
      'messages' as const,
      'people' as const,
    ),
    day: days,
  }),
  fc.record({
    what: fc.constant('drop' as const),
    names: fc.array(fc.tuple(fc.constantFrom('traits.phone', 'properties.amount'), fc.integer({ min: 1, max: 9 }))),
  }),
);

export type LinkAct = ReturnType<typeof linkActs.generate>['value'];

type At = { portalId: number; rules: FoldRules; now: number };

/** Returns what the store answered. */
export async function actOnLinks(store: EitherStore, one: LinkAct, { portalId, rules, now }: At): Promise<unknown> {
  switch (one.what) {
    case 'merge': {
      const { kind, from, into } = one.move;
      const heard = { ...nothingChanged, companyIds: kind === 'company' ? [from, into] : [] };
      const merges = [{ kind, oldIds: [from], newId: into }];
      const told = await store.noteChanges(portalId, { ...heard, merges }, now);
      return [told, one.isFollowed && (await store.followMerges(portalId, kind, [{ from, into }], now))];
    }
    case 'lose contact': {
      const gone = { contactId: one.contactId, deletedAt: now, facts: facts({ exists: false, contactId: null }) };
      const people = await knownBy(store, portalId, 'contact', one.contactId);
      return store.loseContacts(
        portalId,
        people.map((personId) => ({ ...gone, personId })),
        now,
      );
    }
    case 'lose company': {
      const ours = await knownBy(store, portalId, 'company', one.recordId);
      return store.loseCompanies(
        portalId,
        ours.map((companyId) => ({ companyId, recordId: one.recordId, deletedAt: now })),
      );
    }
    case 'look again': {
      const { contactId, stage, later } = one;
      const found = { contactId, facts: facts({ contactId, lifecycleStage: stage }), factsAt: now + later };
      const people = await knownBy(store, portalId, 'contact', contactId);
      return store.keepReadings(
        portalId,
        people.map((personId) => ({ ...found, personId })),
        now,
      );
    }
    case 'regain':
      return store.regainCompanies(portalId, one.recordIds, now);
    case 'read around':
      return [
        await store.readMembersBeside(portalId, one.recordId, now),
        await store.readPeopleUnder(portalId, one.recordId, now),
      ];
    case 'delete for privacy': {
      const { contactId } = one;
      await store.noteChanges(portalId, { ...nothingChanged, privacyDeletions: [contactId] }, now);
      const waiting = await store.waitingPrivacyDeletions(portalId, 9);
      const refused = await store.refusePeopleOf(portalId, [contactId], now);
      if (!one.isDone) return [waiting.length, refused];
      const erased = await store.erasePersons(portalId, refused, [], rules, now, { proofOf: contactId });
      await store.endPrivacyDeletion(portalId, contactId, 'nobody of ours', now + 1);
      return [waiting.length, refused, erased];
    }
    case 'erase':
      return store.erasePersons(portalId, [one.personId], [], rules, now);
    case 'forget':
      return forget(store, one, { portalId, rules, now });
    case 'drop':
      return store.noteDropped(portalId, new Map(one.names), now);
  }
}

type Forget = Extract<LinkAct, { what: 'forget' }>;

async function forget(store: EitherStore, { kind, day }: Forget, { portalId, rules, now }: At): Promise<number> {
  const before = now + day * dayMs;
  switch (kind) {
    case 'events':
      return store.forgetEvents(portalId, { before, rules, normalise: normaliseAgain, now });
    case 'receipts':
      return store.forgetReceipts(portalId, before, now);
    case 'audit':
      return store.forgetAudit(portalId, before, now);
    case 'messages':
      return store.forgetMessages(portalId, before, now);
    case 'people':
      return store.forgetInactive(portalId, { before, rules, now });
  }
}

async function knownBy(store: EitherStore, portalId: number, kind: 'contact' | 'company', recordId: string) {
  return (await store.subjectsKnownBy(portalId, kind, [recordId])).get(recordId)!;
}
