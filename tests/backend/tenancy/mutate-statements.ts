/**
 * Takes portal clauses out of the statements of a running service, one at a time, and records which statements run. It stands
 * between the service and better-sqlite3, so what is prepared once is mutated as well.
 */
import Database from 'better-sqlite3';

export type Clause = { sql: string; which: number };

const portalClause = /(?:\w+\.)?portal_id = (?:\?|@\w+|:\w+)/g;

/** The statements of the store: what this test itself asks for names its tables in quotes. */
export function clausesOf(sql: string): Clause[] {
  if (/^SELECT \* FROM "/.test(sql)) return [];
  return [...sql.matchAll(portalClause)].map((_match, which) => ({ sql, which }));
}

/** The clause is true whatever the portal; its parameter stays. */
export function withoutClause({ sql, which }: Clause): string {
  let at = -1;
  return sql.replace(portalClause, (clause) => {
    at += 1;
    return at === which ? `(${clause} OR 1)` : clause;
  });
}

/** Where a statement that forgot its portal finds the rows of the others: as the tables have them, or behind our own. */
export type Order = 'as stored' | 'behind our own';

export type Mutations = {
  /** Null: everything as it is. */
  mutate(clause: Clause | null, order?: Order): void;
  /** Whether it has made a difference to what was found or changed for the portal since it was taken out. */
  differed(): boolean;
  /** Runs the work; the statements with portal clauses that ran meanwhile, whoever ran them. */
  recording(work: () => Promise<void>): Promise<Set<string>>;
  end(): void;
};

const runs = ['get', 'all', 'run', 'iterate'] as const;
type Statement = Database.Statement<unknown[], unknown>;
type Run = (...values: unknown[]) => unknown;

export function interceptStatements(portalId: number): Mutations {
  const { prepare } = Database.prototype;
  let mutated: Clause | null = null;
  let order: Order = 'as stored';
  let recorded: Set<string> | null = null;
  let hasDiffered = false;

  function intercepted(database: Database.Database, sql: string): Statement {
    const statement = prepare.call(database, sql) as Statement;
    if (clausesOf(sql).length === 0) return statement;
    for (const name of runs) {
      const usual = (statement[name] as Run).bind(statement);
      Object.defineProperty(statement, name, {
        value: (...values: unknown[]) => {
          recorded?.add(sql);
          if (mutated?.sql !== sql) return usual(...values);
          const mutant = prepare.call(database, withoutClause(mutated)) as Statement;
          const found = (mutant[name] as Run).bind(mutant);
          if (JSON.stringify(values).includes(String(portalId))) {
            hasDiffered ||= whatComesOf(database, name, usual, values) !== whatComesOf(database, name, found, values);
          }
          if (order === 'as stored' || name !== 'all') return found(...values);
          const own = (usual(...values) as unknown[]).map((row) => JSON.stringify(row));
          const rows = found(...values) as unknown[];
          const isOwn = (row: unknown) => own.includes(JSON.stringify(row));
          return [...rows.filter(isOwn), ...rows.filter((row) => !isOwn(row))];
        },
      });
    }
    return statement;
  }

  Database.prototype.prepare = function prepareIntercepted(this: Database.Database, sql: string) {
    return intercepted(this, sql);
  } as typeof prepare;

  return {
    mutate(clause, placed = 'as stored') {
      mutated = clause;
      order = placed;
      hasDiffered = false;
    },
    differed: () => hasDiffered,
    async recording(work) {
      const seen = new Set<string>();
      recorded = seen;
      await work();
      recorded = null;
      return seen;
    },
    end() {
      Database.prototype.prepare = prepare;
    },
  };
}

/** Nothing of it stays. */
function whatComesOf(database: Database.Database, name: (typeof runs)[number], run: Run, values: unknown[]): string {
  database.exec('SAVEPOINT looked');
  try {
    const result = run(...values);
    return JSON.stringify(name === 'iterate' ? [...(result as Iterable<unknown>)] : result) ?? '';
  } catch (error) {
    return String(error);
  } finally {
    database.exec('ROLLBACK TO looked; RELEASE looked');
  }
}
