/** Before anything is written: product companies that turned out to be the same HubSpot company become one. */
import type { CompanyLink } from '../hubspot/link-companies.ts';
import { rulesOf } from '../portals/portal-state.ts';
import type { CompanyClaim, CompanyWork } from '../store/handoff-store.ts';
import type { HubspotLane } from './hubspot-lane.ts';

/** Those of `works` that became one with another: what was loaded about them is old, and nothing may be written from it. */
export async function uniteCompanies(
  { store, portalId, state, clock }: HubspotLane,
  works: CompanyWork[],
  links: Map<number, CompanyLink>,
): Promise<Set<number>> {
  const claims = works.flatMap(({ company: { companyId } }): CompanyClaim[] => {
    const link = links.get(companyId);
    if (link === undefined || !('recordId' in link)) return [];
    return [{ companyId, recordId: link.recordId, heldBy: 'conflict' in link ? link.heldBy : null }];
  });
  if (claims.length === 0) return new Set();
  const rules = rulesOf(state);
  const united = await store.uniteCompanies(portalId, claims, rules, clock.now());
  return new Set(united.flatMap(({ fromId, intoId }) => [fromId, intoId]));
}

/**
 * Companies that belong to a product account we do not know: remembered with the company, so that no gate waits for it,
 * and told to the operator.
 */
export async function reportConflicts(
  { store, portalId, clock }: HubspotLane,
  works: CompanyWork[],
  links: Map<number, CompanyLink>,
): Promise<void> {
  for (const { company, record } of works) {
    const { companyId, profile } = company;
    const link = links.get(companyId);
    const key = `company-conflict:${companyId}`;
    if (link !== undefined && 'conflict' in link) {
      const name = profile.groupIds[0] ?? profile.domains[0] ?? `company ${companyId}`;
      const message =
        `Product account ${name} is not written to HubSpot: ${link.conflict}, which we do not know under this company. ` +
        'If they are one, clear zo_company_id of the company; if not, correct the primary company of its people.';
      await store.raiseAlarm(portalId, key, message, clock.now());
      await store.acknowledge(portalId, 'company', [
        { subjectId: companyId, recordId: null, written: {}, problem: link.conflict },
      ]);
    } else if (link !== undefined && record?.problem != null) await store.clearAlarm(portalId, key);
  }
}
