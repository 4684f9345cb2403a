/** Takes the app out of a portal because its owner, or the operator, asks for it. */
import type { Clock } from '../clock.ts';
import { Disconnected, Gone, HubspotError, RateLimited, Reconnect, RetryLater } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { switchWorkflow } from '../hubspot/provision-workflow.ts';
import { type WorkflowKind, workflowNames } from '../hubspot/workflow-names.ts';
import type { CredentialStore } from '../store/credential-store.ts';
import type { PortalStore } from '../store/store.ts';
import { disconnectedAlarm, type EndTerms, type WorkflowOff, wordsAfter, wordsBefore } from './disconnect-words.ts';
import { type ProvisionedWorkflows, settingNames } from './portal-state.ts';
import type { Serving } from './serving.ts';
import type { InTurn } from './take-turns.ts';

export type Disconnecting = {
  /** What would happen, in words. */
  words(portalId: number): Promise<{ will: string[] } | { refused: string }>;
  /** `by`: for the record. The app stays installed when HubSpot is away. */
  run(portalId: number, by: string): Promise<{ did: string[] } | { refused: string }>;
};

export type DisconnectParts = {
  store: Pick<PortalStore, 'portal' | 'setting' | 'saveSetting' | 'clearAlarm'> &
    Pick<CredentialStore, 'credential' | 'disconnectCredential'>;
  hubspot: ReadonlyMap<number, HubspotGateway>;
  serving: Pick<Serving, 'end'>;
  /** False: one portal, from the environment. */
  isOauth: boolean;
  keepDays: number;
  /** Shared with whatever installs and provisions. */
  inTurn: InTurn;
  clock: Clock;
};

const notByOauth =
  'This account is connected by HUBSPOT_ACCESS_TOKEN: stop the service, or take the token out of its settings, to disconnect it.';

export function createDisconnecting(parts: DisconnectParts): Disconnecting {
  const { store, hubspot, serving, keepDays, clock } = parts;

  async function termsOf(portalId: number, at: number): Promise<EndTerms> {
    return { at, keepDays, timeZone: (await store.portal(portalId))?.timeZone ?? 'UTC' };
  }

  async function workflowsOf(portalId: number): Promise<ProvisionedWorkflows> {
    const workflows = (await store.setting(portalId, settingNames.workflows)) as ProvisionedWorkflows | null;
    return workflows ?? { handoff: null, return: null };
  }

  async function turnOff(portalId: number, gateway: HubspotGateway): Promise<WorkflowOff[]> {
    const workflows = await workflowsOf(portalId);
    const turned: WorkflowOff[] = [];
    for (const kind of kinds) {
      const flow = workflows[kind];
      if (flow === null) continue;
      const problem = await switchOff(gateway, flow.flowId);
      if (problem !== 'gone') turned.push({ name: workflowNames[kind], problem });
    }
    return turned;
  }

  async function disconnect(portalId: number, by: string): Promise<{ did: string[] } | { refused: string }> {
    const credential = await store.credential(portalId, 'hubspot');
    if (credential === null) return { refused: 'The app is not installed in this account.' };
    const gateway = hubspot.get(portalId);
    let turned: WorkflowOff[] = [];
    let isUninstalled = false;
    if (gateway !== undefined && credential.status.state === 'active') {
      try {
        turned = await turnOff(portalId, gateway);
        await gateway.uninstall();
        isUninstalled = true;
      } catch (error) {
        if (!(error instanceof HubspotError)) throw error;
        // It is out already.
        if (!(error instanceof Disconnected) && !(error instanceof Gone)) {
          const off = turned.length > 0 ? ' Its workflows are off already.' : '';
          return { refused: `${error.message}. The app is still installed: try again.${off}` };
        }
      }
    }
    await store.disconnectCredential(portalId, 'hubspot', `by ${by}`, clock.now());
    const workflows = await workflowsOf(portalId);
    for (const kind of kinds) if (workflows[kind] !== null) workflows[kind] = { ...workflows[kind], live: false };
    await store.saveSetting(portalId, settingNames.workflows, workflows, clock.now());
    for (const key of ['hubspot', disconnectedAlarm]) await store.clearAlarm(portalId, key);
    await serving.end(portalId);
    const status = (await store.credential(portalId, 'hubspot'))?.status;
    const at = status === undefined || status.state === 'active' ? clock.now() : status.at;
    return { did: wordsAfter(await termsOf(portalId, at), turned, isUninstalled) };
  }

  return {
    async words(portalId) {
      if (!parts.isOauth) return { refused: notByOauth };
      const workflows = await workflowsOf(portalId);
      const names = kinds.filter((kind) => workflows[kind]?.live).map((kind) => workflowNames[kind]);
      return { will: wordsBefore(await termsOf(portalId, clock.now()), names) };
    },
    async run(portalId, by) {
      if (!parts.isOauth) return { refused: notByOauth };
      return parts.inTurn(portalId, () => disconnect(portalId, by));
    },
  };
}

const kinds: readonly WorkflowKind[] = ['handoff', 'return'];

/** Null: it is off. What HubSpot refuses of it is said; when nothing can be asked at all, nothing goes on. */
async function switchOff(gateway: HubspotGateway, flowId: string): Promise<string | null> {
  try {
    const { isEnabled } = await switchWorkflow(gateway, flowId, false);
    return isEnabled ? 'HubSpot still shows it on' : null;
  } catch (error) {
    if (error instanceof Gone) return 'gone';
    if (!(error instanceof HubspotError) || error instanceof Reconnect) throw error;
    if (error instanceof RetryLater || error instanceof RateLimited) throw error;
    return error.reason;
  }
}
