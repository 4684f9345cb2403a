/** HubSpot told of changed companies: each is read once, however much was told of it. */
import { usedHubspotProperties } from '@zo/shared';
import { locateCompanies } from '../links/locate-companies.ts';
import { rulesOf } from '../portals/portal-state.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { type Claimed, done, type Settlement } from './lane.ts';

export async function readChangedCompanies(
  { store, gateway, portalId, state, clock }: HubspotLane,
  effects: Claimed<'read changed company'>[],
): Promise<Settlement[]> {
  const { live } = await locateCompanies(
    {
      portalId,
      store,
      gateway,
      used: usedHubspotProperties(state.playbook),
      rules: rulesOf(state),
      priority: effects[0]!.priority,
      now: () => clock.now(),
    },
    effects.map(({ effect }) => effect.hubspotCompanyId),
  );
  // A company that was away for a while is not known of whoever was read meanwhile.
  for (const id of live) await store.readMembersBeside(portalId, id, clock.now());
  return effects.map((effect) => ({ effect, outcome: done }));
}
