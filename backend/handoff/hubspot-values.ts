/** Values of HubSpot's own that the playbook asks for: when they have to be read before anything is decided. */
import {
  type Expression,
  hubspotPropertiesIn,
  judgeExpression,
  type ReadinessFacts,
  type UsedProperties,
} from '@zo/shared';
import type { HubspotFacts } from './hubspot-facts.ts';

/** What HubSpot said, and when. */
export type ReadFromHubspot = { facts: Pick<HubspotFacts, 'values'> | null; factsAt: number | null };

/** Changes are swept up every few minutes; what a sweep cannot see, such as another primary company, is seen after this. */
export const readAgainAfterMs = 24 * 60 * 60_000;

/** Whether everything we know ourselves leaves the sentence open, and HubSpot has to be asked before it is decided. */
export function needsHubspotValues(
  sentence: Expression,
  values: ReadinessFacts,
  read: ReadFromHubspot,
  now: number,
): boolean {
  const used = hubspotPropertiesIn([sentence]);
  return lacksValues(used, read, now) && judgeExpression(sentence, withoutValues(values, used)) === 'not known';
}

/** Whether nobody has looked at one of the values a sentence asks for, or not for a day. */
export function lacksValuesOf(sentence: Expression, read: ReadFromHubspot, now: number): boolean {
  return lacksValues(hubspotPropertiesIn([sentence]), read, now);
}

/** Whether nobody has looked at one of these values, or not for a day. */
export function lacksValues(used: UsedProperties, { facts, factsAt }: ReadFromHubspot, now: number): boolean {
  if (used.contact.length + used.company.length === 0) return false;
  if (facts === null || factsAt === null || now - factsAt >= readAgainAfterMs) return true;
  const { contact, company } = facts.values;
  const isThere = (names: string[], values: object) => names.every((name) => Object.hasOwn(values, name));
  return !isThere(used.contact, contact) || (company !== null && !isThere(used.company, company));
}

/** The same person with HubSpot not asked; the expected contract value is reckoned from what HubSpot says. */
export function withoutValues(values: ReadinessFacts, used: UsedProperties): ReadinessFacts {
  return {
    ...values,
    contact: without(values.contact, used.contact),
    company: without(values.company, [...used.company, 'zo_expected_acv']),
  };
}

function without<T>(values: Record<string, T>, names: string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
