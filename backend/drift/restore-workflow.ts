import { HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { WorkflowKind } from '../hubspot/workflow-names.ts';
import { type PortalState, settingNames } from '../portals/portal-state.ts';
import { overwriteWorkflow } from '../provision/overwrite-workflow.ts';
import { slackText } from '../slack/slack-text.ts';
import { checkWorkflow } from './check-workflow.ts';
import { checkWorkflows, storedWorkflows } from './check-workflows.ts';
import { type Differing, driftSettings, type Restoration, standingDifference } from './drift.ts';
import type { DriftParts } from './drift-parts.ts';
import { reviseNote } from './revise-note.ts';
import { workflowsToCheck } from './workflows-to-check.ts';

export type RestoreOrder = {
  workflow: WorkflowKind;
  /** The difference meant: another one, or none by now, is left alone. Null: whatever differs. */
  since: number | null;
  /** For the records: an e-mail address or a name. */
  by: string;
  /** The same person in Slack's markup; null when not in Slack. */
  mention: string | null;
};

export type RestoreAnswer =
  | { outcome: 'restored'; undone: string[] }
  | { outcome: 'failed'; undone: string[]; reason: string }
  /** HubSpot could not be asked; what differed is taken to differ still. */
  | { outcome: 'not compared'; reason: string }
  | { outcome: 'nothing to restore' };

const mostKept = 50;

/** Makes one workflow again what the playbook in force wants, and leaves a record of who did it and what it undid. */
export async function restoreWorkflow(
  parts: DriftParts,
  state: PortalState,
  gateway: HubspotGateway,
  order: RestoreOrder,
): Promise<RestoreAnswer> {
  const past = await differing(parts, state, gateway, order);
  if ('outcome' in past) return past;
  const failure = await provisionAgain(parts, state, gateway, order.workflow);
  const { store, clock } = parts;
  const now = clock.now();
  const restoration: Restoration = {
    at: now,
    by: order.by,
    workflow: order.workflow,
    undone: past.differences,
    outcome: failure === null ? 'restored' : 'failed',
    reason: failure,
  };
  const { portalId } = gateway;
  const earlier = await restorations(store, portalId);
  await store.saveSetting(portalId, driftSettings.restorations, [restoration, ...earlier].slice(0, mostKept), now);
  const { at, ...body } = restoration;
  const { playbookVersion } = state;
  await store.keepReceipt(portalId, { kind: 'restoration', body: { playbookVersion, ...body } }, at);
  const who = order.mention ?? slackText(order.by, 200);
  if (failure !== null) {
    const footer = `${who} tried to restore it, and it did not work: ${slackText(failure, 1_000)}`;
    await reviseNote(parts, portalId, { past, footer, keepsButton: order.mention !== null });
    return { outcome: 'failed', undone: past.differences, reason: failure };
  }
  await reviseNote(parts, portalId, { past, footer: `Restored by ${who}.`, keepsButton: false });
  await checkWorkflows(parts, (await parts.states.get(portalId)) ?? state, gateway);
  return { outcome: 'restored', undone: past.differences };
}

export async function restorations(store: DriftParts['store'], portalId: number): Promise<Restoration[]> {
  return ((await store.setting(portalId, driftSettings.restorations)) ?? []) as Restoration[];
}

/** As HubSpot has it now: what was mended meanwhile is not touched. */
async function differing(
  parts: DriftParts,
  state: PortalState,
  gateway: HubspotGateway,
  { workflow, since }: RestoreOrder,
): Promise<Differing | Exclude<RestoreAnswer, { undone: string[] }>> {
  const nothing = { outcome: 'nothing to restore' } as const;
  const known = (await storedWorkflows(parts.store, gateway.portalId))?.workflows ?? [];
  const isKnown = known.some((one) => one.kind === workflow && standingDifference(one)?.since === since);
  if (since !== null && !isKnown) return nothing;
  const now = (await checkWorkflows(parts, state, gateway)).find(({ kind }) => kind === workflow);
  const standing = now === undefined ? null : standingDifference(now);
  if (now === undefined || standing === null || (since !== null && standing.since !== since)) return nothing;
  return now.state === 'not compared' ? { outcome: 'not compared', reason: now.reason } : standing;
}

/** Null when the workflow is as wanted afterwards, else why not. */
async function provisionAgain(
  parts: DriftParts,
  state: PortalState,
  gateway: HubspotGateway,
  kind: WorkflowKind,
): Promise<string | null> {
  const todo = (await workflowsToCheck(parts, state, gateway)).find((one) => one.kind === kind);
  if (todo === undefined || !('wanted' in todo.answer)) return 'what the playbook wants of it is not known';
  const { store, states, clock } = parts;
  const keeping = parts.keepingOf(gateway.portalId);
  const { flowId: knownFlowId, live: goLive } = todo.provisioned;
  try {
    const { flowId } = await overwriteWorkflow(
      { gateway, keeping },
      { kind, wanted: todo.answer.wanted, knownFlowId, goLive },
    );
    if (flowId !== knownFlowId) {
      const workflows = { ...state.workflows, [kind]: { flowId, live: goLive } };
      await store.saveSetting(gateway.portalId, settingNames.workflows, workflows, clock.now());
      states.changed(gateway.portalId);
    }
    const after = await checkWorkflow(gateway, { ...todo, provisioned: { flowId, live: goLive } });
    if (after.state === 'as the playbook says') return null;
    return after.state === 'differs' ? `it still differs: ${after.differences.join('; ')}` : after.reason;
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    return error.message;
  }
}
