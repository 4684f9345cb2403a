/** The properties a fresh portal already has: those of HubSpot that this sandbox imitates. */
import { objectTypes } from '../crm/object-types.ts';
import { dealStages } from '../deals/deal-stages.ts';
import type { ObjectTypeId, PropertyDefinition, PropertyGroup, PropertyOption } from '../portal/tables.ts';

export const lifecycleStages: [value: string, label: string][] = [
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
];

const leadStatuses = [
  'NEW',
  'OPEN',
  'IN_PROGRESS',
  'OPEN_DEAL',
  'UNQUALIFIED',
  'ATTEMPTED_TO_CONTACT',
  'CONNECTED',
  'BAD_TIMING',
];
const industries = [
  'COMPUTER_SOFTWARE',
  'FINANCIAL_SERVICES',
  'INFORMATION_TECHNOLOGY_AND_SERVICES',
  'INTERNET',
  'RETAIL',
];

const callStatuses = [
  'BUSY',
  'CALLING_CRM_USER',
  'CANCELED',
  'COMPLETED',
  'CONNECTING',
  'FAILED',
  'IN_PROGRESS',
  'NO_ANSWER',
  'QUEUED',
  'RINGING',
];
const callDirections: [string, string][] = [
  ['INBOUND', 'Inbound'],
  ['OUTBOUND', 'Outbound'],
];

type Words = [name: string, label: string, type: string, fieldType: string];

const text = (name: string, label: string): Words => [name, label, 'string', 'text'];
const number = (name: string, label: string): Words => [name, label, 'number', 'number'];
const datetime = (name: string, label: string): Words => [name, label, 'datetime', 'date'];
const select = (name: string, label: string): Words => [name, label, 'enumeration', 'select'];

const writable: Record<ObjectTypeId, Words[]> = {
  '0-1': [
    text('email', 'Email'),
    text('firstname', 'First Name'),
    text('lastname', 'Last Name'),
    text('phone', 'Phone Number'),
    text('jobtitle', 'Job Title'),
    text('company', 'Company Name'),
    text('website', 'Website URL'),
    text('city', 'City'),
    text('state', 'State/Region'),
    text('country', 'Country/Region'),
    select('lifecyclestage', 'Lifecycle Stage'),
    select('hubspot_owner_id', 'Contact owner'),
    select('hs_lead_status', 'Lead Status'),
  ],
  '0-2': [
    text('name', 'Company name'),
    text('domain', 'Company Domain Name'),
    text('website', 'Website URL'),
    text('phone', 'Phone Number'),
    text('city', 'City'),
    text('state', 'State/Region'),
    text('country', 'Country/Region'),
    number('numberofemployees', 'Number of Employees'),
    number('annualrevenue', 'Annual Revenue'),
    select('industry', 'Industry'),
    select('lifecyclestage', 'Lifecycle Stage'),
    select('hubspot_owner_id', 'Company owner'),
  ],
  '0-3': [
    text('dealname', 'Deal Name'),
    number('amount', 'Amount'),
    text('pipeline', 'Pipeline'),
    select('dealstage', 'Deal Stage'),
    datetime('closedate', 'Close Date'),
    select('hubspot_owner_id', 'Deal owner'),
  ],
  '0-48': [
    datetime('hs_timestamp', 'Activity date'),
    text('hs_call_title', 'Call Title'),
    text('hs_call_body', 'Call notes'),
    number('hs_call_duration', 'Call duration'),
    select('hs_call_status', 'Call status'),
    select('hs_call_direction', 'Call direction'),
    text('hs_activity_type', 'Call and meeting type'),
    select('hubspot_owner_id', 'Activity assigned to'),
  ],
};

const shared: Words[] = [
  number('hs_object_id', 'Record ID'),
  datetime('createdate', 'Create Date'),
  datetime('hubspot_owner_assigneddate', 'Owner assigned date'),
  text('hs_merged_object_ids', 'Merged record IDs'),
];

