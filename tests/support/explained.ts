/** How PostgreSQL carries statements out: what each step of a plan reads, with values known to the planner and without. */
import pg from 'pg';
import type { PortalTransaction, PostgresConnection, Query } from '../../backend/store/postgres/connection.ts';

export type Step = {
  /** 'Index Scan', 'Sort' … */
  node: string;
  table: string | null;
  index: string | null;
  /** Rows read, with those that were passed over, in all its rounds; 0 for what was never run. */
  read: number;
};

export type Explained = { sql: string; steps: Step[] };

/** Every statement of `work`, each run as it is and then explained twice. Reads only are run to be explained. */
export async function explain(
  connection: PostgresConnection,
  client: pg.Client,
  work: (connection: PostgresConnection) => Promise<unknown>,
): Promise<Explained[]> {
  const asked: [portalId: number, sql: string, values: unknown[]][] = [];
  const recording =
    (portalId: number): Query =>
    (sql, values = []) => {
      asked.push([portalId, sql, values]);
      return connection.forPortal(portalId)(sql, values);
    };
  const within: PortalTransaction = (portalId, inside) => inside(recording(portalId));
  await work({
    ...connection,
    forPortal: recording,
    snapshot: within,
    transaction: within,
    portalTransaction: within,
  });
  const explained: Explained[] = [];
  for (const [portalId, sql, values] of asked) {
    for (const mode of ['force_generic_plan', 'force_custom_plan']) {
      explained.push({ sql, steps: await stepsOf(client, portalId, mode, sql, values) });
    }
  }
  return explained;
}

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Plan[];
};

async function stepsOf(
  client: pg.Client,
  portalId: number,
  mode: string,
  sql: string,
  values: unknown[],
): Promise<Step[]> {
  await client.query("SELECT set_config('zo.portal_id', $1, false)", [String(portalId)]);
  await client.query(`SET plan_cache_mode = ${mode}`);
  await client.query(`PREPARE explained AS ${sql}`);
  try {
    const how = /^\s*(SELECT|WITH|\()/.test(sql) ? 'ANALYZE, FORMAT JSON' : 'FORMAT JSON';
    const given = values.length === 0 ? '' : `(${values.map(literal).join(', ')})`;
    const { rows } = await client.query(`EXPLAIN (${how}) EXECUTE explained${given}`);
    return flatten(rows[0]['QUERY PLAN'][0].Plan);
  } finally {
    await client.query('DEALLOCATE explained');
  }
}

function flatten(plan: Plan): Step[] {
  const passedOver = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  const step = {
    node: plan['Node Type'],
    table: plan['Relation Name'] ?? null,
    index: plan['Index Name'] ?? null,
    read: Math.round(((plan['Actual Rows'] ?? 0) + passedOver) * (plan['Actual Loops'] ?? 0)),
  };
  return [step, ...(plan.Plans ?? []).flatMap(flatten)];
}

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  const text = Array.isArray(value) ? `{${value.map((one) => JSON.stringify(String(one))).join(',')}}` : String(value);
  return pg.escapeLiteral(text);
}
