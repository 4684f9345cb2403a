/** One workflow made what the playbook wants, whatever people changed in it: for a restore that somebody asked for. */
import { provisionWorkflow, type WorkflowToRestore } from '../hubspot/provision-workflow.ts';
import type { Applying } from './apply-plan.ts';
import { artefactWords, workflowArtefact } from './artefact.ts';
import { keptAfter } from './three-way.ts';
import { partsOfFlow } from './workflow-parts.ts';

/** Remembers it as ours, so that the next plan tells it from an edit. */
export async function overwriteWorkflow(
  { gateway, keeping }: Pick<Applying, 'gateway' | 'keeping'>,
  todo: WorkflowToRestore,
): Promise<{ flowId: string }> {
  const flow = await provisionWorkflow(gateway, todo);
  const key = artefactWords(workflowArtefact(todo.kind));
  const after = { id: flow.id, sent: partsOfFlow(todo.wanted), returned: partsOfFlow(flow) };
  await keeping.write({ [key]: keptAfter((await keeping.read())[key] ?? null, after) });
  return { flowId: flow.id };
}
