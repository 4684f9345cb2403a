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
    range: { from: 0, to: null, whole: true },
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
    range: { from: 0, to: null, whole: false },
    description: "Yearly contract value expected from this company by the playbook's review rule.",
  },
];

/** Contacts first, in the order they are shown. */
export const properties: readonly PropertyDefinition[] = [...contactProperties, ...companyProperties];

const byName = new Map(properties.map((property) => [property.name, property]));

/** Ours, by its internal name, which is one of a kind over contacts and companies. */
export function findProperty(name: string): PropertyDefinition | null {
  return byName.get(name) ?? null;
}

/** Whether a definition may ask for it: what follows from the definition itself and our explanations are left out. */
export function isUsableInDefinition(property: PropertyDefinition): boolean {
  const followsFromDefinition = property.source === 'readiness' || property.source === 'handoff';
  const isExplanation = property.source !== 'hubspot' && property.fieldType === 'textarea';
  return !followsFromDefinition && !isExplanation;
}
