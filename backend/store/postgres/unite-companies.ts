/** Product companies that are the same HubSpot company become one. See HandoffStore.uniteCompanies. */
import { compileRules } from '../../usage/compile-rules.ts';
import type { CompanyClaim, United } from '../handoff-store.ts';
import type { FoldRules } from '../store.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { mergeCompanyRows } from './merge-company-rows.ts';
import { loadCompany } from './person-rows.ts';
import { checkCurrent } from './rules-in-force.ts';
import { findSharing, type Uniting, uniteSharing } from './unite-sharing.ts';

export async function uniteCompanies(
  connection: PostgresConnection,
  portalId: number,
  claims: CompanyClaim[],
  rules: FoldRules,
  now: number,
): Promise<United[]> {
  if ((await sharingOf(connection.forPortal(portalId), portalId, claims)).length === 0) return [];
  return connection.portalTransaction(portalId, async (query) => {
    await checkCurrent(query, portalId, rules);
    const uniting: Uniting = {
      kind: 'company',
      idProperty: 'zo_company_id',
      exists: async (companyId) => (await loadCompany(query, portalId, companyId)) !== null,
      merge: (fromId, intoId) => mergeCompanyRows(query, portalId, { fromId, intoId }, compileRules(rules), now),
    };
    const everyone: United[] = [];
    // Read again: another node may have made some of them one meanwhile.
    for (const sharing of await sharingOf(query, portalId, claims)) {
      everyone.push(...(await uniteSharing(query, portalId, sharing, uniting)));
    }
    return everyone;
  });
}

async function sharingOf(query: Query, portalId: number, claims: CompanyClaim[]) {
  const groups = claims.flatMap(({ heldBy }) => (heldBy === null ? [] : [`g:${heldBy}`]));
  const rows = await query<{ company_key: string; company_id: number }>(
    'SELECT company_key, company_id FROM company_keys WHERE portal_id = $1 AND company_key = ANY ($2::text[])',
    [portalId, groups],
  );
  const companies = new Map(rows.map((row) => [row.company_key, row.company_id]));
  return findSharing(
    query,
    portalId,
    'company',
    claims.map(({ companyId, recordId, heldBy }) => ({
      subjectId: companyId,
      recordId,
      heldBy: heldBy === null ? null : { subjectId: companies.get(`g:${heldBy}`) ?? null, byHubspot: true },
    })),
  );
}
