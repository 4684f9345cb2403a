/** Routing as operators look at it: who would get somebody's handoff, and how fair it has been. Changes nothing. */
import { localDay, startOfLocalDay } from '@zo/shared';
import { readReceipt } from '../handoff/read-receipt.ts';
import { explainRoute, type RouteExplanation } from '../handoff/routing/explain-route.ts';
import { fairnessAccounts, type OwnerAccount } from '../handoff/routing/fairness-report.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { Receipt, ReceiptStore } from '../store/receipt-store.ts';
import type { PortalState, PortalStates } from './portal-state.ts';
import { NoPlaybookError } from './provision-plan.ts';

/** Who got a handoff, and why; `to` is null where nobody could be found. */
export type RoutingDecision = {
  receiptId: number;
  at: number;
  handoffId: number | null;
  personId: number | null;
  to: string | null;
  reason: string;
};

export type FairnessReport = {
  at: number;
  timeZone: string;
  owners: OwnerAccount[];
  /** Newest first. */
  decisions: RoutingDecision[];
};

export type RoutingView = {
  /** By e-mail address, user id or contact id: as many people as answer to it. */
  explain(portalId: number, contact: string): Promise<RouteExplanation[]>;
  fairness(portalId: number, decisions: number): Promise<FairnessReport>;
};

export type RoutingViewParts = {
  store: Pick<HandoffStore, 'transactHandoff' | 'ledger' | 'tallyOwners'> &
    Pick<ReceiptStore, 'findPersons' | 'assignments'>;
  states: Pick<PortalStates, 'get'>;
  now: () => number;
};

export function createRoutingView({ store, states, now }: RoutingViewParts): RoutingView {
  async function stateOf(portalId: number): Promise<PortalState> {
    const state = await states.get(portalId);
    if (state === null) throw new NoPlaybookError(portalId);
    return state;
  }

  return {
    async explain(portalId, contact) {
      const state = await stateOf(portalId);
      const at = now();
      const explanations: RouteExplanation[] = [];
      for (const personId of await findAll(store, portalId, contact)) {
        const explained = await store.transactHandoff(portalId, { personId }, at, (context) => ({
          answer: explainRoute(state, context, at),
        }));
        if (explained !== null) explanations.push(explained);
      }
      return explanations;
    },

    async fairness(portalId, decisions) {
      const { playbook, portal, owners } = await stateOf(portalId);
      const { timeZone } = portal;
      const at = now();
      const sinceDays = (days: number) => startOfLocalDay(localDay(at, timeZone) - days + 1, timeZone);
      const [ledger, tallies, receipts] = await Promise.all([
        store.ledger(portalId),
        store.tallyOwners(portalId, sinceDays(7), sinceDays(28)),
        store.assignments(portalId, decisions),
      ]);
      const { owners: pool, routing } = playbook.handoff;
      const accounts = fairnessAccounts({ pool, routing, owners, ledger, tallies });
      return { at, timeZone, owners: accounts, decisions: receipts.map(decisionOf) };
    },
  };
}

async function findAll(store: RoutingViewParts['store'], portalId: number, contact: string): Promise<number[]> {
  const byWhat = [{ email: contact }, { userId: contact }, { contactId: contact }];
  const found = await Promise.all(byWhat.map((who) => store.findPersons(portalId, who)));
  return [...new Set(found.flat())];
}

function decisionOf(receipt: Receipt): RoutingDecision {
  const { receiptId, at, handoffId, personId, erasedAt, outcome } = receipt;
  const about = { receiptId, at, handoffId, personId };
  const entry = erasedAt === null ? readReceipt(receipt) : null;
  if (entry?.kind === 'assignment') {
    return { ...about, to: entry.body.owner?.email ?? null, reason: entry.body.reason };
  }
  if (entry?.kind === 'reassignment') return { ...about, to: entry.body.to, reason: entry.body.reason };
  const why = erasedAt === null ? 'the receipt is of a form this program does not know' : 'the receipt was erased';
  return { ...about, to: null, reason: `${outcome ?? 'decided'}; ${why}` };
}
