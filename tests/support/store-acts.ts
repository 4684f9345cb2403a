/** Random things that happen to a portal besides events, told so that they can be done to any store and mean the same there. */

import fc from 'fast-check';
import { decide } from '../../backend/handoff/decide.ts';
import { type Handoff, isOpen } from '../../backend/handoff/handoff.ts';
import { nothingChanged } from '../../backend/handoff/hubspot-changes.ts';
import type { FoldRules } from '../../backend/store/store.ts';
import type { EitherStore } from './engines.ts';
import { dayMs, decisionContext, facts, maria, tom, waitingHandoff } from './handoffs.ts';
import { actOnLinks, linkActs } from './link-acts.ts';

const persons = fc.integer({ min: 1, max: 8 });
const contacts = fc.constantFrom<string[]>('501', '502', '503');
const hubspotCompanies = fc.constantFrom('900', '901');
const moments = fc.integer({ min: -3, max: 3 }).map((days) => days * dayMs);
const statuses = fc.constantFrom('alerted', 'breached', 'in_review', 'won', 'returned', 'withdrawn', 'lost');

const read = fc.record({
  what: fc.constant('read' as const),
  personIds: fc.uniqueArray(persons, { minLength: 1, maxLength: 3 }),
  contactId: contacts,
  primary: fc.option(hubspotCompanies),
  stage: fc.constantFrom('lead', 'customer', null),
  later: fc.nat(3),
});
const refresh = fc.record({
  what: fc.constant('refresh' as const),
  contactIds: fc.array(contacts, { minLength: 1, maxLength: 4 }),
  stage: fc.constantFrom('lead', 'customer'),
  primary: fc.option(hubspotCompanies),
  isStale: fc.boolean(),
});
const link = fc.oneof(
  fc.record({
    what: fc.constant('link' as const),
    kind: fc.constant('contact' as const),
    subjectId: persons,
    recordId: contacts,
  }),
  fc.record({
    what: fc.constant('link' as const),
    kind: fc.constant('company' as const),
    subjectId: fc.integer({ min: 1, max: 3 }),
    recordId: hubspotCompanies,
  }),
);
const decideAll = fc.record({ what: fc.constant('decide' as const) });
const handOff = fc.record({
  what: fc.constant('hand off' as const),
  personId: persons,
  status: statuses,
  opened: moments,
  handedOff: fc.option(moments),
  owner: fc.constantFrom(maria, tom, null),
  isHeld: fc.boolean(),
  isTouched: fc.boolean(),
});
const change = fc.record({
  what: fc.constant('change' as const),
  handoffId: fc.integer({ min: 1, max: 6 }),
  status: statuses,
  owner: fc.constantFrom(maria, tom, null),
  handedOff: fc.option(moments),
});
const deliver = fc.record({
  what: fc.constant('deliver' as const),
  count: fc.integer({ min: 1, max: 5 }),
  outcome: fc.constantFrom('done' as const, 'failed' as const, 'unconfirmed' as const, 'later' as const),
});
const hear = fc.record({
  what: fc.constant('hear' as const),
  contactIds: fc.array(contacts, { maxLength: 3 }),
  dealIds: fc.array(fc.constantFrom('31', '32'), { maxLength: 2 }),
});
const arrive = fc.record({
  what: fc.constant('arrive' as const),
  arrivals: fc.array(
    fc.record({ name: fc.constantFrom('Report Created', 'Never'), hourStart: fc.integer({ min: 0, max: 40 }) }),
    { maxLength: 6 },
  ),
});
const settle = fc.record({
  what: fc.constant('set' as const),
  email: fc.constantFrom('tom@acme.test', 'lee@acme.test', 'Ünal@acme.test'),
  requestId: fc.constantFrom('request-1', 'request-2', 'request-3'),
  isTakenBack: fc.boolean(),
});

export const storeActs = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: read },
    { weight: 3, arbitrary: link },
    { weight: 4, arbitrary: decideAll },
    { weight: 3, arbitrary: handOff },
    { weight: 2, arbitrary: change },
    { weight: 2, arbitrary: deliver },
    { weight: 2, arbitrary: refresh },
    { weight: 1, arbitrary: hear },
    { weight: 1, arbitrary: arrive },
    { weight: 1, arbitrary: settle },
    { weight: 5, arbitrary: linkActs },
  ),
  { maxLength: 30, size: 'max' },
);

export type Act = ReturnType<typeof storeActs.generate>['value'][number];

/**
 * How often somebody was marked meanwhile, which the mark grows by, is each database's own: a command of one marks once
 * whom a command of the other marks twice. Everything here happens at whole seconds.
 */
export function markedAt(since: number | null): number | null {
  return since === null ? null : Math.floor(since / 1_000);
}

export type ActsAt = { portalId: number; rules: FoldRules; now: number };

