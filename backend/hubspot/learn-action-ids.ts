/**
 * A verified call names the definition it belongs to: that is how a portal's action ids are learned. A workflow keeps the
 * version it was made with, so calls of older versions go on coming after a new one is known.
 */
import type { WorkflowActionName } from '@zo/shared';
import { settingNames } from '../portals/portal-state.ts';
import type { PortalStore } from '../store/store.ts';
import type { ActionIds } from './action-ids.ts';

export type CallOrigin = {
  actionDefinitionId?: string | null | undefined;
  actionDefinitionVersion?: number | null | undefined;
};

export type LearnActionId = (portalId: number, action: WorkflowActionName, origin: CallOrigin) => Promise<void>;

export function learnActionIds(store: Pick<PortalStore, 'setting' | 'saveSetting'>, now: () => number): LearnActionId {
  return async (portalId, action, { actionDefinitionId, actionDefinitionVersion }) => {
    if (!actionDefinitionId || !actionDefinitionVersion) return;
    const known = ((await store.setting(portalId, settingNames.actionIds)) ?? {}) as ActionIds;
    const before = known[action];
    if (before?.definitionId === actionDefinitionId && before.version >= actionDefinitionVersion) return;
    const learned = { definitionId: actionDefinitionId, version: actionDefinitionVersion };
    await store.saveSetting(portalId, settingNames.actionIds, { ...known, [action]: learned }, now());
  };
}
