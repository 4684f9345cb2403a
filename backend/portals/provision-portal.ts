/** `zo provision` on the server: HubSpot is brought to the playbook, and going live starts handoffs from now on. */
import { type ActionIds, parseActionIds } from '../hubspot/action-ids.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { type ProvisionReport, provision, type WorkflowReport } from '../hubspot/provision.ts';
import type { HubspotLog } from '../hubspot/transport.ts';
import type { HandoffStore, ReadyPerson } from '../store/handoff-store.ts';
import type { PortalStore } from '../store/store.ts';
import { learnPortal } from './connect-portal.ts';
import { type PortalStates, type ProvisionedWorkflows, settingNames } from './portal-state.ts';

export type ProvisionParts = {
  store: PortalStore & Pick<HandoffStore, 'readyPersons'>;
  states: PortalStates;
  gateway: HubspotGateway;
  /** Usage counts days of the portal's zone: another zone, other counts. */
  followRules: (portalId: number) => Promise<unknown>;
  /** The setting HUBSPOT_ACTION_IDS; null when not set. */
  actionIdsSetting: string | null;
  log: HubspotLog;
  now: number;
};

export type ProvisionAnswer = ProvisionReport & {
  mode: 'workflow' | 'direct';
  goLiveAt: number | null;
  /** Ready people who are not alerted, because they crossed before going live. */
  readyBefore: ReadyPerson[];
};

const mostListed = 200;

export class NoPlaybookError extends Error {
  constructor(portalId: number) {
    super(`Portal ${portalId} has no playbook yet: set PLAYBOOK, or save one with \`zo playbook apply FILE\``);
    this.name = 'NoPlaybookError';
  }
}

export async function provisionPortal(
  { store, states, gateway, followRules, actionIdsSetting, log, now }: ProvisionParts,
  goLive: boolean,
): Promise<ProvisionAnswer> {
  const { portalId } = gateway;
  gateway.reauthorised();
  await learnPortal(store, gateway, portalId, now);
  states.changed(portalId);
  const state = await states.get(portalId);
  if (state === null) throw new NoPlaybookError(portalId);
  await followRules(portalId);
  const report = await provision({
    gateway,
    playbook: state.playbook,
    version: state.playbookVersion,
    goLive,
    settingActionIds: actionIdsSetting === null ? {} : parseActionIds(actionIdsSetting).ids,
    learnedActionIds: ((await store.setting(portalId, settingNames.actionIds)) ?? {}) as ActionIds,
    knownFlowIds: {
      handoff: state.workflows.handoff?.flowId,
      return: state.workflows.return?.flowId,
    },
    link: `https://${state.portal.uiDomain}/contacts/${portalId}`,
    log,
  });
  const workflows: ProvisionedWorkflows = {
    handoff: provisioned(report.workflows, 'handoff'),
    return: provisioned(report.workflows, 'return'),
  };
  await store.saveSetting(portalId, settingNames.workflows, workflows, now);
  const readyBefore = await store.readyPersons(portalId, mostListed);
  const portal = await store.portal(portalId);
  if (goLive && portal !== null && portal.goLiveAt === null) await store.savePortal({ ...portal, goLiveAt: now });
  states.changed(portalId);
  const after = await states.get(portalId);
  return {
    ...report,
    mode: after?.mode ?? 'direct',
    goLiveAt: after?.portal.goLiveAt ?? null,
    readyBefore,
  };
}

function provisioned(reports: WorkflowReport[], kind: 'handoff' | 'return') {
  const report = reports.find((one) => one.kind === kind);
  return report !== undefined && 'flowId' in report ? { flowId: report.flowId, live: report.state === 'live' } : null;
}
