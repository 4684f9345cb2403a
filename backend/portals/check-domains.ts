/** Colleagues who are two companies here, because `group` was sent for some of them only. Pure. */
import type { DomainPlace } from '../store/settings-store.ts';
import type { Check } from './doctor.ts';

/** Looked at from the newest on: the doctor is to answer within seconds. */
export const mostPeopleLookedAt = 10_000;

type Split = { domain: string; byDomain: number; byGroup: number; groupId: string | null };

export function domainChecks(places: readonly DomainPlace[]): Check[] {
  const splits = splitDomains(places).sort((one, other) => sizeOf(other) - sizeOf(one));
  const [largest] = splits;
  if (largest === undefined) return [];
  const { domain, byDomain, byGroup, groupId } = largest;
  const further = splits.length - 1;
  const others = further === 0 ? '' : `; and so at ${further === 1 ? 'one more domain' : `${further} more domains`}`;
  return [
    {
      name: 'Companies',
      state: 'warning',
      detail:
        `people of ${domain} are counted as two companies: ${byDomain} by their e-mail domain, ${byGroup} by group` +
        `${groupId === null ? '' : ` (such as ${groupId})`}${others}`,
      remedy: 'Send group for everybody of a company, or for nobody: docs/send-events.md.',
    },
  ];
}

/** People in a group that is one company with their domain, as a HubSpot company may hold both, are where they belong. */
function splitDomains(places: readonly DomainPlace[]): Split[] {
  const splits: Split[] = [];
  for (const of of Map.groupBy(places, ({ domain }) => domain).values()) {
    const joined = of.filter(({ via }) => via === 'domain');
    const apart = of.filter(
      ({ via, companyId }) => via === 'group' && joined.every((place) => place.companyId !== companyId),
    );
    if (joined.length === 0 || apart.length === 0) continue;
    splits.push({
      domain: of[0]!.domain,
      byDomain: peopleIn(joined),
      byGroup: peopleIn(apart),
      groupId: apart[0]!.groupId,
    });
  }
  return splits;
}

function peopleIn(places: readonly DomainPlace[]): number {
  return places.reduce((sum, { people }) => sum + people, 0);
}

function sizeOf({ byDomain, byGroup }: Split): number {
  return byDomain + byGroup;
}
