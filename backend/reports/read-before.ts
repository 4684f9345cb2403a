/** Asks HubSpot for the contacts that became SQL before the portal went live, and what it knows of their first engagement. */
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { HubspotRecord } from '../hubspot/hubspot-record.ts';
import { moment, text } from '../hubspot/property-values.ts';
import { becameSqlAt } from '../hubspot/search-became-sql.ts';
import { priorities } from '../outbox/effect.ts';
import type { SqlContact } from './before-go-live.ts';

export type BeforeGateway = Pick<HubspotGateway, 'readProperty' | 'searchBecameSql'>;

const asked = ['hubspot_owner_id', 'hubspot_owner_assigneddate', 'hs_sa_first_engagement_date'];
const priority = priorities.backfill;

export type ReadContacts = { found: number; contacts: SqlContact[] };

/** Null: the portal keeps no date of becoming SQL. Throws HubspotError. */
export async function readBefore(
  gateway: BeforeGateway,
  span: { from: number; to: number },
): Promise<ReadContacts | null> {
  const dates: string[] = [];
  for (const name of becameSqlAt) {
    if ((await gateway.readProperty('contact', name, priority)) !== null) dates.push(name);
  }
  if (dates.length === 0) return null;
  const { found, contacts } = await gateway.searchBecameSql(dates, span, asked, priority);
  return { found, contacts: contacts.flatMap((contact) => toSqlContact(contact, span)) };
}

/** Whose date has moved out of the span since the search saw it is left out. */
function toSqlContact({ properties }: HubspotRecord, { from, to }: { from: number; to: number }): SqlContact[] {
  const entered = becameSqlAt
    .map((name) => moment(properties, name))
    .find((at) => at !== null && at >= from && at < to);
  if (entered == null) return [];
  return [
    {
      becameSqlAt: entered,
      ownerId: text(properties, 'hubspot_owner_id'),
      assignedAt: moment(properties, 'hubspot_owner_assigneddate'),
      engagedAt: moment(properties, 'hs_sa_first_engagement_date'),
    },
  ];
}
