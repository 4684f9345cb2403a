import { conditionsOf } from './expression-tree.ts';
import type { Playbook } from './playbook.ts';
import { findProperty } from './properties.ts';

/** Internal names of HubSpot's own properties, each once. */
export type UsedProperties = { contact: string[]; company: string[] };

/** What has to be read from HubSpot before the playbook can be decided. */
export function usedHubspotProperties({ definition }: Pick<Playbook, 'definition'>): UsedProperties {
  const used = { contact: new Set<string>(), company: new Set<string>() };
  for (const condition of conditionsOf(definition.expression)) {
    if (!('property' in condition)) continue;
    const { object, name } = condition.property;
    if (findProperty(name) === null) used[object].add(name);
  }
  return { contact: [...used.contact], company: [...used.company] };
}
