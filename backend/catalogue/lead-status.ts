/** Whether the portal has the lead status that "Not a fit" sets: HubSpot refuses any value that is not among its own. */
import { nearestName, type Problem, type PropertyCatalogue, type PropertyOption } from '@zo/shared';

export const leadStatusProperty = 'hs_lead_status';

const mostNamed = 10;

/** Null where they are not known: no portal has been asked, or the portal does not show them. */
export function leadStatusesIn(catalogue: PropertyCatalogue): readonly PropertyOption[] | null {
  return catalogue.find('contact', leadStatusProperty)?.options ?? null;
}

export type LeadStatusTrouble = Required<Pick<Problem, 'message' | 'suggestion'>> & Pick<Problem, 'nearest'>;

/** Null when there is none, or nobody knows. A label is not a value, but leads to it. */
export function leadStatusTrouble(status: string, known: readonly PropertyOption[] | null): LeadStatusTrouble | null {
  if (known === null || known.some(({ value }) => value === status)) return null;
  const spellings = known.flatMap(({ value, label }) => [
    { spelling: value, value },
    { spelling: label, value },
  ]);
  const nearest = nearestName(
    status,
    spellings.map(({ spelling }) => spelling),
  );
  const meant = spellings.find(({ spelling }) => spelling === nearest)?.value;
  const named = known.slice(0, mostNamed).map(({ value }) => value);
  return {
    message: `There is no lead status "${status.slice(0, 80)}" in HubSpot`,
    ...(meant !== undefined && { nearest: meant }),
    suggestion: `one of ${named.join(', ')}${known.length > mostNamed ? ', …' : ''}, or "none"`,
  };
}
