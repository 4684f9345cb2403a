/** `zo provision` on the server: HubSpot is brought to the playbook, and going live starts handoffs from now on. */
import { applyPlan, type StepDone } from '../provision/apply-plan.ts';
import { artefactWords } from '../provision/artefact.ts';
import type { ProvisionPlan, Step } from '../provision/plan-step.ts';
import type { ReadyPerson } from '../store/handoff-store.ts';
import { type ProvisionedWorkflows, settingNames } from './portal-state.ts';

export { NoPlaybookError } from './provision-plan.ts';

import { type ProvisionParts, type ProvisionWish, preparePlan, realSleep } from './provision-plan.ts';

/** A step as people are told of it. */
export type ShownStep = {
  act: Step['act'];
  kind: Step['artefact']['kind'];
  object: Step['artefact']['object'];
  name: string;
  words: string[];
  /** For what is left alone: how to have it ours again. */
  remedy: string | null;
  /** It was there, and somebody deleted it. */
  wasDeleted: boolean;
  /** Somebody changed it, and it is overwritten because --force names it. */
  isForced: boolean;
};

export type PlanAnswer = Pick<ProvisionPlan, 'notes' | 'refusals' | 'owners'> & {
  steps: ShownStep[];
  /** How many artefacts need nothing. */
  asWanted: number;
  goLiveAt: number | null;
  /** Contacts in HubSpot that are ready and free; some seconds behind. */
  matchingNow: number;
  /** Of the people we know. They are not alerted by going live. */
  readyNow: number;
};

export type ProvisionAnswer = Pick<ProvisionPlan, 'notes' | 'owners'> & {
  /** What was done, and what HubSpot refused. */
  done: (ShownStep & { refused: string | null })[];
  /** Steps of the plan that wait for a person. */
  leftAlone: ShownStep[];
  asWanted: number;
  mode: 'workflow' | 'direct';
  goLiveAt: number | null;
  matchingNow: number;
  /** Ready people who are not alerted, because they crossed before going live. */
  readyBefore: ReadyPerson[];
};

export type ProvisionProgress = { step: number; of: number; act: Step['act']; words: string };

const mostListed = 200;

export class RefusedPlanError extends Error {
  constructor(refusals: readonly string[]) {
    super(`Nothing was written: ${refusals.join('; ')}.`);
    this.name = 'RefusedPlanError';
  }
}

export async function planPortal(parts: ProvisionParts, wish: ProvisionWish): Promise<PlanAnswer> {
  const { plan, state, matchingNow } = await preparePlan(parts, wish);
  const ready = await parts.store.readyPersons(parts.gateway.portalId, mostListed);
  return {
    steps: plan.steps.map(show),
    asWanted: plan.asWanted.length,
    notes: plan.notes,
    refusals: plan.refusals,
    owners: plan.owners,
    goLiveAt: state.portal.goLiveAt,
    matchingNow,
    readyNow: ready.length,
  };
}

/** Throws RefusedPlanError, with nothing written, when the playbook asks for what the portal does not have. */
export async function provisionPortal(
  parts: ProvisionParts,
  wish: ProvisionWish,
  onStep?: (progress: ProvisionProgress) => void,
): Promise<ProvisionAnswer> {
  const { store, states, gateway, keeping, now, log } = parts;
  const { portalId } = gateway;
  const { plan, matchingNow } = await preparePlan(parts, wish);
  if (plan.refusals.length > 0) throw new RefusedPlanError(plan.refusals);
  await parts.followRules(portalId);
  const applied = await applyPlan(plan, {
    gateway,
    keeping,
    sleep: parts.sleep ?? realSleep,
    onStep: ({ step, of, next }) => onStep?.({ step, of, act: next.act, words: artefactWords(next.artefact) }),
  });
  for (const { step, result } of applied.done) logStep(log, step, result);
  await store.saveSetting(portalId, settingNames.workflows, provisioned(applied.workflows), now);
  const readyBefore = await store.readyPersons(portalId, mostListed);
  const portal = await store.portal(portalId);
  if (wish.goLive && portal !== null && portal.goLiveAt === null) {
    await store.savePortal({ ...portal, goLiveAt: now });
    parts.onLive(portalId);
  }
  states.changed(portalId);
  const after = await states.get(portalId);
  return {
    done: applied.done.map(({ step, result }) => ({
      ...show(step),
      refused: result.outcome === 'refused' ? result.reason : null,
    })),
    leftAlone: plan.steps.filter(({ act }) => act === 'leave alone' || act === 'refuse').map(show),
    asWanted: plan.asWanted.length,
    notes: plan.notes,
    owners: plan.owners,
    mode: after?.mode ?? 'direct',
    goLiveAt: after?.portal.goLiveAt ?? null,
    matchingNow,
    readyBefore,
  };
}

function provisioned(workflows: ProvisionPlan['workflows']): ProvisionedWorkflows {
  const of = (flow: ProvisionPlan['workflows']['handoff']) =>
    flow === null ? null : { flowId: flow.flowId, live: flow.isOn };
  return { handoff: of(workflows.handoff), return: of(workflows.return) };
}

function show(step: Step): ShownStep {
  const { act, artefact, words } = step;
  return {
    act,
    ...artefact,
    words,
    remedy: step.act === 'leave alone' ? step.remedy : null,
    wasDeleted: step.act === 'create' && step.wasDeleted,
    isForced: step.act === 'change' && step.isForced,
  };
}

function logStep(log: ProvisionParts['log'], { act, artefact }: Step, result: StepDone['result']): void {
  const about = { act, artefact: artefactWords(artefact) };
  if (result.outcome === 'done') log.debug(about, 'Provisioned');
  else log.warn({ ...about, reason: result.reason }, 'HubSpot refused to provision');
}
