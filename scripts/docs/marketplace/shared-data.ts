/** What the app shares with HubSpot, object by object and property by property, with the direction and the reason. */
import { companyProperties, contactProperties, type PropertyDefinition } from '@zo/shared';
import { dealProperties } from '../../../backend/hubspot/contact-deals.ts';
import { readOfCompanies, readOfContacts } from '../../../backend/hubspot/read-contact-facts.ts';
import { becameSqlAt } from '../../../backend/hubspot/search-became-sql.ts';
import { becameCustomerAt } from '../../../backend/hubspot/search-customers.ts';
import { code, table } from '../markdown.ts';

type Direction = 'from HubSpot' | 'to HubSpot' | 'both ways';
type Row = { object: string; name: string; direction: Direction; why: string };

/** HubSpot's own properties of contacts that we read or write, and why. */
const ofContacts: Record<string, [Direction, string]> = {
  firstname: ['both ways', 'The alert names the person; written only on a contact the app makes'],
  lastname: ['both ways', 'The alert names the person; written only on a contact the app makes'],
  email: ['both ways', 'Links a product user to the contact; written only on a contact the app makes'],
  hs_additional_emails: ['from HubSpot', 'A product user may be known by any address of the contact'],
  hs_merged_object_ids: ['from HubSpot', 'A contact that was merged is found again'],
  lifecyclestage: ['both ways', 'Customers and those with sales are left alone; set by a handoff and by a return'],
  hs_lead_status: ['both ways', 'Set to the status of your choice by "Not a fit"'],
  hubspot_owner_id: ['both ways', 'Whoever owns the contact keeps it; set by a handoff, cleared by a return'],
  num_contacted_notes: ['from HubSpot', 'Whether sales has been in touch since the handoff'],
  notes_last_contacted: ['from HubSpot', 'When sales was last in touch'],
  hs_sa_first_engagement_date: ['from HubSpot', "The owner's first call, meeting, message or e-mail"],
  hs_sa_first_engagement_object_type: ['from HubSpot', 'Which of these it was'],
  engagements_last_meeting_booked: ['from HubSpot', 'A booked meeting counts as the first touch'],
  hs_latest_sequence_enrolled_date: ['from HubSpot', 'An e-mail of a sequence alone is no touch'],
  hs_sequences_is_enrolled: ['from HubSpot', 'An e-mail of a sequence alone is no touch'],
  hubspot_owner_assigneddate: ['from HubSpot', 'How soon sales called before going live, to compare first calls with'],
  lastmodifieddate: ['from HubSpot', 'Which contacts changed since the last look'],
};
const ofCompanies: Record<string, [Direction, string]> = {
  hs_merged_object_ids: ['from HubSpot', 'A company that was merged is found again'],
  name: ['both ways', 'The alert names the company; written only on a company the app makes'],
  domain: ['both ways', 'Finds the company of a product account; written only on a company the app makes'],
  hubspot_owner_id: ['from HubSpot', "Whoever owns the company gets its people's handoffs"],
  numberofemployees: ['from HubSpot', 'The alert shows the size; the expected contract value is reckoned from it'],
  createdate: ['from HubSpot', 'Of several companies with one domain the oldest is taken'],
  hs_lastmodifieddate: ['from HubSpot', 'Which companies changed since the last look'],
};
const ofDeals: Record<string, [Direction, string]> = {
  hs_is_closed: ['from HubSpot', 'Somebody with an open deal is left alone'],
  hs_is_closed_won: ['from HubSpot', 'A won or lost deal is the outcome of a handoff'],
  closedate: ['from HubSpot', 'When it was won or lost'],
  hubspot_owner_id: ['from HubSpot', 'Whoever has an open deal of the account keeps it'],
  createdate: ['from HubSpot', 'Which deal belongs to which handoff'],
};
const ofCalls: Record<string, [Direction, string]> = {
  hs_timestamp: ['to HubSpot', 'A call that an AE reports in Slack or on the card'],
  hs_call_title: ['to HubSpot', 'The same'],
  hs_call_status: ['to HubSpot', 'The same'],
  hs_call_direction: ['to HubSpot', 'The same'],
  hubspot_owner_id: ['to HubSpot', 'Whose call it was'],
};

const ours: Record<PropertyDefinition['source'], string> = {
  identity: 'Who it is in the product',
  usage: 'Use of the product',
  score: 'The score and how it was reckoned',
  readiness: 'Whether the definition is met, and what is missing',
  handoff: 'How the handoff stands',
  hubspot: '',
};

export function sharedDataTable(): string {
  const rows = sharedData().map(({ object, name, direction, why }) => [object, code(name), direction, why]);
  return table(['object', 'property', 'direction', 'why'], rows);
}

export function sharedData(): Row[] {
  const read: [string, [Direction, string]][] = [
    ...becameCustomerAt.map((name): [string, [Direction, string]] => [
      name,
      ['from HubSpot', 'Past customers, to hold a draft of the definition against'],
    ]),
    ...becameSqlAt.map((name): [string, [Direction, string]] => [
      name,
      ['from HubSpot', 'Who became SQL before going live, to compare first calls with'],
    ]),
  ];
  requireAll('contacts', ofContacts, readOfContacts);
  requireAll('companies', ofCompanies, readOfCompanies);
  requireAll('deals', ofDeals, dealProperties);
  return [
    ...rowsOf('contact', [...Object.entries(ofContacts), ...read]),
    ...contactProperties.map((property) => rowOfOurs(property)),
    ...rowsOf('company', Object.entries(ofCompanies)),
    ...companyProperties.map((property) => rowOfOurs(property)),
    ...rowsOf('deal', Object.entries(ofDeals)),
    ...rowsOf('call', Object.entries(ofCalls)),
  ];
}

function rowsOf(object: string, entries: [string, [Direction, string]][]): Row[] {
  return entries.map(([name, [direction, why]]) => ({ object, name, direction, why }));
}

function rowOfOurs({ object, name, source, label }: PropertyDefinition): Row {
  return { object, name, direction: 'to HubSpot', why: `${ours[source]}: ${label}` };
}

function requireAll(object: string, told: Record<string, unknown>, used: readonly string[]): void {
  const missing = used.filter((name) => !(name in told));
  if (missing.length > 0)
    throw new Error(`Say in shared-data.ts why these of ${object} are shared: ${missing.join(', ')}`);
}
