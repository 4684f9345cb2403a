/** Sarah's way to her handoff, as messages and decisions: where what is promised of receipts and of erasing begins. */
import { decide } from '../../backend/handoff/decide.ts';
import type { DecisionContext } from '../../backend/handoff/decision.ts';
import { receiptOfAssignment } from '../../backend/handoff/receipt.ts';
import { normaliseMessage } from '../../backend/ingest/normalise-message.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { HomeStore } from '../../backend/store/home-store.ts';
import type { PrivacyStore } from '../../backend/store/privacy-store.ts';
import type { ReceiptStore } from '../../backend/store/receipt-store.ts';
import type { FoldRules, IngestStore, OutboxStore, PortalStore } from '../../backend/store/store.ts';
import { assignedTo } from '../support/assignments.ts';
import { dayMs, decisionContext, facts, hourMs, maria, minuteMs, now, timeZone } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';

export type HandedOffStore = HandoffStore &
  HomeStore &
  IngestStore &
  OutboxStore &
  PortalStore &
  PrivacyStore &
  ReceiptStore;

export const rules: FoldRules = { playbook: acmePlaybook(), timeZone };

/** Of the store and the portal that the test has just now; another portal has to be named. */
export function handedOff(here: () => { store: HandedOffStore; portalId: number }) {
  /** The messages of each portal are m1, m2 and so on, so that two portals may have the same. */
  const sent = new Map<number, number>();

  async function send(message: Record<string, unknown>, at = now, portal = here().portalId): Promise<void> {
    const count = (sent.get(portal) ?? 0) + 1;
    sent.set(portal, count);
    const read = normaliseMessage({ messageId: `m${count}`, ...message }, { receivedAt: at, source: 'server' });
    if ('rejected' in read) throw new Error(read.rejected);
    await here().store.acceptEvents(portal, [[read.event]], rules);
  }
  const track = (userId: string, event: string, at = now, portal = here().portalId) =>
    send({ type: 'track', userId, event }, at, portal);
  const idOf = async (userId: string, portal = here().portalId) =>
    (await here().store.personByIdentity(portal, `u:${userId}`))!.personId;

  async function settle(change: Partial<DecisionContext> = {}, portal = here().portalId): Promise<void> {
    for (let round = 0; round < 10; round += 1) {
      const inputs = await here().store.decisionInputs(portal, 100);
      if (inputs.length === 0) return;
      const decisions = inputs.map((input) => decide(input, decisionContext(change)));
      await here().store.commitDecisions(portal, decisions, 1, change.now ?? now);
    }
  }

  /** Sarah crosses with Ben's first activity, is known to HubSpot, and is with Maria. */
  async function sarahHandedOff(portal = here().portalId): Promise<{ sarah: number; ben: number }> {
    for (const [userId, at] of [
      ['sarah', now - 4 * dayMs],
      ['ben', now - 3 * dayMs],
    ] as const) {
      await send({ type: 'group', userId, groupId: 'finpilot', traits: { name: 'FinPilot' } }, at, portal);
      await send({ type: 'identify', userId, traits: { email: `${userId}@finpilot.test` } }, at, portal);
    }
    await track('sarah', 'Onboarding Completed', now - 3 * dayMs, portal);
    await track('sarah', 'Report Created', now - hourMs, portal);
    await track('sarah', 'Dashboard Shared', now - 3 * minuteMs, portal);
    await track('sarah', 'Signed In', now - 2 * minuteMs, portal);
    const sarah = await idOf('sarah', portal);
    await here().store.saveFacts(portal, [{ personId: sarah, facts: facts() }], now);
    await settle({}, portal);
    await track('ben', 'Signed In', now, portal);
    await settle({}, portal);
    await here().store.transactHandoff(portal, { personId: sarah }, now, ({ handoff }) => ({
      answer: null,
      change: {
        handoff: {
          ...handoff!,
          status: 'assigned',
          note: 'Sarah asked for prices',
          owner: { ...maria, setByUs: true, reason: '' },
        },
        effects: [
          {
            kind: 'post alert',
            handoffId: handoff!.handoffId,
            place: { to: 'dm', email: maria.email },
            key: `alert:${handoff!.handoffId}:dm`,
            lane: `slack:@${maria.email}`,
            priority: 0,
          },
        ],
        receipts: [receiptOfAssignment(assignedTo(maria), 1)],
        alarm: { key: `handoff-fields:${handoff!.handoffId}`, message: 'HubSpot did not take the change.' },
      },
      call: { callbackId: 'cb-1', action: 'assign-owner', answer: { zo_readiness: 'told of Sarah' } },
    }));
    return { sarah, ben: await idOf('ben', portal) };
  }

  const receiptsOf = (personId: number, portal = here().portalId) =>
    here().store.receipts(portal, { personId, limit: 50 });

  return { send, track, idOf, settle, sarahHandedOff, receiptsOf };
}
