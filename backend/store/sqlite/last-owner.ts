/** Whose a contact was before, else whose somebody of their company was: the handoff that ended last, and had an AE. */
import type { LastOwner } from '../../handoff/routing/continuity.ts';
import type { Person } from '../../usage/person.ts';
import type { SqliteConnection } from './connection.ts';

type Row = { ownerId: string; at: number };

const columns = `json_extract(handoff_json, '$.owner.id') AS ownerId, closed_at AS at`;

/** The company's go through the index of migration 0008, whose condition stands here; a person has few. */
export function loadLastOwner(
  connection: SqliteConnection,
  portalId: number,
  { personId, companyId }: Pick<Person, 'personId' | 'companyId'>,
  since: number,
): LastOwner | null {
  const own = connection
    .statement<Row>(
      `SELECT ${columns} FROM handoffs INDEXED BY handoffs_by_person
       WHERE portal_id = ? AND person_id = ? AND is_open = 0 AND json_extract(handoff_json, '$.owner.id') IS NOT NULL
         AND closed_at >= ?
       ORDER BY closed_at DESC LIMIT 1`,
    )
    .get(portalId, personId, since);
  if (own !== undefined) return { ...own, of: 'contact' };
  if (companyId === null) return null;
  const colleagues = connection
    .statement<Row>(
      `SELECT ${columns} FROM handoffs INDEXED BY handoffs_ended_by_company
       WHERE portal_id = ? AND company_id = ? AND is_open = 0 AND json_extract(handoff_json, '$.owner.id') IS NOT NULL
         AND closed_at >= ?
       ORDER BY closed_at DESC LIMIT 1`,
    )
    .get(portalId, companyId, since);
  return colleagues === undefined ? null : { ...colleagues, of: 'company' };
}