const readOnly: Record<ObjectTypeId, Words[]> = {
  '0-1': [
    ...shared,
    datetime('lastmodifieddate', 'Last Modified Date'),
    number('associatedcompanyid', 'Primary Associated Company ID'),
    text('hs_additional_emails', 'Additional email addresses'),
    text('hs_all_contact_vids', 'All vids for a contact'),
    number('num_contacted_notes', 'Number of times contacted'),
    datetime('notes_last_contacted', 'Last Contacted'),
    datetime('notes_last_updated', 'Last Activity Date'),
    number('num_notes', 'Number of Sales Activities'),
    datetime('hs_sa_first_engagement_date', 'Date of first engagement'),
    text('hs_sa_first_engagement_object_type', 'Type of first engagement'),
    datetime('engagements_last_meeting_booked', 'Date of last meeting booked in meetings tool'),
    datetime('hs_last_sales_activity_timestamp', 'Last Engagement Date'),
    datetime('hs_sales_email_last_replied', 'Recent Sales Email Replied Date'),
    datetime('hs_email_last_send_date', 'Last marketing email send date'),
    number('hs_sequences_enrolled_count', 'Number of sequences enrolled'),
    datetime('hs_latest_sequence_enrolled_date', 'Last sequence enrolled date'),
    ['hs_sequences_is_enrolled', 'Currently in Sequence', 'bool', 'booleancheckbox'],
    ['hs_email_optout', 'Unsubscribed from all email', 'bool', 'booleancheckbox'],
    ...stageDates(),
  ],
  '0-2': [
    ...shared,
    datetime('hs_lastmodifieddate', 'Last Modified Date'),
    number('num_associated_contacts', 'Number of Associated Contacts'),
    ...stageDates(),
  ],
  '0-3': [
    ...shared,
    datetime('hs_lastmodifieddate', 'Last Modified Date'),
    ['hs_is_closed', 'Is Deal Closed?', 'bool', 'booleancheckbox'],
    ['hs_is_closed_won', 'Is Closed Won', 'bool', 'booleancheckbox'],
  ],
  '0-48': [...shared, datetime('hs_lastmodifieddate', 'Last Modified Date')],
};

function stageDates(): Words[] {
  return lifecycleStages.flatMap(([stage, label]) => [
    datetime(`hs_lifecyclestage_${stage}_date`, `Became a ${label} Date`),
    datetime(`hs_v2_date_entered_${stage}`, `Date entered "${label} (Lifecycle Stage Pipeline)"`),
  ]);
}

export function hubspotGroups(type: ObjectTypeId): PropertyGroup[] {
  const name = groupNameOf(type);
  const label = `${objectTypes[type].singular} information`.replace(/^./, (letter) => letter.toUpperCase());
  return [{ name, label, displayOrder: 0, archived: false }];
}

export function hubspotProperties(type: ObjectTypeId, createdAt: number): PropertyDefinition[] {
  const define = ([name, label, kind, fieldType]: Words, readOnlyValue: boolean): PropertyDefinition => ({
    name,
    label,
    type: kind,
    fieldType,
    groupName: groupNameOf(type),
    description: '',
    options: optionsFor(name),
    displayOrder: -1,
    hidden: false,
    formField: !readOnlyValue,
    hasUniqueValue: false,
    externalOptions: name === 'hubspot_owner_id',
    ...(name === 'hubspot_owner_id' ? { referencedObjectType: 'OWNER' } : {}),
    calculated: readOnlyValue,
    hubspotDefined: true,
    readOnlyValue,
    createdAt,
    updatedAt: createdAt,
    archivedAt: null,
    visibleAtMonotonicMs: Number.NEGATIVE_INFINITY,
  });
  return [
    ...writable[type].map((words) => define(words, false)),
    ...readOnly[type].map((words) => define(words, true)),
  ];
}

function groupNameOf(type: ObjectTypeId): string {
  return `${objectTypes[type].singular}information`;
}

function optionsFor(name: string): PropertyOption[] {
  const toOption = ([value, label]: [string, string], displayOrder: number) => ({
    value,
    label,
    displayOrder,
    hidden: false,
  });
  if (name === 'lifecyclestage') return lifecycleStages.map(toOption);
  if (name === 'hs_lead_status') return leadStatuses.map((status): [string, string] => [status, status]).map(toOption);
  if (name === 'dealstage') return dealStages.map(toOption);
  if (name === 'hs_call_status') return callStatuses.map((status): [string, string] => [status, status]).map(toOption);
  if (name === 'hs_call_direction') return callDirections.map(toOption);
  if (name === 'industry') return industries.map((industry): [string, string] => [industry, industry]).map(toOption);
  return [];
}
