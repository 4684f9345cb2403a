/** Takes the sample's contact and company out of HubSpot: found there by what marks them, so that nobody else's can be meant. */
import { isRecord } from '../hubspot/decide-link.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { sampleDomain, sampleEmail, sampleGroupId, sampleUserId } from '../sample/sample-names.ts';
import { sampleRemoved } from '../sample/stored-sample.ts';
import type { Priority } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { type Claimed, done, type Settlement } from './lane.ts';

type Gateway = Pick<HubspotGateway, 'readContacts' | 'readCompanies' | 'findCompaniesByDomain' | 'archiveRecords'>;

export async function archiveSample(lane: HubspotLane, effects: Claimed<'archive sample'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId, clock } = lane;
  const priority = effects[0]!.priority;
  await gateway.archiveRecords('contact', await sampleContacts(gateway, priority), priority);
  await gateway.archiveRecords('company', await sampleCompanies(gateway, priority), priority);
  for (const { effect } of effects) await sampleRemoved(store, portalId, effect.loadId, clock.now());
  return effects.map((effect) => ({ effect, outcome: done }));
}

async function sampleContacts(gateway: Gateway, priority: Priority): Promise<string[]> {
  const properties = ['email', 'zo_user_id'];
  const byEmail = await gateway.readContacts({ by: 'email', values: [sampleEmail], properties }, priority);
  const byUser = await gateway.readContacts({ by: 'zo_user_id', values: [sampleUserId], properties }, priority);
  const found = [byEmail.get(sampleEmail), byUser.get(sampleUserId)].filter(isRecord);
  return [...new Set(found.map(({ id }) => id))];
}

/** Also one that HubSpot itself made of the address's domain. */
async function sampleCompanies(gateway: Gateway, priority: Priority): Promise<string[]> {
  const properties = ['domain', 'zo_company_id'];
  const byGroup = await gateway.readCompanies({ by: 'zo_company_id', values: [sampleGroupId], properties }, priority);
  const byDomain = await gateway.findCompaniesByDomain([sampleDomain], properties, priority);
  const found = [byGroup.get(sampleGroupId), ...(byDomain.get(sampleDomain) ?? [])].filter(isRecord);
  return [...new Set(found.map(({ id }) => id))];
}
