/** Which column of a table says what, by its name or because somebody said so. */
import type { EventType } from '../../ingest/event.ts';
import { readMoment } from '../../ingest/event-time.ts';
import { UnreadableFileError } from '../read/record.ts';

export const targets = [
  'event',
  'type',
  'userId',
  'anonymousId',
  'email',
  'timestamp',
  'messageId',
  'groupId',
  'previousId',
  'name',
  'path',
  'url',
  'properties',
  'traits',
] as const;
export type Target = (typeof targets)[number];

/** Without capitals, spaces, dashes, dots and underscores; the first that is there is taken. */
export const usualNames: Record<Target, string[]> = {
  event: ['event', 'eventname', 'eventtype', 'action'],
  type: ['type', 'messagetype'],
  userId: ['userid', 'distinctid', 'user', 'uid'],
  anonymousId: ['anonymousid', 'anonid', 'visitorid'],
  email: ['email', 'useremail', 'emailaddress'],
  timestamp: [
    'timestamp',
    'originaltimestamp',
    'occurredat',
    'eventtime',
    'time',
    'datetime',
    'createdat',
    'date',
    'ts',
  ],
  messageId: ['messageid', 'eventid', 'insertid', 'uuid'],
  groupId: ['groupid', 'companyid', 'accountid', 'workspaceid', 'organizationid', 'organisationid', 'orgid', 'teamid'],
  previousId: ['previousid'],
  name: [],
  path: ['path', 'pagepath'],
  url: ['url', 'pageurl'],
  properties: ['properties'],
  traits: ['traits'],
};

export type ColumnMap = {
  /** Names of columns. */
  columns: Partial<Record<Target, string>>;
  /** Columns that are one property, or one trait, each: [name, column]. */
  properties: [name: string, column: string][];
  traits: [name: string, column: string][];
  /** Of every row; null: each says itself, or has an event and is a track call. */
  type: EventType | null;
};

/** `wanted`: "event=Action", "properties.amount=Amount". Throws UnreadableFileError, saying what is missing and how to name it. */
export function mapColumns(columns: readonly string[], wanted: readonly string[], type: EventType | null): ColumnMap {
  const map: ColumnMap = { columns: {}, properties: [], traits: [], type };
  for (const one of wanted) addWanted(map, one, columns);
  for (const target of targets) map.columns[target] ??= usualColumn(target, columns, map);
  addPrefixed(map, columns);
  checkNeeded(map, columns);
  return map;
}

function addWanted(map: ColumnMap, wanted: string, columns: readonly string[]): void {
  const at = wanted.indexOf('=');
  const [target, column] = [wanted.slice(0, at).trim(), wanted.slice(at + 1).trim()];
  if (at < 1 || column === '') {
    throw new UnreadableFileError(`cannot be read so: --map takes FIELD=COLUMN, such as event=Action, not "${wanted}"`);
  }
  if (!columns.includes(column)) throw new UnreadableFileError(`has no column "${column}". ${thereAre(columns)}.`);
  const [prefix, name] = [target.split('.', 1)[0]!, target.slice(target.indexOf('.') + 1)];
  if (target.includes('.') && (prefix === 'properties' || prefix === 'traits') && name !== '') {
    map[prefix].push([name, column]);
  } else if (isTarget(target)) map.columns[target] = column;
  else {
    throw new UnreadableFileError(
      `cannot be read so: --map knows no field "${target}": it knows ${targets.join(', ')}, properties.NAME and traits.NAME`,
    );
  }
}

function isTarget(name: string): name is Target {
  return (targets as readonly string[]).includes(name);
}

function usualColumn(target: Target, columns: readonly string[], map: ColumnMap): string | undefined {
  const taken = new Set(Object.values(map.columns));
  for (const usual of usualNames[target]) {
    const found = columns.find((column) => plain(column) === usual && !taken.has(column));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** "properties.amount", "traits.plan", and whatever has no other meaning as a property. */
function addPrefixed(map: ColumnMap, columns: readonly string[]): void {
  const taken = new Set([
    ...Object.values(map.columns),
    ...[...map.properties, ...map.traits].map(([, column]) => column),
  ]);
  for (const column of columns) {
    if (taken.has(column)) continue;
    const prefix = /^(properties|traits)[._](.+)$/i.exec(column);
    if (prefix?.[1]?.toLowerCase() === 'traits') map.traits.push([prefix[2]!, column]);
    else map.properties.push([prefix?.[2] ?? column, column]);
  }
}

function checkNeeded({ columns, type }: ColumnMap, all: readonly string[]): void {
  const missing: string[] = [];
  if (columns.userId === undefined && columns.anonymousId === undefined) {
    const byEmail = columns.email === undefined ? '' : `; the address may serve: --map userId=${columns.email}`;
    missing.push(`whose each event is (name it with --map userId=COLUMN or --map anonymousId=COLUMN${byEmail})`);
  }
  if (columns.timestamp === undefined) missing.push('when it happened (name it with --map timestamp=COLUMN)');
  if (columns.event === undefined && columns.type === undefined && type === null) {
    missing.push('what happened (name it with --map event=COLUMN, or say what all rows are with --type)');
  }
  if (missing.length === 0) return;
  const looksLikeRow = all.some((name) => !Number.isNaN(readMoment(name) ?? Number.NaN));
  const hint = looksLikeRow ? ' Its first line must name the columns.' : '';
  throw new UnreadableFileError(`has no column that says ${missing.join(', none ')}. ${thereAre(all)}.${hint}`);
}

const mostNamed = 50;

function thereAre(columns: readonly string[]): string {
  const named = columns.slice(0, mostNamed).map((column) => `"${column}"`);
  const more = columns.length > mostNamed ? ` and ${columns.length - mostNamed} more` : '';
  return `There are: ${named.join(', ')}${more}`;
}

function plain(column: string): string {
  return column.toLowerCase().replace(/[\s_.-]/g, '');
}
