import { conditionsOf } from './expression-tree.ts';
import type { Playbook } from './playbook.ts';
import { findProperty } from './properties.ts';

/** Internal names of HubSpot's own properties, each once. */
export type UsedProperties = { contact: string[]; company: string[] };

type UsingPlaybook = Pick<Playbook, 'definition'> & Partial<Pick<Playbook, 'return' | 'review'>>;

/** What has to be read from HubSpot before the playbook can be decided. */
export function usedHubspotProperties({ definition, ...rules }: UsingPlaybook): UsedProperties {
  const used = { contact: new Set<string>(), company: new Set<string>() };
  const sentences = [definition.expression, ...[rules.return, rules.review].flatMap((rule) => rule?.when ?? [])];
  for (const condition of sentences.flatMap(conditionsOf)) {
    if (!('property' in condition)) continue;
    const { object, name } = condition.property;
    if (findProperty(name) === null) used[object].add(name);
    if (name === 'zo_expected_acv') used.company.add('numberofemployees');
  }
  if (rules.review?.expectedContractValue.per === 'employee') used.company.add('numberofemployees');
  return { contact: [...used.contact], company: [...used.company] };
}
