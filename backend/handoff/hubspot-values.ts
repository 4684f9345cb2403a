/** Values of HubSpot's own that the definition asks for. */
import {
  type Definition,
  evaluateReadiness,
  type HubspotValues,
  type ReadinessFacts,
  usedHubspotProperties,
} from '@zo/shared';
import type { HubspotFacts } from './hubspot-facts.ts';

const readAgainAfterMs = 24 * 60 * 60_000;

export function hubspotValues({ primaryCompany }: Pick<HubspotFacts, 'primaryCompany'>): HubspotValues {
  const employees = primaryCompany?.employees ?? null;
  return {
    contact: {},
    company: primaryCompany && { numberofemployees: employees === null ? null : String(employees) },
  };
}

/**
 * Whether HubSpot has to be read before the definition can be decided: everything we know ourselves leaves it open, and what
 * HubSpot said is older than a day, or nothing.
 */
export function needsHubspotValues(
  definition: Definition,
  values: ReadinessFacts,
  factsAt: number | null,
  now: number,
): boolean {
  const used = usedHubspotProperties({ definition });
  const isAsked = used.contact.length + used.company.length > 0;
  if (!isAsked || (factsAt !== null && now - factsAt < readAgainAfterMs)) return false;
  const ours = {
    ...values,
    contact: without(values.contact, used.contact),
    company: without(values.company, used.company),
  };
  return evaluateReadiness(definition, ours).ready === 'unknown';
}

function without<T>(values: Record<string, T>, names: string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
