/** What to do so that a portal has our properties: a plain comparison, nothing is called. */
import { type PropertyDefinition, propertyGroup } from '@zo/shared';
import type { RecordType } from './hubspot-record.ts';
import type { LiveProperty, NewProperty, PropertyChange } from './property-calls.ts';

export type PropertyConflict = { object: RecordType; name: string; reason: string };

export type PropertyPlan = {
  create: PropertyDefinition[];
  change: { property: PropertyDefinition; change: PropertyChange }[];
  /** Same name, other meaning: never overwritten. */
  conflicts: PropertyConflict[];
  unchanged: PropertyDefinition[];
};

export function planProperties(
  wanted: readonly PropertyDefinition[],
  live: Record<RecordType, LiveProperty[]>,
): PropertyPlan {
  const plan: PropertyPlan = { create: [], change: [], conflicts: [], unchanged: [] };
  for (const property of wanted) {
    const existing = live[property.object].find(({ name }) => name === property.name);
    if (existing === undefined) {
      plan.create.push(property);
      continue;
    }
    const reason = conflictBetween(property, existing);
    const change = changeFor(property, existing);
    if (reason !== null) plan.conflicts.push({ object: property.object, name: property.name, reason });
    else if (change !== null) plan.change.push({ property, change });
    else plan.unchanged.push(property);
  }
  return plan;
}

/** Why a property of that name is not ours to write into; null when it is. */
export function conflictBetween(wanted: PropertyDefinition, live: LiveProperty): string | null {
  if (live.type !== wanted.type) return `has type ${live.type}, needed is ${wanted.type}`;
  if (wanted.hasUniqueValue === true && !live.hasUniqueValue) return 'does not require unique values, needed is unique';
  if (wanted.isOwner === true && live.referencedObjectType !== 'OWNER') return 'does not hold an owner, needed is one';
  return null;
}

/**
 * The meaning is ours and kept up to date; label, group, field type and the labels of options may be changed by the people
 * of the portal and stay. Options of theirs stay too: HubSpot replaces the whole list, so it is sent whole.
 */
function changeFor(wanted: PropertyDefinition, live: LiveProperty): PropertyChange | null {
  const change: PropertyChange = {};
  if (live.description.trim() !== wanted.description) change.description = wanted.description;
  const missing = (wanted.options ?? []).filter(({ value }) => !live.options.some((option) => option.value === value));
  if (missing.length > 0 && wanted.isOwner !== true) {
    const last = Math.max(-1, ...live.options.map(({ displayOrder }) => displayOrder ?? -1));
    const added = missing.map((option, index) => ({ ...option, displayOrder: last + 1 + index, hidden: false }));
    change.options = [...live.options, ...added];
  }
  return Object.keys(change).length === 0 ? null : change;
}

export function asNewProperty(property: PropertyDefinition): NewProperty {
  const { name, label, type, fieldType, description, options, hasUniqueValue, isOwner } = property;
  return {
    name,
    label,
    type,
    fieldType,
    description,
    groupName: propertyGroup.name,
    ...(hasUniqueValue === true ? { hasUniqueValue } : {}),
    ...(isOwner === true ? { externalOptions: true, referencedObjectType: 'OWNER' } : {}),
    ...(type === 'enumeration' && isOwner !== true
      ? { options: (options ?? []).map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })) }
      : {}),
  };
}
