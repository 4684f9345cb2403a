/**
 * The real side: the steps as the service runs them, over the real store, with a HubSpot and a Slack that are a few values.
 * Everything that waits for somebody outside waits in the store's outbox until a test delivers it.
 */
import { plainRouting, termsOf } from '@zo/shared';
import type { ActionParts } from '../../../../backend/handoff/actions/action-request.ts';
import { assignOwner } from '../../../../backend/handoff/actions/assign-owner.ts';
import { returnToMarketing } from '../../../../backend/handoff/actions/return-to-marketing.ts';
import { sendSlackHandoff } from '../../../../backend/handoff/actions/send-slack-handoff.ts';
import type { Command, Ran } from '../../../../backend/handoff/commands/command.ts';
import { runCommand } from '../../../../backend/handoff/commands/run-command.ts';
import { decideBatch } from '../../../../backend/handoff/decide-batch.ts';
import { effectSettled, type Settled } from '../../../../backend/handoff/effect-settled.ts';
import type { AlertState, Handoff } from '../../../../backend/handoff/handoff.ts';
import type { HandoffChange, HandoffStep } from '../../../../backend/handoff/handoff-change.ts';
import type { HubspotFacts } from '../../../../backend/handoff/hubspot-facts.ts';
import { gateWritten } from '../../../../backend/handoff/steps/opening.ts';
import { touchAsked } from '../../../../backend/handoff/touch-asked.ts';
import { wakeHandoff } from '../../../../backend/handoff/wake-handoff.ts';
import type { ClaimedEffect, EffectOutcome } from '../../../../backend/outbox/effect.ts';
import type { PortalState } from '../../../../backend/portals/portal-state.ts';
import type { SqliteStore } from '../../../../backend/store/sqlite/open.ts';
import type { FoldRules } from '../../../../backend/store/store.ts';
import { expressionOf } from '../../../support/definitions.ts';
import { event } from '../../../support/events.ts';
import { facts, lee, maria, portalState, now as start, timeZone, tom } from '../../../support/handoffs.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';
import { returnRule, reviewRule } from '../../../support/rules.ts';

export type Setting = {
  mode: 'workflow' | 'direct';
  isReviewed: boolean;
  whenOverdue: 'tell the manager' | 'reassign';
  mostReassignments: number;
};

export const boss = 'boss@acme.test';
export const operator = 'ops@acme.test';
export const stranger = 'guest@acme.test';
export const owners = [maria, tom, lee];

/** What a step left behind, as the store was given it. */
export type Left = { before: Handoff | null; change: HandoffChange };

/** How somebody outside takes it. */
export type Answer = 'yes' | 'no' | 'perhaps';

export class World {
  now = start;
  readonly hubspot: HubspotFacts = facts();
  readonly state: PortalState;
  /** Every reminder that was wanted. */
  readonly reminded = new Set<string>();
  private left: Left[] = [];
  handoffId = 0;
  personId = 0;
  private last: { kind: ClaimedEffect['kind']; perform: () => Promise<unknown> } | null = null;

  readonly store: SqliteStore;
  readonly portalId: number;

  constructor(store: SqliteStore, portalId: number, setting: Setting) {
    this.store = store;
    this.portalId = portalId;
    this.state = stateFor(setting);
  }

  /** Sarah crosses the line, and her handoff is opened. */
  async begin(): Promise<void> {
    const { store, portalId } = this;
    const signUp = event({
      receivedAt: this.now,
      eventAt: this.now,
      name: 'Onboarding Completed',
      email: 'sarah@finpilot.test',
    });
    await store.acceptEvents(portalId, [[signUp]], this.rules());
    this.personId = (await store.personByIdentity(portalId, 'u:sarah'))!.personId;
    await this.readFacts();
    await this.decide();
    this.handoffId = (await store.handoffs(portalId, { open: true, limit: 1 }))[0]!.handoffId;
    this.left = [];
  }

  /** What was left behind of this handoff since the last time. */
  takeLeft(): Left[] {
    const left = this.left.filter(({ change }) => change.handoff.handoffId === this.handoffId);
    this.left = [];
    return left;
  }

  async handoff(): Promise<Handoff> {
    return (await this.store.handoff(this.portalId, this.handoffId))!;
  }

