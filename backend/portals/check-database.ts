/** The database as the doctor tells it. Pure. */
import type { ServerLook } from '../store/postgres/look-at-server.ts';
import type { DatabaseLook } from '../store/sqlite/look-at-database.ts';
import type { Check } from './doctor.ts';

const megabyte = 1024 * 1024;
/** Below the first a day of events may not fit; below the second nothing may. */
const littleBytes = 1024 * megabyte;
const tooLittleBytes = 100 * megabyte;

export function databaseChecks(look: DatabaseLook | ServerLook): Check[] {
  return 'connections' in look ? serverChecks(look) : fileChecks(look);
}

/** So many connections one node may use. */
const ofOneNode = 11;
/** When fewer are left than another node would need, the next one cannot start. */
const fewLeft = ofOneNode;

function serverChecks(look: ServerLook): Check[] {
  const { version, notWritable, bytes, nodes } = look;
  const name = 'Database';
  const what = `PostgreSQL ${version}`;
  if (notWritable !== null) {
    const remedy = 'DATABASE_URL must name the server that takes writes.';
    return [{ name, state: 'problem', detail: `${what} cannot be written: ${notWritable}`, remedy }];
  }
  const nodesInWords = nodes === 1 ? '1 node' : `${nodes} nodes`;
  const detail = `${what}, ${sizeWords(bytes)}, writable, ${nodesInWords}`;
  return [{ name, state: 'ok', detail, remedy: null }, connectionsCheck(look), ...roleChecks(look)];
}

/** The wall between accounts that the database itself has (migration 0006) is none for some. */
function roleChecks({ role, overWalls }: Pick<ServerLook, 'role' | 'overWalls'>): Check[] {
  if (overWalls === null) return [];
  const why = overWalls === 'superuser' ? 'is a superuser' : 'has BYPASSRLS';
  return [
    {
      name: 'Database role',
      state: 'warning',
      detail: `${role} ${why}: row-level security does not hold for it, so only the statements keep accounts apart`,
      remedy:
        'Name in DATABASE_URL a role that owns the tables and is neither superuser nor BYPASSRLS: docs/scale.md, "Roles and rights".',
    },
  ];
}

function connectionsCheck({
  connections,
  mostConnections,
}: Pick<ServerLook, 'connections' | 'mostConnections'>): Check {
  const name = 'Connections';
  const detail = `${connections} of ${mostConnections} of the database in use`;
  if (mostConnections - connections >= fewLeft) return { name, state: 'ok', detail, remedy: null };
  const remedy = `Raise max_connections of PostgreSQL: each node uses up to ${ofOneNode}.`;
  return { name, state: 'warning', detail, remedy };
}

function fileChecks({ notWritable, damage, isUnfinished, bytes, freeBytes }: DatabaseLook): Check[] {
  return [databaseCheck({ notWritable, damage, isUnfinished, bytes }), diskCheck(freeBytes)];
}

function databaseCheck({
  notWritable,
  damage,
  isUnfinished,
  bytes,
}: Pick<DatabaseLook, 'notWritable' | 'damage' | 'isUnfinished' | 'bytes'>): Check {
  const name = 'Database';
  if (notWritable !== null) {
    const remedy = 'Let the user that runs the service write the file and its folder, or free the disk.';
    return { name, state: 'problem', detail: `cannot be written: ${notWritable}`, remedy };
  }
  if (damage !== null) {
    return {
      name,
      state: 'problem',
      detail: `damaged: ${damage}`,
      remedy: 'Stop the service and put the newest backup back with `zo restore FILE`.',
    };
  }
  const size = `${sizeWords(bytes)}`;
  if (isUnfinished) {
    return {
      name,
      state: 'warning',
      detail: `${size}, writable; whether it is whole took too long to find out`,
      remedy: null,
    };
  }
  return { name, state: 'ok', detail: `${size}, writable and whole`, remedy: null };
}

function diskCheck(freeBytes: number): Check {
  const detail = `${sizeWords(freeBytes)} free where the database is`;
  if (freeBytes >= littleBytes) return { name: 'Disk', state: 'ok', detail, remedy: null };
  const state = freeBytes < tooLittleBytes ? 'problem' : 'warning';
  return { name: 'Disk', state, detail, remedy: 'Free some space: when it is full no event can be taken.' };
}

function sizeWords(bytes: number): string {
  const megabytes = bytes / megabyte;
  if (megabytes < 1_024) return `${Math.max(1, Math.round(megabytes))} MB`;
  return `${(megabytes / 1_024).toFixed(1)} GB`;
}
