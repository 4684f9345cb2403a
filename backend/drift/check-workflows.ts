import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { workflowNames } from '../hubspot/workflow-names.ts';
import type { PortalState } from '../portals/portal-state.ts';
import { checkWorkflow, type WorkflowToCheck } from './check-workflow.ts';
import {
  type CheckedWorkflow,
  driftSettings,
  type StoredWorkflows,
  standingDifference,
  type WorkflowDrift,
} from './drift.ts';
import type { DriftParts } from './drift-parts.ts';
import { noteDifferences } from './note-differences.ts';
import { reviseNote } from './revise-note.ts';
import { workflowsToCheck } from './workflows-to-check.ts';

/** Reads the live workflows back; keeps what was found, raises and clears alarms, wants notes, closes those of the past. */
export async function checkWorkflows(
  parts: DriftParts,
  state: PortalState,
  gateway: HubspotGateway,
): Promise<WorkflowDrift[]> {
  const { store, clock } = parts;
  const { portalId } = gateway;
  const checked: CheckedWorkflow[] = [];
  for (const todo of await workflowsToCheck(parts, state, gateway)) checked.push(await checkOrSayWhy(gateway, todo));
  const now = clock.now();
  const before = await storedWorkflows(store, portalId);
  const { workflows, raise, clear, notes } = noteDifferences(before?.workflows ?? [], checked, now);
  // What is wanted of Slack is wanted again at every check, so a crash in between loses nothing.
  await store.saveSetting(
    portalId,
    driftSettings.workflows,
    { checkedAt: now, workflows } satisfies StoredWorkflows,
    now,
  );
  for (const { key, message } of raise) await store.raiseAlarm(portalId, key, message, now);
  for (const key of clear) await store.clearAlarm(portalId, key);
  if (notes.length > 0) await store.enqueue(portalId, notes, now);
  for (const past of (before?.workflows ?? []).map(standingDifference)) {
    const present = workflows.find(({ kind }) => kind === past?.kind);
    const standing = present && standingDifference(present);
    if (past === null || standing?.since === past.since) continue;
    const footer = standing ? 'It differs in another way by now.' : 'No longer so.';
    await reviseNote(parts, portalId, { past, footer, keepsButton: false });
  }
  return workflows;
}

export async function storedWorkflows(store: DriftParts['store'], portalId: number): Promise<StoredWorkflows | null> {
  return (await store.setting(portalId, driftSettings.workflows)) as StoredWorkflows | null;
}

/** HubSpot being away says nothing about the workflow. */
async function checkOrSayWhy(gateway: HubspotGateway, todo: WorkflowToCheck): Promise<CheckedWorkflow> {
  try {
    return await checkWorkflow(gateway, todo);
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    return { kind: todo.kind, name: workflowNames[todo.kind], state: 'not compared', reason: error.message };
  }
}
