/** How the database stands, for whoever operates it. */
import type { PostgresConnection } from './connection.ts';
import { loadNodes } from './presence.ts';

export type ServerLook = {
  /** "18.4". */
  version: string;
  /** Why it cannot be written; null: it can. */
  notWritable: string | null;
  bytes: number;
  /** Of this service, on this database. */
  nodes: number;
  /** Of everybody who uses the server; and how many there may be. */
  connections: number;
  mostConnections: number;
  /** Whom the service is to the database. */
  role: string;
  /** Why row-level security does not hold for that role; null: it does. */
  overWalls: 'superuser' | 'bypass' | null;
};

type Row = {
  version: string;
  is_standby: boolean;
  read_only: string;
  bytes: number;
  connections: number;
  most: number;
  role: string;
  is_superuser: boolean;
  may_bypass: boolean;
};

export async function lookAtServer({ acrossPortals: query }: PostgresConnection): Promise<ServerLook> {
  const [row] = await query<Row>(
    `SELECT split_part(current_setting('server_version'), ' ', 1) AS version, pg_is_in_recovery() AS is_standby,
       current_setting('transaction_read_only') AS read_only, pg_database_size(current_database()) AS bytes,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
       current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
       rolname AS role, rolsuper AS is_superuser, rolbypassrls AS may_bypass
     FROM pg_roles WHERE rolname = current_user`,
  );
  const { version, is_standby, read_only, bytes, connections, most, role } = row!;
  const notWritable = is_standby ? 'it is a standby' : read_only === 'on' ? 'it is set read-only' : null;
  const nodes = await loadNodes(query);
  const overWalls = row!.is_superuser ? 'superuser' : row!.may_bypass ? 'bypass' : null;
  return {
    version,
    notWritable,
    bytes,
    nodes: new Set(nodes).size,
    connections,
    mostConnections: most,
    role,
    overWalls,
  };
}