  press(command: Command, email: string): Promise<Ran<HandoffChange>> {
    return this.take<Ran<HandoffChange>>((context) => {
      const actor = { email, via: 'Slack' as const };
      const ran = runCommand(command, { context, state: this.state, actor, operators: [operator], now: this.now });
      return { answer: ran, change: ran.outcome === 'done' ? ran.change : undefined };
    });
  }

  /** A signed call of HubSpot's workflow. */
  async call(action: 'assign' | 'send' | 'return', callbackId: string): Promise<Record<string, string>> {
    const run = { assign: assignOwner, send: sendSlackHandoff, return: returnToMarketing }[action];
    const { portalId, store, state } = this;
    const parts: ActionParts = {
      store: Object.assign(Object.create(store), { transactHandoff: this.transact.bind(this) }),
      states: { get: async () => state, isKnown: async () => true, changed: () => undefined },
      clock: { now: () => this.now, plausibleNows: () => [this.now] },
      operatorsOf: async () => [operator],
      drainHeld: async () => undefined,
      onChange: () => undefined,
    };
    const outputs = await run(parts, {
      action: ({ assign: 'assign-owner', send: 'send-slack-handoff', return: 'return-to-marketing' } as const)[action],
      portalId,
      callbackId,
      contactId: this.hubspot.contactId!,
      enrolmentId: null,
      workflowId: null,
      properties: { hubspot_owner_id: this.hubspot.ownerId },
      inputs: {},
    });
    // The workflow goes on by setting the stage.
    if (action === 'assign' && outputs.zo_error === undefined) this.hubspot.lifecycleStage = 'salesqualifiedlead';
    return outputs;
  }

  /** The clock looks at what is due. */
  async wake(): Promise<void> {
    await this.store.wakeDue(this.portalId, this.now, this.rules(), 100);
    const due = await this.store.dueHandoffs(this.portalId, this.now, 10);
    for (const handoffId of due)
      await this.transact(this.portalId, { handoffId }, this.now, wakeHandoff(this.state, this.now));
  }

  /** A wake that comes twice, or too early. */
  async wakeAnyway(): Promise<void> {
    await this.take(wakeHandoff(this.state, this.now));
  }

  /** Whoever is marked is decided, until nobody is. */
  async decide(): Promise<void> {
    const { store, portalId, state, now } = this;
    const failed = (_portal: number, error: unknown) => {
      throw error;
    };
    for (let round = 0; round < 10; round += 1) {
      const inputs = await store.decisionInputs(portalId, 10);
      if (inputs.length === 0) return;
      const decisions = await decideBatch(inputs, { state, now, earlierPlaybook: async () => null, onError: failed });
      for (const { handoffChange } of decisions) {
        if (handoffChange !== null) this.left.push({ before: inputs[0]!.openHandoff, change: handoffChange });
      }
      const { takeUp } = await store.commitDecisions(portalId, decisions, 1, now);
      for (const handoffId of takeUp) await this.transact(portalId, { handoffId }, now, wakeHandoff(state, now));
    }
    throw new Error('decisions never come to an end');
  }

  /** One effect is performed. Returns its kind; null when nothing waits. */
  async deliver(which: number, answer: Answer): Promise<ClaimedEffect['kind'] | null> {
    const { store, portalId, now } = this;
    const lanes = await store.readyLanes(portalId, now);
    if (lanes.length === 0) return null;
    const lease = `lease-${which}-${now}`;
    const [effect] = await store.claimEffects(portalId, lanes[which % lanes.length]!, 1, now, lease);
    if (effect === undefined) return null;
    const perform = () => this.perform(effect, answer);
    await perform();
    this.last = { kind: effect.kind, perform };
    const outcome = outcomes[answer];
    await store.settleEffects(portalId, [{ key: effect.key, lease, generation: effect.generation, outcome }], now);
    return effect.kind;
  }

  /** The service stopped between doing it and noting that it was done. */
  async deliverAgain(): Promise<ClaimedEffect['kind'] | null> {
    await this.last?.perform();
    return this.last?.kind ?? null;
  }

  async readFacts(): Promise<void> {
    const known = structuredClone(this.hubspot);
    await this.store.saveFacts(this.portalId, [{ personId: this.personId, facts: known }], this.now);
  }

