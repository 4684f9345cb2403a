/** What each portal has said about privacy: how long what is kept, and what is kept of messages. */
import {
  allowedName,
  defaultKeptDays,
  type KeptDays,
  keptDaysProblems,
  longestWindowDays,
  mostAllowedNames,
} from '@zo/shared';
import type { AllowList } from '../ingest/keep-needed.ts';
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import type { PortalStore } from '../store/store.ts';

/** Names of rows in the `settings` table. */
const settings = { keptDays: 'kept days', allowed: 'allowed properties' } as const;
/** What `allowedOf` keeps in memory. */
export const allowedSetting = settings.allowed;

export type PrivacyTerms = {
  keptDays(portalId: number): Promise<KeptDays>;
  /** Null while there is no playbook. */
  longestWindow(portalId: number): Promise<number | null>;
  /** What is not named stays as it is. Nothing is saved when there is a problem; problems are in words. */
  saveKeptDays(portalId: number, change: Partial<KeptDays>): Promise<{ days: KeptDays } | { problems: string[] }>;
  /** For the door: known at once after the first time. */
  allowedOf(portalId: number): AllowList | Promise<AllowList>;
  /** The whole list as it is to be. Counts for messages that come from then on. */
  saveAllowed(portalId: number, names: readonly string[]): Promise<{ allowed: string[] } | { problems: string[] }>;
  /** The list is read again: another node saved one. */
  forget(portalId: number): void;
};

export type PrivacyTermsParts = {
  store: Pick<PortalStore, 'setting' | 'saveSetting'>;
  states: Pick<PortalStates, 'get'>;
  memory: PortalMemory;
  now: () => number;
};

export function createPrivacyTerms({ store, states, memory, now }: PrivacyTermsParts): PrivacyTerms {
  const known = memory.map<number, AllowList>('its allow-list');

  async function keptDays(portalId: number): Promise<KeptDays> {
    const saved = (await store.setting(portalId, settings.keptDays)) as Partial<KeptDays> | null;
    return { ...defaultKeptDays, ...saved };
  }

  async function longestWindow(portalId: number): Promise<number | null> {
    const playbook = (await states.get(portalId))?.playbook;
    return playbook ? longestWindowDays(playbook) : null;
  }

  async function readAllowed(portalId: number): Promise<AllowList> {
    const names = (await store.setting(portalId, settings.allowed)) as string[] | null;
    const allowed = new Set(names ?? []);
    known.set(portalId, allowed);
    return allowed;
  }

  return {
    keptDays,
    longestWindow,
    async saveKeptDays(portalId, change) {
      const problems = keptDaysProblems(change, await longestWindow(portalId));
      if (problems.length > 0) return { problems };
      const days = { ...(await keptDays(portalId)), ...change };
      await store.saveSetting(portalId, settings.keptDays, days, now());
      return { days };
    },
    allowedOf: (portalId) => known.get(portalId) ?? readAllowed(portalId),
    async saveAllowed(portalId, names) {
      const allowed = [...new Set(names.map((name) => name.trim()))].sort();
      const problems = allowed
        .filter((name) => !allowedName.test(name))
        .map((name) => `"${name.slice(0, 80)}" is no name to allow: say traits.jobTitle, or properties.amount`);
      if (allowed.length > mostAllowedNames) problems.push(`At most ${mostAllowedNames} names can be allowed`);
      if (problems.length > 0) return { problems };
      await store.saveSetting(portalId, settings.allowed, allowed, now());
      known.set(portalId, new Set(allowed));
      return { allowed };
    },
    forget: (portalId) => void known.delete(portalId),
  };
}
