/** Keeps what a HubSpot company says with everybody whose primary company it is: the rest of theirs is as old as it was. */
import { type CompanyPart, underCompany } from '../hubspot/read-contact-facts.ts';
import type { RefreshedFacts, ValuesStore } from '../store/values-store.ts';

type Parts = {
  portalId: number;
  store: Pick<ValuesStore, 'factsUnderCompany' | 'refreshFacts'>;
  now: () => number;
};

const peoplePerSave = 500;

/** How many are decided again. `askedAt`: when the company was read; whoever has been read since knows better. */
export async function refreshUnderCompany(
  { store, portalId, now }: Parts,
  companyId: string,
  company: CompanyPart,
  askedAt: number,
): Promise<number> {
  let changed = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const people = await store.factsUnderCompany(portalId, companyId, after, peoplePerSave);
    const refreshed = people
      .filter(({ factsAt }) => factsAt <= askedAt)
      .map(({ personId, facts, factsAt }): RefreshedFacts => {
        return { personId, facts: underCompany(facts, company), factsAt, basedOn: factsAt };
      });
    changed += await store.refreshFacts(portalId, refreshed, now());
    after = people.length < peoplePerSave ? undefined : people.at(-1)?.personId;
  }
  return changed;
}
