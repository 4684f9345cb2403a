/** Sarah and Ben of one company, known to a store and to HubSpot: what batteries about decisions and handoffs begin with. */
import { decide } from '../../backend/handoff/decide.ts';
import type { Decision, DecisionContext } from '../../backend/handoff/decision.ts';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { ReceiptStore } from '../../backend/store/receipt-store.ts';
import type { FoldRules, IngestStore, OutboxStore, PortalStore } from '../../backend/store/store.ts';
import { event } from './events.ts';
import { decisionContext, facts, now, timeZone } from './handoffs.ts';
import { acmePlaybook } from './playbooks.ts';

export type HandoffBatteryStore = HandoffStore & IngestStore & OutboxStore & PortalStore & ReceiptStore;

export const batteryRules: FoldRules = { playbook: acmePlaybook(), timeZone };

/** `store` and `portalId` as they are at each act. */
export function handoffActs(store: () => HandoffBatteryStore, portalId: () => number) {
  const accept = (is: Partial<NormalisedEvent>, portal = portalId()) =>
    store().acceptEvents(
      portal,
      [[event({ receivedAt: now, eventAt: now, groupId: 'finpilot', ...is })]],
      batteryRules,
    );
  const idOf = async (userId: string, portal = portalId()) =>
    (await store().personByIdentity(portal, `u:${userId}`))!.personId;
  const join = (userId: string, portal = portalId()) =>
    accept({ type: 'group', userId, groupId: 'finpilot', name: null }, portal).then(() =>
      accept({ userId, email: `${userId}@finpilot.test` }, portal),
    );

  /** Decides about everybody marked dirty; returns the decisions without committing them. */
  async function decideAll(change: Partial<DecisionContext> = {}, portal = portalId()): Promise<Decision[]> {
    const inputs = await store().decisionInputs(portal, 100);
    return inputs.map((input) => decide(input, decisionContext(change)));
  }
  const commit = (decisions: Decision[], portal = portalId(), at = now) =>
    store().commitDecisions(portal, decisions, 1, at);
  const dirty = async (portal = portalId()) =>
    (await store().decisionInputs(portal, 100)).map(({ person }) => person.personId);
  /** Until nobody is dirty. */
  async function settle(change: Partial<DecisionContext> = {}, portal = portalId()): Promise<void> {
    for (let round = 0; round < 10 && (await dirty(portal)).length > 0; round += 1) {
      await commit(await decideAll(change, portal), portal, change.now ?? now);
    }
  }
  /** Sarah and Ben of one company, both known to HubSpot and both decided: two handoffs are open. */
  async function twoHandoffs(portal = portalId()): Promise<{ sarah: number; ben: number }> {
    await join('sarah', portal);
    await join('ben', portal);
    const people = { sarah: await idOf('sarah', portal), ben: await idOf('ben', portal) };
    await settle({}, portal);
    await store().saveFacts(
      portal,
      [
        { personId: people.sarah, facts: facts() },
        { personId: people.ben, facts: facts({ contactId: '502', firstName: 'Ben' }) },
      ],
      now,
    );
    await settle({}, portal);
    return people;
  }
  const openOf = async (personId: number, portal = portalId()) =>
    (await store().handoffs(portal, { open: true, limit: 50 })).filter((handoff) => handoff.personId === personId);

  return { accept, idOf, join, decideAll, commit, dirty, settle, twoHandoffs, openOf };
}
