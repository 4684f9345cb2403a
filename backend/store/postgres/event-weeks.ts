/**
 * Events stand in a table for each week they were received in. Weeks are made ahead; a week of which nobody keeps anything any more
 * is dropped whole. Of portals that keep their events for different times, those of the shorter time are deleted row by row.
 */
import type { Exec, PostgresConnection, Query } from './connection.ts';
import { schemaLock } from './connection.ts';

export const weekMs = 7 * 24 * 60 * 60_000;
/** The first Monday there was, at 00:00 UTC; as in migration 0006. */
const firstMonday = 4 * 24 * 60 * 60_000;
const weeksAhead = 4;
/** Portals whose days begin at different moments still go together. */
const waitMs = 2 * 24 * 60 * 60_000;
/** So long the row of an event may stand that retention has taken leave of, until retention runs once more. */
export const standsAtMostMs = weekMs + waitMs;
/** Whoever writes or reads events waits as long; afterwards it is tried again an hour later. */
const lockMs = 3_000;

/** When the week of that moment began. */
export function weekOf(at: number): number {
  return Math.floor((at - firstMonday) / weekMs) * weekMs + firstMonday;
}

/** Old events received before are deleted row by row; those since wait for their week to be dropped. */
export function dropsFrom(before: number): number {
  return weekOf(before - waitMs);
}

/** `to` is behind the last moment; events_rest, which takes whatever no week does, is none. */
type Week = { name: string; from: number; to: number };

async function loadWeeks(query: Query): Promise<Week[]> {
  const rows = await query<{ name: string; bounds: string }>(
    `SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds FROM pg_inherits i
     JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'events'::regclass`,
  );
  return rows
    .flatMap(({ name, bounds }) => {
      const [, from, to] = /FROM \(([^)]*)\) TO \(([^)]*)\)/.exec(bounds) ?? [];
      const moment = (bound: string) => (bound === 'MINVALUE' ? -Infinity : Number(bound.replaceAll("'", '')));
      return from === undefined || to === undefined ? [] : [{ name, from: moment(from), to: moment(to) }];
    })
    .sort((one, other) => one.from - other.from);
}

/** Names of the weeks that were made. Nodes that do it at the same time wait for each other and find the weeks made. */
export async function makeWeeks(connection: PostgresConnection, now: number): Promise<string[]> {
  const made: string[] = [];
  const known = await loadWeeks(connection.acrossPortals);
  for (let week = 0; week <= weeksAhead; week += 1) {
    const from = weekOf(now) + week * weekMs;
    if (!isTaken(known, from) && (await makeWeek(connection, from))) made.push(nameOf(from));
  }
  return made;
}

function isTaken(weeks: Week[], from: number): boolean {
  return weeks.some((week) => week.from < from + weekMs && from < week.to);
}