/** Returns what the store answered. */
export async function act(store: EitherStore, one: Act, { portalId, rules, now }: ActsAt): Promise<unknown> {
  switch (one.what) {
    case 'read': {
      const known = facts({
        contactId: one.contactId,
        primaryCompany: one.primary === null ? null : { id: one.primary, name: `Company ${one.primary}` },
        lifecycleStage: one.stage,
      });
      const entries = one.personIds.map((personId) => ({ personId, facts: known }));
      return store.saveFacts(portalId, entries, now + one.later);
    }
    case 'link': {
      const linked = { subjectId: one.subjectId, recordId: one.recordId, written: { zo_plan: 'free' }, problem: null };
      return store.acknowledge(portalId, one.kind, [linked]);
    }
    case 'decide': {
      const marked = await store.decisionInputs(portalId, 100);
      const inputs = marked.sort((one, other) => one.person.personId - other.person.personId);
      const { playbook, timeZone } = rules;
      const decisions = inputs.map((input) => decide(input, decisionContext({ playbook, timeZone, now })));
      const committed = await store.commitDecisions(portalId, decisions, 1, now);
      return [inputs.map((input) => ({ ...input, dirtySince: markedAt(input.dirtySince) })), committed];
    }
    case 'hand off':
      return store.transactHandoff(portalId, { personId: one.personId }, now, ({ handoff, newHandoffId }) => {
        if (handoff !== null) return { answer: 'has one' };
        const about = { handoffId: newHandoffId(), personId: one.personId, openedAt: now + one.opened };
        const made = withStatus({ ...waitingHandoff(about), companyId: 1 }, one, now);
        const heldSince = one.isHeld ? now : null;
        const touch = one.isTouched
          ? ({ at: now, by: 'owner', kind: 'call', via: 'HubSpot', minutes: 5 } as const)
          : null;
        return { answer: 'made', change: { handoff: { ...made, heldSince, touch }, effects: [], receipts: [] } };
      });
    case 'change':
      return store.transactHandoff(portalId, { handoffId: one.handoffId }, now, ({ handoff }) =>
        // One that has ended stays so: its person may have another by now.
        handoff === null || (!isOpen(handoff.status) && isOpen(one.status as Handoff['status']))
          ? { answer: 'none' }
          : { answer: 'changed', change: { handoff: withStatus(handoff, one, now), effects: [], receipts: [] } },
      );
    case 'deliver': {
      const claimed = await store.claimEffects(portalId, 'hubspot', one.count, now, 'lease');
      const { outcome } = one;
      const ended =
        outcome === 'done'
          ? { outcome, result: { id: '1' } }
          : outcome === 'later'
            ? { outcome, afterMs: 5, reason: 'busy \u0000' }
            : { outcome, reason: 'token \ud800 revoked' };
      const settled = claimed.map(({ key, lease, generation }) => ({ key, lease, generation, outcome: ended }));
      return [claimed.map(({ key }) => key), await store.settleEffects(portalId, settled, now)];
    }
    case 'refresh': {
      const known = await store.factsOfContacts(portalId, one.contactIds);
      const refreshed = known.map(({ personId, facts: before, factsAt }) => ({
        personId,
        facts: {
          ...before,
          lifecycleStage: one.stage,
          primaryCompany: one.primary === null ? null : { id: one.primary, name: 'Anew' },
        },
        factsAt: factsAt + 1,
        basedOn: one.isStale ? factsAt - 1 : factsAt,
      }));
      return store.refreshFacts(portalId, refreshed, now);
    }
    case 'hear':
      return store.noteChanges(portalId, { ...nothingChanged, contactIds: one.contactIds, dealIds: one.dealIds }, now);
    case 'arrive':
      return store.noteArrivals(portalId, one.arrivals, 10);
    case 'set': {
      const { email, requestId } = one;
      await store.saveGrant(portalId, { email, grantedBy: 'ops@acme.test', grantedAt: now });
      const taken = one.isTakenBack && (await store.removeGrant(portalId, email));
      const entry = { requestId, author: email, deed: 'grant', detail: `${email} \ud800` } as const;
      const begun = await store.beginAudit(portalId, entry, now);
      if (one.isTakenBack) {
        await store.endAudit(portalId, begun.entry.auditId, { at: now, outcome: 'done', answer: { email } });
      }
      return [taken, begun.isNew];
    }
    default:
      return actOnLinks(store, one, { portalId, rules, now });
  }
}

type Changed = Pick<Extract<Act, { what: 'change' }>, 'status' | 'owner' | 'handedOff'>;

function withStatus(handoff: Handoff, { status, owner, handedOff }: Changed, now: number): Handoff {
  const isOver = ['won', 'returned', 'withdrawn', 'lost'].includes(status);
  return {
    ...handoff,
    status: status as Handoff['status'],
    owner: owner === null ? null : { ...owner, setByUs: true, reason: 'next in rotation' },
    handedOffAt: handedOff === null ? null : Math.max(handoff.openedAt, now + handedOff),
    closedAt: isOver ? now : null,
  };
}
