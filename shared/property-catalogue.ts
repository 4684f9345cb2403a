import { hubspotProperties } from './hubspot-properties.ts';
import { findProperty, isUsableInDefinition, properties } from './properties.ts';
import type { PropertyDefinition, PropertyRef } from './property-definition.ts';

/** Every property a definition can name: ours, and those of one portal. */
export type PropertyCatalogue = {
  /** By internal name; HubSpot's names are in small letters, so case does not matter. */
  find(object: PropertyDefinition['object'], name: string): PropertyDefinition | null;
  /** By `labelWords`; several when the portal gave them the same label. */
  findByLabel(object: PropertyDefinition['object'], words: string): readonly PropertyDefinition[];
  /** Words of the longest label. */
  longestLabel: number;
  /** Internal names a definition may use, for suggestions. */
  names(object: PropertyDefinition['object']): readonly string[];
  /** The `labelWords` of the same properties. */
  labels(object: PropertyDefinition['object']): readonly string[];
};

/** A label as it is written in a sentence: small letters, whatever stands between words read as one space. */
export function labelWords(label: string): string {
  return (label.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).join(' ');
}

/** `hubspot`: what the portal has. Ours win, also over the copies of them that the portal has. */
export function createCatalogue(hubspot: readonly PropertyDefinition[]): PropertyCatalogue {
  const all = [...properties, ...hubspot.filter(({ name }) => findProperty(name) === null)];
  const byName = new Map<string, PropertyDefinition>();
  const byLabel = new Map<string, PropertyDefinition[]>();
  const names = { contact: [] as string[], company: [] as string[] };
  const labels = { contact: [] as string[], company: [] as string[] };
  let longestLabel = 1;
  for (const property of all) {
    const key = `${property.object} ${property.name.toLowerCase()}`;
    if (byName.has(key)) continue;
    byName.set(key, property);
    if (isUsableInDefinition(property)) {
      names[property.object].push(property.name);
      labels[property.object].push(labelWords(property.label));
    }
    for (const words of spellingsOf(property)) {
      const labelled = byLabel.get(`${property.object} ${words}`) ?? [];
      byLabel.set(`${property.object} ${words}`, [...labelled, property]);
      longestLabel = Math.max(longestLabel, words.split(' ').length);
    }
  }
  return {
    find: (object, name) => byName.get(`${object} ${name.toLowerCase()}`) ?? null,
    findByLabel: (object, words) => byLabel.get(`${object} ${words}`) ?? [],
    longestLabel,
    names: (object) => names[object],
    labels: (object) => labels[object],
  };
}

/** "company domain name" is understood as the company's "domain name", too. */
function spellingsOf({ object, label }: PropertyDefinition): string[] {
  const words = labelWords(label);
  const without = words.startsWith(`${object} `) ? words.slice(object.length + 1) : words;
  return words === '' ? [] : [...new Set([words, without])];
}

/** Ours and those every portal has, for where no portal is at hand. */
export const standardCatalogue: PropertyCatalogue = createCatalogue(hubspotProperties);

/** What is known of a property without the portal's own catalogue; null for one that people added. */
export function knownProperty({ object, name }: Pick<PropertyRef, 'object' | 'name'>): PropertyDefinition | null {
  return standardCatalogue.find(object, name);
}

/** How a property is called among people. */
export function labelOfProperty(property: PropertyRef): string {
  return property.label ?? knownProperty(property)?.label ?? property.name;
}
