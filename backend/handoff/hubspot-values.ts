/** Values of HubSpot's own that the definition asks for. */
import { conditionsOf, type Definition, evaluateReadiness, hubspotProperties, type ReadinessFacts } from '@zo/shared';

const readAgainAfterMs = 24 * 60 * 60_000;
const names: ReadonlySet<string> = new Set(hubspotProperties.map((property) => property.name));

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
  const isAsked = conditionsOf(definition.expression).some(
    (condition) => 'property' in condition && names.has(condition.property.name),
  );
  if (!isAsked || (factsAt !== null && now - factsAt < readAgainAfterMs)) return false;
  const ours = Object.fromEntries(Object.entries(values.company).filter(([name]) => !names.has(name)));
  return evaluateReadiness(definition, { ...values, company: ours }).ready === 'unknown';
}
