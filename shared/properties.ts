/** The catalogue of every HubSpot property that is ours. Nothing else in the portal is written under a `zo_` name. */
import { contactProperties } from './contact-properties.ts';
import type { PropertyDefinition } from './property-definition.ts';

export const companyProperties: readonly PropertyDefinition[] = [
  {
    object: 'company',
    name: 'zo_company_id',
    label: 'Product company ID',
    type: 'string',
    fieldType: 'text',
    source: 'identity',
    hasUniqueValue: true,
    description: 'The groupId this company first appeared with in product events.',
  },
  {
    object: 'company',
    name: 'zo_company_active_users',
    label: 'Active users, last 30 days',
    type: 'number',
    fieldType: 'number',
    source: 'usage',
    unit: { one: 'active user', many: 'active users' },
    range: { from: 0, to: Number.POSITIVE_INFINITY, whole: true },
    description:
      'Distinct people of this company active in the product today or in the 29 calendar days before, in the account time zone.',
  },
  {
    object: 'company',
    name: 'zo_expected_acv',
    label: 'Expected contract value',
    type: 'number',
    fieldType: 'number',
    source: 'usage',
    unit: { one: 'of expected contract value', many: 'of expected contract value' },
    range: { from: 0, to: Number.POSITIVE_INFINITY, whole: false },
    description: "Yearly contract value expected from this company by the playbook's review rule.",
  },
];

/** Contacts first, in the order they are shown. */
export const properties: readonly PropertyDefinition[] = [...contactProperties, ...companyProperties];

/** HubSpot's own properties a definition may ask for. Of the company, the primary one is meant. */
export const hubspotProperties: readonly PropertyDefinition[] = [
  {
    object: 'company',
    name: 'numberofemployees',
    label: 'Number of employees',
    type: 'number',
    fieldType: 'number',
    source: 'hubspot',
    unit: { one: 'employee', many: 'employees' },
    range: { from: 0, to: Number.POSITIVE_INFINITY, whole: true },
    description: "How many people work at the company, by HubSpot's own property.",
  },
];

const byName = new Map([...properties, ...hubspotProperties].map((property) => [property.name, property]));

/** Ours, or one of HubSpot's own that a definition may ask for. */
export function findProperty(name: string): PropertyDefinition | null {
  return byName.get(name) ?? null;
}

/** Whether a definition may ask for it: what follows from the definition itself and long texts are left out. */
export function isUsableInDefinition(property: PropertyDefinition): boolean {
  const followsFromDefinition = property.source === 'readiness' || property.source === 'handoff';
  return !followsFromDefinition && property.fieldType !== 'textarea';
}