  /** Somebody of sales was in touch, as HubSpot counts it. */
  contact(): void {
    this.hubspot.contactedNotes += 1;
    this.hubspot.engagement = { ...this.hubspot.engagement, lastContactedAt: this.now };
  }

  settle(settled: Settled): Promise<unknown> {
    return this.take(effectSettled(settled, this.now));
  }

  private rules(): FoldRules {
    return { playbook: this.state.playbook, timeZone };
  }

  private async perform({ effect, key }: ClaimedEffect, answer: Answer): Promise<void> {
    const problem = answer === 'yes' ? null : 'refused';
    switch (effect.kind) {
      case 'post alert':
      case 'post review':
      case 'post question':
        await this.settle({ what: 'alert', key, state: this.alertState(answer) });
        return;
      case 'ask for touch':
        await this.take(touchAsked(this.state, structuredClone(this.hubspot), this.now));
        return;
      case 'read facts':
        if (problem === null) await this.readFacts();
        return;
      case 'sync contact':
        await this.transact(this.portalId, { personId: this.personId }, this.now, ({ handoff }) => ({
          answer: null,
          change: (handoff && gateWritten(handoff, this.now)) ?? undefined,
        }));
        return;
      case 'log call':
        this.contact();
        return;
      case 'write handoff fields': {
        const { hubspot_owner_id: ownerId, lifecyclestage } = effect.fields;
        if (problem === null && ownerId !== undefined) this.hubspot.ownerId = ownerId || null;
        if (problem === null && lifecyclestage !== undefined) this.hubspot.lifecycleStage = lifecyclestage;
        await this.settle({ what: 'fields', key, problem });
        return;
      }
      case 'return contact':
        if ((await this.handoff()).status !== 'return_due') {
          await this.settle({ what: 'no return', key, taken: {} });
          return;
        }
        if (problem === null) this.hubspot.lifecycleStage = effect.stage;
        if (problem === null && effect.clearOwner) this.hubspot.ownerId = null;
        await this.settle({ what: 'return', key, problem, note: null });
        return;
      default:
        return;
    }
  }

  private alertState(answer: Answer): AlertState {
    if (answer === 'yes') return { state: 'posted', channel: 'C1', ts: String(this.now), link: null, at: this.now };
    return answer === 'no'
      ? { state: 'failed', reason: 'no such place' }
      : { state: 'unconfirmed', reason: 'no answer' };
  }

  private async take<Result>(step: HandoffStep<Result>): Promise<Result> {
    return (await this.transact(this.portalId, { handoffId: this.handoffId }, this.now, step)) as Result;
  }

  /** The store's own, with what was left behind noted. */
  private transact: SqliteStore['transactHandoff'] = (portalId, selector, now, step) =>
    this.store.transactHandoff(portalId, selector, now, (context) => {
      const taken = step(context);
      if (taken.change) this.left.push({ before: context.handoff, change: taken.change });
      return taken;
    });
}

const outcomes: Record<Answer, EffectOutcome> = {
  yes: { outcome: 'done' },
  no: { outcome: 'failed', reason: 'refused' },
  perhaps: { outcome: 'unconfirmed', reason: 'no answer' },
};

/** Hours that never end, so that the model can count minutes; nobody who went back crosses again while it lasts. */
function stateFor({ mode, isReviewed, whenOverdue, mostReassignments }: Setting): PortalState {
  const { handoff, definition } = acmePlaybook();
  const managed = { ...termsOf(plainRouting, maria.email), manager: boss };
  const routing = { ...plainRouting, owners: Object.fromEntries(owners.map(({ email }) => [email, managed])) };
  const playbook = acmePlaybook({
    definition: { ...definition, expression: expressionOf('zo_activation_status = activated') },
    handoff: { ...handoff, routing, work: { ...handoff.work, whenOverdue, mostReassignments } },
    return: { ...returnRule('14 days without AE activity'), channel: null },
    review: isReviewed
      ? {
          ...reviewRule('zo_pql_score >= 0', { reviewers: [], escalateAfterMinutes: 240 }),
          channel: '#pql-review',
          expectedContractValue: { amount: 120, per: 'employee', text: '120 per employee' },
        }
      : null,
    cooldownDays: 3650,
    workingHours: { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 24 * 60 },
  });
  return portalState({ playbook, mode, returnMode: mode, owners });
}
