/** A portal's own properties as the playbook's language knows them: what is needed to read and decide, nothing more. */
import { findProperty, type PropertyDefinition, type PropertyType, standardCatalogue } from '@zo/shared';
import type { LiveProperty } from '../hubspot/property-calls.ts';

/** A list this long is hardly chosen from by name; its values are taken as they are written. */
const mostOptions = 500;

const types: Record<string, PropertyType> = {
  string: 'string',
  phone_number: 'string',
  number: 'number',
  bool: 'bool',
  date: 'date',
  datetime: 'datetime',
  enumeration: 'enumeration',
};

const fieldTypes: Record<PropertyType, PropertyDefinition['fieldType']> = {
  string: 'text',
  number: 'number',
  bool: 'booleancheckbox',
  date: 'date',
  datetime: 'date',
  enumeration: 'select',
  set: 'checkbox',
};

/** Without ours, hidden ones, and those of kinds nothing can be compared with. In the portal's order. */
export function portalProperties(
  object: PropertyDefinition['object'],
  live: readonly LiveProperty[],
): PropertyDefinition[] {
  return live
    .filter(({ name, isHidden }) => !isHidden && findProperty(name) === null)
    .flatMap((property) => asDefinition(object, property) ?? []);
}

function asDefinition(object: PropertyDefinition['object'], live: LiveProperty): PropertyDefinition | null {
  const type = live.type === 'enumeration' && live.fieldType === 'checkbox' ? 'set' : types[live.type];
  if (type === undefined) return null;
  const isOwner = live.referencedObjectType === 'OWNER';
  const options = live.options.filter(({ hidden }) => hidden !== true).map(({ value, label }) => ({ value, label }));
  const hasOptions = (type === 'enumeration' || type === 'set') && !isOwner;
  const standard = standardCatalogue.find(object, live.name);
  return {
    object,
    name: live.name,
    label: live.label,
    type,
    fieldType: fieldTypes[type],
    description: '',
    source: 'hubspot',
    ...(hasOptions && options.length > 0 && options.length <= mostOptions && { options }),
    ...(isOwner && { isOwner }),
    ...(standard?.type === type && standard.unit && { unit: standard.unit }),
    ...(standard?.type === type && standard.range && { range: standard.range }),
  };
}
