/** What `zo doctor` says of the values HubSpot holds: whether they are known, and whether changes of them are. */
import { type Playbook, usedHubspotProperties } from '@zo/shared';
import { keptProperties } from '../catalogue/portal-catalogue.ts';
import type { PortalStore } from '../store/store.ts';
import { describeSweep, isSweepNeeded, neverSwept, type SweepState, sweepSetting } from './sweep-state.ts';

type Check = { name: string; state: 'ok' | 'warning'; detail: string; remedy: string | null };

export async function checkValues(
  store: Pick<PortalStore, 'setting'>,
  portalId: number,
  playbook: Playbook | null,
  { timeZone, now }: { timeZone: string; now: number },
): Promise<Check[]> {
  const known = await keptProperties(store, portalId);
  const properties: Check =
    known === null
      ? {
          name: 'HubSpot properties',
          state: 'warning',
          detail: 'not read yet: only those every portal has can be named',
          remedy: null,
        }
      : { name: 'HubSpot properties', state: 'ok', detail: `${known.length} can be named`, remedy: null };
  const used = playbook && usedHubspotProperties(playbook);
  if (used === null || !isSweepNeeded(used)) return [properties];
  const swept = ((await store.setting(portalId, sweepSetting)) as SweepState | null) ?? neverSwept;
  const values: Check = {
    name: 'HubSpot values',
    state: swept.problem === null ? 'ok' : 'warning',
    detail: `${[...used.contact, ...used.company].join(', ')}: ${describeSweep(swept, timeZone, now)}`,
    remedy: swept.problem === null ? null : 'It is tried again by itself; crossings read their values anyway.',
  };
  return [properties, values];
}
