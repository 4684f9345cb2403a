/**
 * Keeps usage in step with the rules it is counted by. What it was counted by is written down after each rebuild, so that a
 * playbook changed while the service was down, or a crash in between, is noticed at the next start.
 */
import type { PortalStore } from '../store/store.ts';
import { type PortalStates, settingNames } from './portal-state.ts';

type Rules = { playbookVersion: number; timeZone: string };

export type FollowRules = {
  store: Pick<PortalStore, 'setting' | 'saveSetting'>;
  states: PortalStates;
  rebuild: (portalId: number) => Promise<unknown>;
  now: () => number;
};

/** Rebuilds when the rules in force are not those usage was counted by. Returns whether it did. */
export async function followRules({ store, states, rebuild, now }: FollowRules, portalId: number): Promise<boolean> {
  const state = await states.get(portalId);
  if (state === null) return false;
  const rules: Rules = { playbookVersion: state.playbookVersion, timeZone: state.portal.timeZone };
  const counted = (await store.setting(portalId, settingNames.countedBy)) as Rules | null;
  if (counted?.playbookVersion === rules.playbookVersion && counted.timeZone === rules.timeZone) return false;
  await rebuild(portalId);
  await store.saveSetting(portalId, settingNames.countedBy, rules, now());
  return true;
}
