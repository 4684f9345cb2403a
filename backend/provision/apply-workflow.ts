/** Makes, changes and switches on a workflow, and reads it back: HubSpot may drop what it does not understand. */
import type { Flow } from '../hubspot/flows.ts';
import { changeWorkflow, createWorkflow, switchWorkflow } from '../hubspot/provision-workflow.ts';
import type { Applying, DoableStep, StepResult } from './apply-plan.ts';
import { artefactWords } from './artefact.ts';
import { isWriting, type ProvisionPlan, type WritingStep } from './plan-step.ts';
import { keptAfter, partsNamed } from './three-way.ts';
import { flowPartWords, isSameFlowPart, partsOfFlow } from './workflow-parts.ts';

/** `workflows` is brought up to date: which there are, and which are on. */
export async function applyWorkflowStep(
  step: DoableStep,
  applying: Applying,
  workflows: ProvisionPlan['workflows'],
): Promise<StepResult> {
  const { gateway, sleep } = applying;
  const { work } = step;
  if (!('workflow' in work)) throw new Error(`${artefactWords(step.artefact)} is no workflow`);
  if (!isWriting(step)) {
    const flow = workflows[work.workflow];
    if (flow === null) return { outcome: 'refused', reason: 'there is no such workflow' };
    const { isEnabled } = await switchWorkflow(gateway, flow.flowId, true);
    workflows[work.workflow] = { ...flow, isOn: isEnabled };
    return isEnabled
      ? { outcome: 'done' }
      : { outcome: 'refused', reason: 'HubSpot still shows it off: run this again' };
  }
  if (!('body' in work)) throw new Error(`${artefactWords(step.artefact)} has no body`);
  const { body, workflow: kind } = work;
  const flow =
    'parts' in work
      ? await changeWorkflow(gateway, { ...work, wanted: body })
      : await createWorkflow(gateway, { kind, body, mayExist: work.mayExist }, sleep);
  workflows[kind] = { flowId: flow.id, isOn: flow.isEnabled };
  return remember(step, flow, applying);
}

async function remember(step: WritingStep, flow: Flow, { keeping }: Applying): Promise<StepResult> {
  const key = artefactWords(step.artefact);
  const parts = Object.keys(step.sent);
  const live = partsOfFlow(flow);
  const differing = parts.filter((part) => !isSameFlowPart(part, step.sent, live));
  const isAsBefore = (part: string) =>
    step.act === 'change' && part in step.ours && isSameFlowPart(part, step.ours, live);
  // Remembered as ours, what HubSpot has not taken would look like something it keeps otherwise.
  if (differing.length > 0 && differing.every(isAsBefore)) {
    return { outcome: 'refused', reason: 'HubSpot shows it as it was: run this again' };
  }
  const after = { id: flow.id, sent: step.sent, returned: partsNamed(live, parts) };
  await keeping.write({ [key]: keptAfter((await keeping.read())[key] ?? null, after) });
  const differences = differing.flatMap((part) => flowPartWords(part, step.sent, live));
  if (differences.length === 0) return { outcome: 'done' };
  return { outcome: 'refused', reason: `HubSpot does not keep it as written: ${differences.join('; ')}` };
}
