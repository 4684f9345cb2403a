/** The properties a fresh portal already has: those of HubSpot that this sandbox imitates. */
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
    text('dealstage', 'Deal Stage'),
    datetime('closedate', 'Close Date'),
    select('hubspot_owner_id', 'Deal owner'),
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
    number('num_contacted_notes', 'Number of times contacted'),
    datetime('notes_last_contacted', 'Last Contacted'),
    datetime('notes_last_updated', 'Last Activity Date'),
    number('num_notes', 'Number of Sales Activities'),
    datetime('hs_sa_first_engagement_date', 'First engagement date'),
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
    number('hs_is_closed_count', 'Is closed (numeric)'),
  ],
};

function stageDates(): Words[] {
  return lifecycleStages.map(([stage, label]) => datetime(`hs_lifecyclestage_${stage}_date`, `Became a ${label} Date`));
}

export function hubspotGroups(type: ObjectTypeId): PropertyGroup[] {
  const name = groupNameOf(type);
  const label = { '0-1': 'Contact information', '0-2': 'Company information', '0-3': 'Deal information' }[type];
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
  return { '0-1': 'contactinformation', '0-2': 'companyinformation', '0-3': 'dealinformation' }[type];
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
  if (name === 'industry') return industries.map((industry): [string, string] => [industry, industry]).map(toOption);
  return [];
}
