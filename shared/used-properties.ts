import { conditionsOf } from './expression-tree.ts';
import type { Expression, Playbook } from './playbook.ts';
import { findProperty } from './properties.ts';

/** Internal names of HubSpot's own properties, each once. */
export type UsedProperties = { contact: string[]; company: string[] };

type UsingPlaybook = Pick<Playbook, 'definition'> &
  Partial<Pick<Playbook, 'return' | 'review' | 'handoff' | 'doNotContact'>>;

/** What has to be read from HubSpot before the playbook can be decided. */
export function usedHubspotProperties({ definition, ...rules }: UsingPlaybook): UsedProperties {
  const territories = Object.values(rules.handoff?.routing?.owners ?? {}).map(({ territory }) => territory);
  const others = [rules.return, rules.review, rules.doNotContact, ...territories].flatMap((rule) => rule?.when ?? []);
  const sentences = [definition.expression, ...others];
  const { contact, company } = hubspotPropertiesIn(sentences);
  const isPerEmployee = rules.review?.expectedContractValue.per === 'employee';
  return { contact, company: [...new Set([...company, ...(isPerEmployee ? ['numberofemployees'] : [])])] };
}

/** What has to be read before these sentences can be: an expected contract value is reckoned from the employees. */
export function hubspotPropertiesIn(sentences: readonly Expression[]): UsedProperties {
  const used = { contact: new Set<string>(), company: new Set<string>() };
  for (const condition of sentences.flatMap(conditionsOf)) {
    if (!('property' in condition)) continue;
    const { object, name } = condition.property;
    if (findProperty(name) === null) used[object].add(name);
    if (name === 'zo_expected_acv') used.company.add('numberofemployees');
  }
  return { contact: [...used.contact], company: [...used.company] };
}
