/** What routing needs to know in the transaction that assigns: the ledger of fair shares, and how much an owner has. */
import type { LastOwner } from '../../handoff/routing/continuity.ts';
import type { Ledger } from '../../handoff/routing/fairness.ts';
import type { OwnerLoad } from '../../handoff/routing/standing.ts';
import type { Person } from '../../usage/person.ts';
import type { OwnerTally } from '../handoff-store.ts';
import type { Query } from './connection.ts';
import { loadSetting, saveSetting } from './portal-writes.ts';

const ledgerName = 'fairness ledger';

export async function loadLedger(query: Query, portalId: number): Promise<Ledger> {
  return ((await loadSetting(query, portalId, ledgerName)) as Ledger | null) ?? {};
}

/** Owners who are not in `changed` keep their entries. */
export async function saveLedger(query: Query, portalId: number, changed: Ledger, now: number): Promise<void> {
  await saveSetting(query, portalId, ledgerName, { ...(await loadLedger(query, portalId)), ...changed }, now);
}

export async function loadOwnerLoad(
  query: Query,
  portalId: number,
  ownerId: string,
  since: number,
): Promise<OwnerLoad> {
  const [row] = await query<OwnerLoad>(
    `SELECT
       (SELECT count(*) FROM handoffs WHERE portal_id = $1 AND owner_id = $2 AND is_open = 1) AS open,
       (SELECT count(*) FROM handoffs WHERE portal_id = $1 AND owner_id = $2 AND given_at >= $3) AS given`,
    [portalId, ownerId, since],
  );
  return row!;
}

export function tallyOwners(query: Query, portalId: number, recently: number, lately: number): Promise<OwnerTally[]> {
  return query<OwnerTally>(
    `SELECT owner_id AS "ownerId", max(owner_email) AS email, owner_reason AS reason, count(*) AS handoffs,
       count(*) FILTER (WHERE is_open = 1) AS open, count(*) FILTER (WHERE given_at >= $2) AS recently,
       count(*) FILTER (WHERE given_at >= $3) AS lately
     FROM handoffs WHERE portal_id = $1 AND owner_id IS NOT NULL
     GROUP BY owner_id, owner_reason ORDER BY owner_id, owner_reason`,
    [portalId, recently, lately],
  );
}

/** Whose a contact was before, else whose somebody of their company was: the handoff that ended last, and had an AE. */
export async function loadLastOwner(
  query: Query,
  portalId: number,
  { personId, companyId }: Pick<Person, 'personId' | 'companyId'>,
  since: number,
): Promise<LastOwner | null> {
  const [row] = await query<LastOwner>(
    `(SELECT owner_id AS "ownerId", closed_at AS at, 'contact' AS of FROM handoffs
      WHERE portal_id = $1 AND person_id = $2 AND is_open = 0 AND owner_id IS NOT NULL AND closed_at >= $4
      ORDER BY closed_at DESC LIMIT 1)
     UNION ALL
     (SELECT owner_id, closed_at, 'company' FROM handoffs
      WHERE portal_id = $1 AND company_id = $3 AND is_open = 0 AND owner_id IS NOT NULL AND closed_at >= $4
      ORDER BY closed_at DESC LIMIT 1)
     LIMIT 1`,
    [portalId, personId, companyId, since],
  );
  return row ?? null;
}
