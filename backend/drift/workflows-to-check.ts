import { type ActionIds, findActionIds, parseActionIds } from '../hubspot/action-ids.ts';
import { actionNames } from '../hubspot/action-names.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { wantedWorkflow } from '../hubspot/wanted-workflow.ts';
import { portalLink } from '../portals/portal-link.ts';
import { type PortalState, settingNames } from '../portals/portal-state.ts';
import type { WorkflowToCheck } from './check-workflow.ts';
import type { DriftParts } from './drift-parts.ts';

const kinds = ['handoff', 'return'] as const;

/** The workflows that were provisioned and are still wanted, each with what the playbook in force wants of it. */
export async function workflowsToCheck(
  { store, actionIdsSetting }: Pick<DriftParts, 'store' | 'actionIdsSetting'>,
  state: PortalState,
  gateway: Pick<HubspotGateway, 'portalId' | 'actionTypes'>,
): Promise<WorkflowToCheck[]> {
  if (kinds.every((kind) => state.workflows[kind] === null)) return [];
  const { ids: actionIds } = await findActionIds(gateway, {
    setting: actionIdsSetting === null ? {} : parseActionIds(actionIdsSetting).ids,
    learned: ((await store.setting(gateway.portalId, settingNames.actionIds)) ?? {}) as ActionIds,
  });
  return kinds.flatMap((kind) => {
    const provisioned = state.workflows[kind];
    if (provisioned === null) return [];
    const answer = wantedWorkflow(kind, {
      playbook: state.playbook,
      stages: state.stageOrder,
      timeZone: state.portal.timeZone,
      link: portalLink(state.portal),
      actionIds,
    });
    if ('state' in answer && answer.state === 'not wanted') return [];
    return [{ kind, answer, provisioned, names: actionNames(actionIds) }];
  });
}
