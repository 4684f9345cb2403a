/** Product companies that are the same HubSpot company become one. See HandoffStore.uniteCompanies. */
import { compileRules } from '../../usage/compile-rules.ts';
import type { CompanyClaim, United } from '../handoff-store.ts';
import type { FoldRules } from '../store.ts';
import { loadCompany } from './company-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { mergeCompanyRows } from './merge-company-rows.ts';
import { checkCurrent } from './rules-in-force.ts';
import { findSharing, type Uniting, uniteSharing } from './unite-sharing.ts';

export function uniteCompanies(
  connection: SqliteConnection,
  portalId: number,
  claims: CompanyClaim[],
  rules: FoldRules,
  now: number,
): United[] {
  const shared = findSharing(
    connection,
    portalId,
    'company',
    claims.map(({ companyId, recordId, heldBy }) => ({
      subjectId: companyId,
      recordId,
      heldBy: heldBy === null ? null : { subjectId: companyOfGroup(connection, portalId, heldBy), byHubspot: true },
    })),
  );
  if (shared.length === 0) return [];
  const uniting: Uniting = {
    kind: 'company',
    idProperty: 'zo_company_id',
    exists: (companyId) => loadCompany(connection, portalId, companyId) !== null,
    merge: (fromId, intoId) => mergeCompanyRows(connection, portalId, { fromId, intoId }, compileRules(rules), now),
  };
  return connection.transaction(() => {
    checkCurrent(connection, portalId, rules);
    return shared.flatMap((sharing) => uniteSharing(connection, portalId, sharing, uniting));
  });
}

function companyOfGroup(connection: SqliteConnection, portalId: number, groupId: string): number | null {
  const row = connection
    .statement<{ company_id: number }>('SELECT company_id FROM company_keys WHERE portal_id = ? AND company_key = ?')
    .get(portalId, `g:${groupId}`);
  return row?.company_id ?? null;
}
