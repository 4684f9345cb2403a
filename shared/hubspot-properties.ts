/**
 * HubSpot's own properties that every portal has, so that a definition can be checked where no portal is at hand. A portal's
 * own catalogue takes their place: it has its stages, its industries and the properties people added.
 */
import type { PropertyDefinition, PropertyOption } from './property-definition.ts';

type HubspotProperty = Omit<PropertyDefinition, 'object' | 'source' | 'description'>;

const text = (name: string, label: string): HubspotProperty => ({ name, label, type: 'string', fieldType: 'text' });
const number = (name: string, label: string): HubspotProperty => ({ name, label, type: 'number', fieldType: 'number' });
const bool = (name: string, label: string): HubspotProperty => ({
  name,
  label,
  type: 'bool',
  fieldType: 'booleancheckbox',
});
const moment = (name: string, label: string): HubspotProperty => ({ name, label, type: 'datetime', fieldType: 'date' });

/** Without options: HubSpot alone knows them. */
const choice = (name: string, label: string, options?: PropertyOption[]): HubspotProperty => ({
  name,
  label,
  type: 'enumeration',
  fieldType: 'select',
  ...(options && { options }),
});

const owner = (label: string): HubspotProperty => ({ ...choice('hubspot_owner_id', label), isOwner: true });

/** Stages and statuses are the portal's to change, so any value is taken until its own catalogue says otherwise. */
const onBoth = [
  text('city', 'City'),
  text('state', 'State/Region'),
  text('country', 'Country/Region'),
  text('zip', 'Postal Code'),
  text('phone', 'Phone Number'),
  text('website', 'Website URL'),
  choice('lifecyclestage', 'Lifecycle Stage'),
  choice('hs_lead_status', 'Lead Status'),
  moment('createdate', 'Create Date'),
  moment('notes_last_contacted', 'Last Contacted'),
  number('num_contacted_notes', 'Number of times contacted'),
  number('num_notes', 'Number of Sales Activities'),
];

const ofContacts = [
  text('email', 'Email'),
  text('firstname', 'First Name'),
  text('lastname', 'Last Name'),
  text('jobtitle', 'Job Title'),
  text('company', 'Company Name'),
  choice('hs_persona', 'Persona'),
  owner('Contact owner'),
  moment('lastmodifieddate', 'Last Modified Date'),
  bool('hs_is_unworked', 'Contact unworked'),
  bool('hs_email_optout', 'Unsubscribed from all email'),
  ...onBoth,
];

const ofCompanies = [
  text('name', 'Company name'),
  text('domain', 'Company Domain Name'),
  choice('industry', 'Industry'),
  choice('type', 'Type'),
  number('annualrevenue', 'Annual Revenue'),
  {
    ...number('numberofemployees', 'Number of Employees'),
    unit: { one: 'employee', many: 'employees' },
    range: { from: 0, to: null, whole: true },
  },
  number('num_associated_contacts', 'Number of Associated Contacts'),
  bool('is_public', 'Is Public'),
  bool('hs_is_target_account', 'Target Account'),
  owner('Company owner'),
  moment('hs_lastmodifieddate', 'Last Modified Date'),
  ...onBoth,
];

export const hubspotProperties: readonly PropertyDefinition[] = [
  ...ofContacts.map((property) => ({ object: 'contact' as const, ...property })),
  ...ofCompanies.map((property) => ({ object: 'company' as const, ...property })),
].map((property) => ({ ...property, source: 'hubspot', description: '' }));
