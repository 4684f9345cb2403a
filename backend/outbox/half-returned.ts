/**
 * A return that HubSpot took half of, and that is no longer due: owner and stage were cleared before the stage was set, so the
 * contact of a handoff that stays with sales may have neither.
 */
import { type Handoff, isOpen } from '../handoff/handoff.ts';
import { sqlStage } from '../handoff/steps/assigning.ts';
import { text } from '../hubspot/property-values.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import type { Claimed } from './lane.ts';

type ReturnEffect = Pick<Claimed<'return contact'>, 'effect' | 'attempts'>;

/** What is to be written again, as HubSpot has it now. Throws HubspotError. */
export async function takenByHalfReturn(
  { store, gateway, portalId }: HubspotLane,
  { effect, attempts }: ReturnEffect,
  handoff: Handoff | null,
): Promise<Record<string, string>> {
  if (attempts < 2 || handoff === null || !staysWithSales(handoff)) return {};
  const [work] = await store.contactWork(portalId, [effect.personId]);
  const id = work?.record?.recordId ?? null;
  if (id === null) return {};
  const properties = ['lifecyclestage', 'hubspot_owner_id'];
  const contact = (await gateway.readContacts({ by: 'id', values: [id], properties })).get(id);
  if (contact === undefined || contact === 'not found') return {};
  const lacks = (property: string) => text(contact.properties, property) === null;
  const { owner } = handoff;
  return {
    ...(lacks('lifecyclestage') ? { lifecyclestage: sqlStage } : {}),
    ...(effect.clearOwner && owner?.setByUs && lacks('hubspot_owner_id') ? { hubspot_owner_id: owner.id } : {}),
  };
}

function staysWithSales({ status, erasedAt }: Handoff): boolean {
  return erasedAt === undefined && (isOpen(status) || status === 'won' || status === 'lost');
}
