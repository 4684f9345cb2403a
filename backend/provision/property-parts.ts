/** A property as the parts that people and we may each change. Type and uniqueness are not among them: see `conflictOf`. */
import type { PropertyDefinition } from '@zo/shared';
import { propertyGroup } from '@zo/shared';
import type { LiveProperty, NewProperty, PropertyChange } from '../hubspot/property-calls.ts';
import type { Parts } from './three-way.ts';

const optionPart = 'option ';

export function wantedParts({ label, description, options, isOwner }: PropertyDefinition): Parts {
  const own = isOwner === true ? [] : (options ?? []);
  return { label, description, group: propertyGroup.name, ...optionParts(own) };
}

export function liveParts({ label, description, groupName, options }: LiveProperty): Parts {
  return { label, description: description.trim(), group: groupName, ...optionParts(options) };
}

function optionParts(options: readonly { value: string; label: string }[]): Parts {
  return Object.fromEntries(options.map(({ value, label }) => [`${optionPart}${value}`, label]));
}

export function isSamePart(part: string, ours: Parts, live: Parts): boolean {
  return (ours[part] ?? null) === (live[part] ?? null);
}

/** "label: "Our plan" → "Plan"". */
export function partWords(part: string, live: Parts, wanted: Parts): string {
  const before = live[part] ?? null;
  return before === null ? `${part}: added` : `${part}: ${quoted(before)} → ${quoted(wanted[part])}`;
}

const mostShown = 60;

function quoted(value: unknown): string {
  const text = String(value ?? '');
  return `"${text.length <= mostShown ? text : `${text.slice(0, mostShown - 1)}…`}"`;
}

/** Brings the named parts to what is wanted. HubSpot replaces the whole list of options, so those of people are sent along. */
export function changeOf(parts: readonly string[], live: LiveProperty, wanted: PropertyDefinition): PropertyChange {
  const change: PropertyChange = {};
  if (parts.includes('label')) change.label = wanted.label;
  if (parts.includes('description')) change.description = wanted.description;
  if (parts.includes('group')) change.groupName = propertyGroup.name;
  const changed = (wanted.options ?? []).filter(({ value }) => parts.includes(`${optionPart}${value}`));
  if (changed.length === 0) return change;
  const last = Math.max(-1, ...live.options.map(({ displayOrder }) => displayOrder ?? -1));
  const added = changed.filter(({ value }) => !live.options.some((option) => option.value === value));
  change.options = [
    ...live.options.map((option) => ({ ...option, ...changed.find(({ value }) => value === option.value) })),
    ...added.map((option, index) => ({ ...option, displayOrder: last + 1 + index, hidden: false })),
  ];
  return change;
}

/** Why a property of that name is not ours to write into; null when it is. */
export function conflictOf(wanted: PropertyDefinition, live: LiveProperty): string | null {
  if (live.type !== wanted.type) return `has type ${live.type}, needed is ${wanted.type}`;
  if (wanted.hasUniqueValue === true && !live.hasUniqueValue) return 'does not require unique values, needed is unique';
  if (wanted.isOwner === true && live.referencedObjectType !== 'OWNER') return 'does not hold an owner, needed is one';
  return null;
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
