/**
 * Stands between a PostgreSQL store and its connection: whatever statement runs is first tried without one of its portal clauses,
 * once with the database's own walls between portals and once without them. Nothing of a trial stays.
 */
import type { PortalTransaction, PostgresConnection, Query } from '../../backend/store/postgres/connection.ts';
import { wordsOf } from './sql-texts.ts';

/** `portal_id = $1`, `p.portal_id = m.portal_id`; not what an upsert sets. */
const clause = /(?:\w+\.)?portal_id = (?:\$\d+|portal\b|(?!excluded)\w+\.portal_id)/g;

export type Trials = {
  /** Statements that ran, as they are. */
  statements: Set<string>;
  /** Clauses that were taken out. */
  tried: Set<string>;
  /** Of these, without which the database without walls found or changed something else. */
  differed: Set<string>;
  /** Without which the database with its walls did. */
  leaked: Set<string>;
};

const timesEach = 6;

/** The connection logs in as a superuser and runs as an ordinary role, so that the walls can be left for a moment. */
export function withoutClauses(
  connection: PostgresConnection,
  superuser: string,
): PostgresConnection & { trials: Trials } {
  const trials: Trials = { statements: new Set(), tried: new Set(), differed: new Set(), leaked: new Set() };
  const times = new Map<string, number>();

  async function tryAll(query: Query, sql: string, values: unknown[]): Promise<void> {
    trials.statements.add(sql);
    const clauses = [...sql.matchAll(clause)].length;
    for (let which = 0; which < clauses; which += 1) {
      const name = `${which}: ${wordsOf(sql)}`;
      const before = times.get(name) ?? 0;
      if (before >= timesEach) continue;
      times.set(name, before + 1);
      trials.tried.add(name);
      const usual = await trial(query, told(sql), values);
      const mutant = told(without(sql, which));
      if ((await trial(query, mutant, values)) !== usual) trials.leaked.add(name);
      if ((await trial(query, mutant, values, superuser)) !== usual) trials.differed.add(name);
    }
  }

  /** One after the other, whoever asks for several together: the savepoint of a trial is of the transaction. */
  const watched = (query: Query): Query => {
    let before: Promise<unknown> = Promise.resolve();
    return (sql, values = []) => {
      const ran = before.then(async () => {
        await tryAll(query, sql, values);
        return query<never>(sql, values);
      });
      before = ran.catch(() => {});
      return ran;
    };
  };
  const watching =
    (transaction: PortalTransaction): PortalTransaction =>
    (portalId, work) =>
      transaction(portalId, (query) => work(watched(query)));

  return {
    ...connection,
    trials,
    forPortal:
      (portalId) =>
      async (sql, values = []) => {
        await connection.transaction(portalId, (query) => tryAll(query, sql, values));
        return connection.forPortal(portalId)(sql, values);
      },
    transaction: watching(connection.transaction),
    portalTransaction: watching(connection.portalTransaction),
    snapshot: watching(connection.snapshot),
  };
}

function without(sql: string, which: number): string {
  let at = -1;
  return sql.replace(clause, (found) => {
    at += 1;
    return at === which ? `(${found} OR true)` : found;
  });
}

/** How many rows are changed is told too. */
function told(sql: string): string {
  return /^\s*(INSERT|UPDATE|DELETE)\b/.test(sql) && !/\bRETURNING\b/.test(sql) ? `${sql} RETURNING 1` : sql;
}

/** What it finds or changes, in no order, or why it cannot. */
async function trial(query: Query, sql: string, values: unknown[], role?: string): Promise<string> {
  await query('SAVEPOINT trial');
  try {
    if (role !== undefined) await query(`SET LOCAL ROLE ${role}`);
    const rows = await query(sql, values);
    return rows
      .map((row) => JSON.stringify(row))
      .toSorted()
      .join('\n');
  } catch (error) {
    return String((error as { code?: string }).code ?? error);
  } finally {
    await query('ROLLBACK TO trial');
  }
}