function nameOf(from: number): string {
  return `events_${new Date(from).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** False: it is there already, or events of it stand in events_rest, where they stay. */
async function makeWeek(connection: PostgresConnection, from: number): Promise<boolean> {
  try {
    return await connection.schemaTransaction(
      async (query, exec) => {
        await query('SELECT pg_advisory_xact_lock($1)', [schemaLock]);
        if (isTaken(await loadWeeks(query), from)) return false;
        await exec(weekText(from));
        return true;
      },
      { lockMs },
    );
  } catch (error) {
    if ((error as { code?: string }).code === checkViolation) return false;
    throw error;
  }
}

function weekText(from: number): string {
  const name = nameOf(from);
  return `CREATE TABLE ${name} (LIKE events INCLUDING ALL);
    SELECT guard_portal_rows('${name}');
    ALTER TABLE events ATTACH PARTITION ${name} FOR VALUES FROM (${from}) TO (${from + weekMs})`;
}

/**
 * Of a database without events, in a transaction for the schema: a table for each of the weeks (when they began), so that each can be
 * dropped whole in its time. Where they are older than what the migration left for everything before, that ends earlier.
 */
export async function makeWeeksOfPast(query: Query, exec: Exec, weeks: number[]): Promise<void> {
  const [oldest] = weeks.toSorted((one, other) => one - other);
  if (oldest === undefined) return;
  await query('SELECT pg_advisory_xact_lock($1)', [schemaLock]);
  const before = (await loadWeeks(query)).find((week) => week.from === -Infinity);
  if (before !== undefined && oldest < before.to) {
    await exec(
      `ALTER TABLE events DETACH PARTITION ${before.name};
       ALTER TABLE events ATTACH PARTITION ${before.name} FOR VALUES FROM (MINVALUE) TO (${oldest})`,
    );
  }
  const known = await loadWeeks(query);
  for (const from of weeks) if (!isTaken(known, from)) await exec(weekText(from));
}

const checkViolation = '23514';

/** Names of the weeks that were dropped: of none of them does any portal keep an event. */
export async function dropWeeks(connection: PostgresConnection, now: number): Promise<string[]> {
  const dropped: string[] = [];
  const past = (await loadWeeks(connection.acrossPortals)).filter(({ to }) => to <= now - weekMs);
  if (past.length === 0) return dropped;
  const gone = await loadGone(connection);
  for (const week of past) {
    if (await isNeeded(connection, week, gone)) break;
    if (!(await dropWeek(connection, week, gone))) break;
    dropped.push(week.name);
  }
  return dropped;
}

/** By portal, the last event that retention has taken leave of. */
type Gone = ReadonlyMap<number, number>;

async function loadGone({ acrossPortals, forPortal }: PostgresConnection): Promise<Gone> {
  const portals = await acrossPortals<{ portal_id: number }>('SELECT portal_id FROM portals');
  const gone = new Map<number, number>();
  for (const { portal_id: portalId } of portals) {
    const [row] = await forPortal(portalId)<{ seq: number }>(
      "SELECT seq FROM forgotten WHERE portal_id = $1 AND kind = 'events'",
      [portalId],
    );
    gone.set(portalId, row?.seq ?? 0);
  }
  return gone;
}

/** Asked first, so that a week is locked only to be dropped. */
async function isNeeded({ forPortal }: PostgresConnection, { from, to }: Week, gone: Gone): Promise<boolean> {
  for (const [portalId, seq] of gone) {
    const kept = await forPortal(portalId)(
      'SELECT FROM events WHERE portal_id = $1 AND seq > $2 AND received_at >= $3 AND received_at < $4 LIMIT 1',
      [portalId, seq, Number.isFinite(from) ? from : Number.MIN_SAFE_INTEGER, to],
    );
    if (kept.length > 0) return true;
  }
  return false;
}

/** While nobody can write to it: of whoever has an event in it, nobody may keep the last one. */
function dropWeek(connection: PostgresConnection, { name }: Week, gone: Gone): Promise<boolean> {
  return connection.schemaTransaction(
    async (query, exec) => {
      await query('SELECT pg_advisory_xact_lock($1)', [schemaLock]);
      if (!(await loadWeeks(query)).some((week) => week.name === name)) return false;
      // In the order of whoever reads events, so that nobody waits for us who keeps us waiting.
      await exec(`LOCK TABLE ONLY events IN ACCESS EXCLUSIVE MODE; ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
      const last = await query<{ portal_id: number; seq: number }>(
        `WITH RECURSIVE last AS (
           (SELECT portal_id, seq FROM ${name} ORDER BY portal_id DESC, seq DESC LIMIT 1)
           UNION ALL
           SELECT next.* FROM last CROSS JOIN LATERAL (
             SELECT e.portal_id, e.seq FROM ${name} e WHERE e.portal_id < last.portal_id
             ORDER BY e.portal_id DESC, e.seq DESC LIMIT 1) next)
         SELECT portal_id, seq FROM last`,
      );
      const isKept = last.some(({ portal_id, seq }) => seq > (gone.get(portal_id) ?? 0));
      // Whoever is not among the portals has nothing that retention would ever delete.
      await exec(isKept ? `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY` : `DROP TABLE ${name}`);
      return !isKept;
    },
    { lockMs },
  );
}
