/**
 * A statement that runs for one portal, in one round trip: what says whose rows the database shows goes ahead of it in the same
 * message and lasts as long as the statement, so that nothing of it is left on the connection, whoever uses that next.
 */
import pg from 'pg';

/** Prepared on each new connection: see `prepareScopes`. */
const scopes = {
  portal: { name: 'zo_for_portal', text: "SELECT set_config('zo.portal_id', $1, true)" },
  across: { name: 'zo_across_portals', text: "SELECT set_config('zo.across_portals', $1, true)" },
};

/** What the policies of migration 0006 read. */
export type Scope = { kind: 'portal'; portalId: number } | { kind: 'across' };

export const acrossPortals: Scope = { kind: 'across' };

export async function prepareScopes(client: pg.ClientBase): Promise<void> {
  for (const scope of Object.values(scopes)) await client.query({ ...scope, values: [''] });
}

/** The same as text, for the beginning of a transaction. */
export function scopeText(scope: Scope): string {
  return scopes[scope.kind].text.replace('$1', pg.escapeLiteral(settingOf(scope)));
}

function settingOf(scope: Scope): string {
  return scope.kind === 'portal' ? String(scope.portalId) : 'on';
}

/** What `pg` calls of a query while it runs; its types name only `submit`. */
interface Running {
  callback: (error: Error | null, result: pg.QueryResult) => void;
  submit(connection: pg.Connection): Error | null;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: pg.Connection): void;
}
const Statement = pg.Query as unknown as new (config: pg.QueryConfig) => Running;

class PortalStatement extends Statement {
  readonly #scope: Scope;
  #isScoped = false;

  constructor(config: pg.QueryConfig, scope: Scope) {
    super(config);
    this.#scope = scope;
  }

  override submit(connection: pg.Connection): Error | null {
    const { stream } = connection;
    stream.cork();
    try {
      connection.bind({ statement: scopes[this.#scope.kind].name, values: [settingOf(this.#scope)] }, true);
      connection.execute(null, true);
      return super.submit(connection);
    } finally {
      stream.uncork();
    }
  }

  /** The first row and the first end are those of the scope. */
  override handleDataRow(message: unknown): void {
    if (this.#isScoped) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: pg.Connection): void {
    if (this.#isScoped) super.handleCommandComplete(message, connection);
    this.#isScoped = true;
  }
}

export function runScoped<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  config: pg.QueryConfig,
  scope: Scope,
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const statement = new PortalStatement(config, scope);
    statement.callback = (error, result) => (error ? reject(error) : resolve(result.rows as Row[]));
    client.query(statement as pg.Submittable);
  });
}
