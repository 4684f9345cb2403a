/**
 * Does what a plan says, step by step. It may be interrupted at any call and run again: before the first write it is noted
 * what is about to be written, so that the next plan takes what it finds for ours and goes on from there.
 */
import { isDeepStrictEqual } from 'node:util';
import { FixTheRecord, NotPermitted } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { Sleep } from '../hubspot/provision-workflow.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';
import { applyListStep } from './apply-list.ts';
import { applyPropertyStep, settleProperties } from './apply-properties.ts';
import { applyWorkflowStep } from './apply-workflow.ts';
import { artefactWords } from './artefact.ts';
import type { Keeping, KeptArtefacts } from './keeping.ts';
import { isWriting, type ProvisionPlan, type Step } from './plan-step.ts';
import { keptAfter, keptWhileWriting } from './three-way.ts';

export type StepResult = { outcome: 'done' } | { outcome: 'refused'; reason: string };
export type DoableStep = Extract<Step, { work: unknown }>;
export type StepDone = { step: DoableStep; result: StepResult };

export type Applied = { done: StepDone[]; workflows: ProvisionPlan['workflows'] };

export type Applying = {
  gateway: HubspotGateway;
  keeping: Keeping;
  sleep: Sleep;
  /** Of all steps, this one is about to be done; counts from 1. */
  onStep?: (progress: { step: number; of: number; next: DoableStep }) => void;
};

export async function applyPlan(plan: ProvisionPlan, applying: Applying): Promise<Applied> {
  const { keeping, onStep } = applying;
  await keeping.write(recordBefore(plan, await keeping.read()));
  const steps = plan.steps.filter((step) => 'work' in step);
  const workflows = { ...plan.workflows };
  const done: StepDone[] = [];
  for (const [index, step] of steps.entries()) {
    if (isProperty(steps[index - 1]) && !isProperty(step)) await settleProperties(done, applying);
    onStep?.({ step: index + 1, of: steps.length, next: step });
    const hasFailed = (kind: WorkflowKind) =>
      done.some(({ step, result }) => workflowIn(step) === kind && result.outcome === 'refused');
    done.push({ step, result: await attempt(() => applyStep(step, applying, workflows, hasFailed)) });
  }
  if (isProperty(steps.at(-1))) await settleProperties(done, applying);
  return { done, workflows };
}

async function applyStep(
  step: DoableStep,
  applying: Applying,
  workflows: ProvisionPlan['workflows'],
  hasFailed: (kind: WorkflowKind) => boolean,
): Promise<StepResult> {
  const { artefact } = step;
  if (artefact.kind === 'list' && isWriting(step)) return applyListStep(step, applying);
  if (artefact.kind !== 'workflow' && isWriting(step)) return applyPropertyStep(step, applying);
  const kind = workflowIn(step);
  if (kind !== null && hasFailed(kind)) return { outcome: 'refused', reason: 'it is not as the playbook wants it' };
  return applyWorkflowStep(step, applying, workflows);
}

/** What HubSpot refuses of one artefact is said, and does not hold up the others. */
async function attempt(work: () => Promise<StepResult>): Promise<StepResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotPermitted || error instanceof FixTheRecord) {
      return { outcome: 'refused', reason: error.reason };
    }
    throw error;
  }
}

/** What is about to be written, and what is found as it should be and not yet known to be ours. */
function recordBefore(plan: ProvisionPlan, kept: KeptArtefacts): KeptArtefacts {
  const changed: KeptArtefacts = {};
  for (const { artefact, ...after } of plan.asWanted) {
    const key = artefactWords(artefact);
    const record = keptAfter(kept[key] ?? null, after);
    if (!isDeepStrictEqual(record, kept[key])) changed[key] = record;
  }
  for (const step of plan.steps.filter(isWriting)) {
    const key = artefactWords(step.artefact);
    const ours = step.act === 'change' ? step.ours : {};
    changed[key] = keptWhileWriting(step.act === 'create' ? null : (kept[key] ?? null), { sent: step.sent, ours });
  }
  return changed;
}

function isProperty(step: DoableStep | undefined): boolean {
  return step?.artefact.kind === 'group' || step?.artefact.kind === 'property';
}

function workflowIn({ work }: DoableStep): WorkflowKind | null {
  return 'workflow' in work ? work.workflow : null;
}
