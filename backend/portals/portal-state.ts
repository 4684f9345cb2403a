/**
 * What every decision needs to know of a portal, kept in memory and read again when something about it was saved: the
 * playbook in force, owners, stages, who performs handoffs.
 */
import type { Playbook } from '@zo/shared';
import type { PortalOwner } from '../handoff/assign.ts';
import type { RulesStore } from '../store/rules-store.ts';
import type { CurrentRules, Portal, PortalStore, StoredPlaybook } from '../store/store.ts';
import type { PortalMemory } from './portal-memory.ts';

/** Names of rows in the `settings` table. */
export const settingNames = {
  owners: 'owners',
  stages: 'lifecycle stages',
  workflows: 'workflows',
  actionIds: 'action ids',
} as const;

/** The two workflows as provisioned: their HubSpot ids, and whether they were turned on. */
export type ProvisionedWorkflows = {
  handoff: { flowId: string; live: boolean } | null;
  return: { flowId: string; live: boolean } | null;
};

export type PortalState = {
  portal: Portal;
  /** Of the rules in force, which `playbook` and `portal.timeZone` are: RulesInForce.generation. */
  generation: number;
  playbook: Playbook;
  playbookVersion: number;
  /** People who are ready because of this version are alerted. */
  alertReady: boolean;
  stageOrder: string[];
  owners: PortalOwner[];
  workflows: ProvisionedWorkflows;
  /** Who performs handoffs now. */
  mode: 'workflow' | 'direct';
  returnMode: 'workflow' | 'direct';
};

/** What events are counted by now. */
export function rulesOf({ playbook, portal, generation }: PortalState): CurrentRules {
  return { playbook, timeZone: portal.timeZone, generation };
}

export type PortalStates = {
  /** Null: the portal is unknown, or has no playbook yet. */
  get(portalId: number): Promise<PortalState | null>;
  /** Whether the portal is known at all. */
  isKnown(portalId: number): Promise<boolean>;
  /** Forgets what is kept, so that the next `get` reads it again. */
  changed(portalId: number): void;
};

/** HubSpot's default stages, until the portal's own have been read. */
const defaultStages = [
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  'other',
];

export function portalStates(
  store: Pick<PortalStore, 'portal' | 'playbook' | 'setting'> & Pick<RulesStore, 'rulesInForce'>,
  parse: (stored: StoredPlaybook) => Playbook,
  memory: PortalMemory,
): PortalStates {
  const kept = memory.map<number, Promise<PortalState | null>>('what decisions need to know');

  async function load(portalId: number): Promise<PortalState | null> {
    const [portal, newest] = await Promise.all([store.portal(portalId), store.playbook(portalId)]);
    if (portal === null || newest === null) return null;
    const inForce = await store.rulesInForce(portalId);
    const { stored, playbook } = await playbookInForce(portalId, newest, inForce?.playbookVersion ?? null);
    const setting = async <Value>(name: string, missing: Value) =>
      ((await store.setting(portalId, name)) as Value | null) ?? missing;
    const workflows = await setting<ProvisionedWorkflows>(settingNames.workflows, { handoff: null, return: null });
    return {
      portal: { ...portal, timeZone: inForce?.timeZone ?? portal.timeZone },
      generation: inForce?.generation ?? 0,
      playbook,
      playbookVersion: stored.version,
      alertReady: stored.alertReady,
      stageOrder: await setting(settingNames.stages, defaultStages),
      owners: await setting<PortalOwner[]>(settingNames.owners, []),
      workflows,
      mode: playbook.handoff.mode === 'workflow' && workflows.handoff?.live ? 'workflow' : 'direct',
      returnMode: playbook.handoff.mode === 'workflow' && workflows.return?.live ? 'workflow' : 'direct',
    };
  }

  /** A newer version comes into force once usage has been counted by it; see follow-rules.ts. */
  async function playbookInForce(portalId: number, newest: StoredPlaybook, version: number | null) {
    const stored = version === null || version === newest.version ? newest : await store.playbook(portalId, version);
    try {
      if (stored !== null) return { stored, playbook: parse(stored) };
    } catch (error) {
      // The program may read an old text otherwise than the version that saved it; there is no other newest one.
      if (stored === newest) throw error;
    }
    return { stored: newest, playbook: parse(newest) };
  }

  return {
    get(portalId) {
      let state = kept.get(portalId);
      if (!state) {
        state = load(portalId);
        kept.set(portalId, state);
        state.catch(() => kept.delete(portalId));
      }
      return state;
    },
    isKnown: async (portalId) => (await store.portal(portalId)) !== null,
    changed(portalId) {
      kept.delete(portalId);
    },
  };
}
