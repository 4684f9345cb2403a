/** What people do with deals. */
import { associate } from '../associations/associate.ts';
import { createRecord, writeValues } from '../crm/records.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord, WriteSource } from '../portal/tables.ts';
import { type DealOutcome, stageOf } from './deal-stages.ts';

const dealToContact = 3;

export function createDeal(
  portal: Portal,
  contact: CrmRecord,
  { ownerId, outcome, amount }: { ownerId: string | null; outcome: DealOutcome; amount: number | null },
  source: WriteSource,
): CrmRecord {
  const name = [contact.values.firstname, contact.values.lastname].filter(Boolean).join(' ') || contact.values.email;
  const values = {
    dealname: `Deal with ${name ?? contact.id}`,
    pipeline: 'default',
    dealstage: stageOf[outcome],
    ...(ownerId === null ? {} : { hubspot_owner_id: ownerId }),
    ...(amount === null ? {} : { amount: String(amount) }),
    ...closedNow(portal, outcome),
  };
  const deal = createRecord(portal, '0-3', values, source);
  associate(portal, deal, contact, dealToContact, source);
  return deal;
}

export function moveDeal(portal: Portal, deal: CrmRecord, outcome: DealOutcome, source: WriteSource): void {
  writeValues(portal, deal, { dealstage: stageOf[outcome], ...closedNow(portal, outcome) }, source);
}

/** HubSpot puts the day of closing there when a deal is dragged to a closed stage. */
function closedNow(portal: Portal, outcome: DealOutcome): { closedate?: string } {
  return outcome === 'open' ? {} : { closedate: new Date(portal.now()).toISOString() };
}
