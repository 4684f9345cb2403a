/** Filters and properties in the words of HubSpot's editor, as somebody clicks them together. */
import type { PropertyDefinition } from '@zo/shared';
import { findProperty, knownProperty } from '@zo/shared';
import type { AndBranch, PropertyFilter } from '../../backend/hubspot/filter-branch.ts';
import { code } from './markdown.ts';

const fieldTypes: Record<PropertyDefinition['fieldType'], string> = {
  text: 'Single-line text',
  textarea: 'Multi-line text',
  number: 'Number (unformatted)',
  date: 'Date and time picker',
  select: 'Dropdown select',
  checkbox: 'Multiple checkboxes',
  booleancheckbox: 'Single checkbox',
};

export function fieldTypeWords(property: PropertyDefinition): string {
  if (property.isOwner) return 'HubSpot user';
  return property.hasUniqueValue
    ? `${fieldTypes[property.fieldType]}, unique values required`
    : fieldTypes[property.fieldType];
}

const operatorWords: Record<string, string> = {
  'ENUMERATION IS_ANY_OF': 'is any of',
  'ENUMERATION IS_NONE_OF': 'is none of',
  'STRING IS_EQUAL_TO': 'is equal to any of',
  'STRING IS_NOT_EQUAL_TO': 'is not equal to any of',
  'STRING CONTAINS': 'contains any of',
  'STRING DOES_NOT_CONTAIN': "doesn't contain any of",
  'NUMBER IS_EQUAL_TO': 'is equal to',
  'NUMBER IS_NOT_EQUAL_TO': 'is not equal to',
  'NUMBER IS_GREATER_THAN': 'is greater than',
  'NUMBER IS_GREATER_THAN_OR_EQUAL_TO': 'is greater than or equal to',
  'NUMBER IS_LESS_THAN': 'is less than',
  'NUMBER IS_LESS_THAN_OR_EQUAL_TO': 'is less than or equal to',
  'ALL_PROPERTY IS_KNOWN': 'is known',
  'ALL_PROPERTY IS_UNKNOWN': 'is unknown',
};

/** "PQL score (`zo_pql_score`) is greater than or equal to 50". Throws on an operator this document does not know. */
export function filterSteps({ filters, filterBranches }: AndBranch): string[] {
  return [
    ...filters.map((filter) => `Contact property ${filterInEditor(filter, 'contact')}`),
    ...filterBranches.flatMap((branch) =>
      branch.filters.map((filter) => `Associated company property ${filterInEditor(filter, 'company')}`),
    ),
  ];
}

function filterInEditor({ property, operation }: PropertyFilter, object: PropertyDefinition['object']): string {
  const words = operatorWords[`${operation.operationType} ${operation.operator}`];
  if (words === undefined) throw new Error(`No words for ${operation.operationType} ${operation.operator}`);
  const definition = findProperty(property) ?? knownProperty({ object, name: property });
  const labelOf = (value: string) =>
    definition?.options?.find((option) => option.value === value)?.label ?? stageLabels[value];
  const shown = (value: string) => (labelOf(value) === undefined ? code(value) : `${labelOf(value)} (${code(value)})`);
  const values = 'values' in operation ? operation.values : 'value' in operation ? [String(operation.value)] : [];
  const asked = values.length === 0 ? '' : ` ${values.map(shown).join(', ')}`;
  return `${definition?.label ?? property} (${code(property)}) ${words}${asked}`;
}

/** HubSpot's own first stages; a portal may rename them. */
export const stageLabels: Record<string, string> = {
  subscriber: 'Subscriber',
  lead: 'Lead',
  marketingqualifiedlead: 'Marketing Qualified Lead',
  salesqualifiedlead: 'Sales Qualified Lead',
};
