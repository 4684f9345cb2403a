/** Persons to decide again: one row however often they change. */
import { marks } from '../../usage/marks.ts';
import type { SqliteConnection } from './connection.ts';

const onceMore = 'ON CONFLICT (portal_id, person_id) DO UPDATE SET since = since + 1, why = why | excluded.why';

/**
 * `since` is when the first of the changes happened, plus one for each further change: it orders by age, and a decision
 * made before the newest change cannot remove the mark of that change. `why`: bits of backend/usage/marks.ts; they add up.
 */
export function markDirty(
  connection: SqliteConnection,
  portalId: number,
  personId: number,
  now: number,
  why: number = marks.other,
): void {
  connection
    .statement(`INSERT INTO dirty_persons (portal_id, person_id, since, why) VALUES (?, ?, ?, ?) ${onceMore}`)
    .run(portalId, personId, now, why);
}

/** All people of a company. */
export function markMembersDirty(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
  now: number,
  why: number = marks.other,
): void {
  connection
    .statement(
      `INSERT INTO dirty_persons (portal_id, person_id, since, why)
       SELECT portal_id, person_id, ?, ? FROM members WHERE portal_id = ? AND company_id = ? ${onceMore}`,
    )
    .run(now, why, portalId, companyId);
}

export function markEverybodyDirty(connection: SqliteConnection, portalId: number, now: number): void {
  connection
    .statement(
      `INSERT INTO dirty_persons (portal_id, person_id, since, why)
       SELECT portal_id, person_id, ?, ? FROM persons WHERE portal_id = ? ${onceMore}`,
    )
    .run(now, marks.other, portalId);
}

/** What is not decided yet of a person that is gone is not decided of whom they became. */
export function moveMark(
  connection: SqliteConnection,
  portalId: number,
  { fromId, intoId }: { fromId: number; intoId: number },
): void {
  connection
    .statement(
      `INSERT INTO dirty_persons (portal_id, person_id, since, why)
       SELECT portal_id, ?, since, why FROM dirty_persons WHERE portal_id = ? AND person_id = ? ${onceMore}`,
    )
    .run(intoId, portalId, fromId);
  connection.statement('DELETE FROM dirty_persons WHERE portal_id = ? AND person_id = ?').run(portalId, fromId);
}

/** Why somebody is marked; 0: is not. */
export function loadWhy(connection: SqliteConnection, portalId: number, personId: number): number {
  const row = connection
    .statement<{ why: number }>('SELECT why FROM dirty_persons WHERE portal_id = ? AND person_id = ?')
    .get(portalId, personId);
  return row?.why ?? 0;
}
