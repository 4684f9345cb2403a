/**
 * One run of a portal's daily reconciliation: our links are held against HubSpot, whoever was active most lately first, and
 * what webhooks missed is repaired. Never more calls than there are; the next run goes on where this one stopped.
 */
import type { UsedProperties } from '@zo/shared';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { type CallBudget, CallsSpentError } from '../hubspot/metered-reads.ts';
import { type LocateCompaniesParts, locateCompanies } from '../links/locate-companies.ts';
import { type LocateParts, locateContacts } from '../links/locate-contacts.ts';
import { priorities } from '../outbox/effect.ts';
import { toLocate } from '../outbox/read-changed-contacts.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { ActiveContact, LinkStore } from '../store/link-store.ts';
import type { CurrentRules } from '../store/store.ts';
import { added, dayMs, nothingRepaired, type ReconcileState, type Repaired } from './reconcile-state.ts';

export type ReconcileParts = {
  portalId: number;
  store: LocateParts['store'] &
    LocateCompaniesParts['store'] &
    Pick<LinkStore, 'keepReadings' | 'contactsByActivity'> &
    Pick<HandoffStore, 'contactWork' | 'linkedRecords'>;
  gateway: Pick<HubspotGateway, 'provePortal' | 'within'>;
  used: UsedProperties;
  rules: CurrentRules;
  now: () => number;
  /** Calls for one day. */
  calls: number;
  /** After each page, when what it repaired is saved: the run goes on from there, whatever happens. */
  onPage: (state: ReconcileState) => Promise<void>;
  signal?: AbortSignal;
};

const priority = priorities.reconciliation;
const contactsAtOnce = 500;
const companiesAtOnce = 100;
/** HubSpot restores what was deleted in the last 90 days. */
const binKeptMs = 90 * dayMs;
/** What a page of so many contacts takes at most, so that no page is begun that cannot be ended. */
const callsForMany = 30;
const callsForFew = 8;

export async function reconcilePortal(parts: ReconcileParts, before: ReconcileState): Promise<ReconcileState> {
  const budget: CallBudget = { left: parts.calls - before.calls };
  let state = before;
  const keep = async (change: Partial<ReconcileState>) => {
    state = { ...state, ...change, calls: parts.calls - budget.left };
    await parts.onPage(state);
  };
  await parts.gateway.provePortal();
  try {
    if (state.next.kind === 'contacts') {
      const most = Math.ceil((budget.left / callsForFew) * contactsAtOnce);
      const { portalId, store, now } = parts;
      const inTurn = await store.contactsByActivity(portalId, state.next.after, most, now() - binKeptMs);
      while (inTurn.length > 0 && budget.left >= callsForFew) {
        parts.signal?.throwIfAborted();
        const page = inTurn.splice(0, budget.left >= callsForMany ? contactsAtOnce : contactsAtOnce / 5);
        const repaired = await reconcileContacts(parts, budget, page);
        await keep({
          next: { kind: 'contacts', after: page.at(-1)! },
          contacts: state.contacts + page.length,
          repaired: added(state.repaired, repaired),
        });
      }
      if (inTurn.length > 0) return state;
      await keep({ next: { kind: 'companies', after: 0 } });
    }
    while (state.next.kind === 'companies' && budget.left >= callsForFew) {
      parts.signal?.throwIfAborted();
      const page = await parts.store.linkedRecords(parts.portalId, 'company', state.next.after, companiesAtOnce);
      const recordIds = [...new Set(page.map(({ record }) => record.recordId))];
      const found =
        recordIds.length === 0
          ? null
          : await locateCompanies({ ...parts, gateway: parts.gateway.within(budget), priority }, recordIds);
      const isLast = page.length < companiesAtOnce;
      await keep({
        next: isLast ? { kind: 'contacts', after: null } : { kind: 'companies', after: page.at(-1)!.subjectId },
        ...(isLast && { completedAt: parts.now() }),
        companies: state.companies + page.length,
        ...(found !== null && {
          repaired: added(state.repaired, {
            merged: found.moved,
            deleted: found.lost,
            restored: found.restored,
            decided: found.changed,
          }),
        }),
      });
    }
  } catch (error) {
    if (!(error instanceof CallsSpentError)) throw error;
    await keep({});
  }
  return state;
}

/** People who became one are read once more, as the one they are. */
async function reconcileContacts(
  parts: ReconcileParts,
  budget: CallBudget,
  page: readonly ActiveContact[],
): Promise<Partial<Repaired>> {
  const { store, portalId, used, rules, now } = parts;
  const gateway = parts.gateway.within(budget);
  let repaired = nothingRepaired;
  for (let personIds = page.map(({ personId }) => personId); personIds.length > 0; ) {
    const askedAt = now();
    const people = (await store.contactWork(portalId, personIds)).flatMap(toLocate);
    if (people.length === 0) break;
    const located = await locateContacts({ portalId, store, gateway, used, rules, priority, now }, people);
    const readings = [...located.found].map(([personId, { contactId, facts }]) => {
      return { personId, contactId, facts, factsAt: askedAt };
    });
    const kept = await store.keepReadings(portalId, readings, now());
    repaired = added(repaired, {
      merged: located.moved,
      deleted: located.lost,
      restored: kept.restored,
      decided: kept.changed,
    });
    personIds = [...located.survivors];
  }
  return repaired;
}
