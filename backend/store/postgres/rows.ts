/** Small writes that several commands share, within their transaction. */
import { marks } from '../../usage/marks.ts';
import type { Query } from './connection.ts';

/** Takes `count` numbers of a portal's sequence and returns the first. Sequences start at 1. */
export async function takeCounter(query: Query, portalId: number, name: string, count: number): Promise<number> {
  const [row] = await query<{ value: number }>(
    `INSERT INTO counters AS known (portal_id, name, value) VALUES ($1, $2, $3)
     ON CONFLICT (portal_id, name) DO UPDATE SET value = known.value + excluded.value RETURNING value`,
    [portalId, name, count],
  );
  return row!.value - count + 1;
}

/** Moves several sequences of a portal on, each by so many. */
export async function moveCounters(query: Query, portalId: number, moves: Record<string, number>): Promise<void> {
  const moved = Object.entries(moves).filter(([, count]) => count > 0);
  if (moved.length === 0) return;
  await query(
    `INSERT INTO counters AS known (portal_id, name, value) SELECT $1, * FROM unnest($2::text[], $3::bigint[])
     ON CONFLICT (portal_id, name) DO UPDATE SET value = known.value + excluded.value`,
    [portalId, moved.map(([name]) => name), moved.map(([, count]) => count)],
  );
}

/** The number taken last; 0 before the first. */
export async function readCounter(query: Query, portalId: number, name: string): Promise<number> {
  const [row] = await query<{ value: number }>('SELECT value FROM counters WHERE portal_id = $1 AND name = $2', [
    portalId,
    name,
  ]);
  return row?.value ?? 0;
}

/**
 * `since` is when the first of the changes happened, plus one for each further change: it orders by age, and a decision
 * made before the newest change cannot remove the mark of that change. `why`: bits of backend/usage/marks.ts; they add up.
 */
export async function markDirty(
  query: Query,
  portalId: number,
  personIds: number[],
  now: number,
  why: number = marks.other,
): Promise<void> {
  if (personIds.length === 0) return;
  await query(
    `INSERT INTO dirty_persons AS known (portal_id, person_id, since, why)
     SELECT $1, person_id, $2, $4::bigint FROM unnest($3::bigint[]) AS person_id ORDER BY person_id
     ON CONFLICT (portal_id, person_id) DO UPDATE SET since = known.since + 1, why = known.why | excluded.why`,
    [portalId, now, [...new Set(personIds)], why],
  );
}

/** All people of the companies. */
export async function markMembersDirty(
  query: Query,
  portalId: number,
  companyIds: number[],
  now: number,
  why: number = marks.other,
): Promise<void> {
  if (companyIds.length === 0) return;
  await query(
    `INSERT INTO dirty_persons AS known (portal_id, person_id, since, why)
     SELECT DISTINCT $1::bigint, person_id, $2::bigint, $4::bigint FROM members
     WHERE portal_id = $1 AND company_id = ANY ($3::bigint[]) ORDER BY person_id
     ON CONFLICT (portal_id, person_id) DO UPDATE SET since = known.since + 1, why = known.why | excluded.why`,
    [portalId, now, companyIds, why],
  );
}

/** What is not decided yet of a person that is gone is not decided of whom they became. */
export async function moveMark(
  query: Query,
  portalId: number,
  { fromId, intoId }: { fromId: number; intoId: number },
): Promise<void> {
  await query(
    `WITH gone AS (DELETE FROM dirty_persons WHERE portal_id = $1 AND person_id = $2 RETURNING since, why)
     INSERT INTO dirty_persons AS known (portal_id, person_id, since, why) SELECT $1, $3, since, why FROM gone
     ON CONFLICT (portal_id, person_id) DO UPDATE SET since = known.since + 1, why = known.why | excluded.why`,
    [portalId, fromId, intoId],
  );
}

export type Wake = { subjectId: number; dueAt: number | null };

/** `dueAt` null: the clock need not look. */
export async function setWakes(
  query: Query,
  portalId: number,
  kind: 'person' | 'company' | 'handoff',
  wakes: Wake[],
): Promise<void> {
  const none = wakes.filter(({ dueAt }) => dueAt === null).map(({ subjectId }) => subjectId);
  const some = wakes.filter(({ dueAt }) => dueAt !== null);
  const deletes = 'DELETE FROM wakes WHERE portal_id = $1 AND kind = $2 AND subject_id = ANY ($3::bigint[])';
  const deleted = none.length > 0 && query(deletes, [portalId, kind, none]);
  const set = some.length > 0 && setSome(query, portalId, kind, some);
  await Promise.all([deleted, set]);
}

async function setSome(query: Query, portalId: number, kind: string, some: Wake[]): Promise<void> {
  await query(
    `INSERT INTO wakes AS known (portal_id, kind, subject_id, due_at)
     SELECT $1, $2, subject_id, due_at FROM unnest($3::bigint[], $4::bigint[]) AS wake (subject_id, due_at)
     ON CONFLICT (portal_id, kind, subject_id) DO UPDATE SET due_at = excluded.due_at
     WHERE known.due_at <> excluded.due_at`,
    [portalId, kind, some.map(({ subjectId }) => subjectId), some.map(({ dueAt }) => dueAt)],
  );
}
