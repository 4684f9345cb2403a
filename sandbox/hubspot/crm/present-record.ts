import type { CrmRecord } from '../portal/tables.ts';
import { objectTypes } from './object-types.ts';

const defaultProperties: Record<CrmRecord['type'], string[]> = {
  '0-1': ['firstname', 'lastname', 'email'],
  '0-2': ['name', 'domain'],
  '0-3': ['dealname', 'amount', 'dealstage', 'pipeline', 'closedate'],
  '0-48': [],
};

/** A record as the API shows it: asked-for properties (or the default few) plus the system ones; absent values are null. */
export function presentRecord(
  record: CrmRecord,
  properties: string[],
  withHistory: string[] = [],
): Record<string, unknown> {
  const names =
    properties.length > 0 || withHistory.length > 0 ? [...properties, ...withHistory] : defaultProperties[record.type];
  const shown: Record<string, string | null> = {};
  for (const name of [...names, 'createdate', objectTypes[record.type].modifiedProperty, 'hs_object_id']) {
    if (name.trim() !== '') shown[name] = record.values[name.toLowerCase()] ?? null;
  }
  const answer: Record<string, unknown> = {
    id: record.id,
    properties: shown,
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    archived: record.archivedAt !== null,
  };
  if (record.archivedAt !== null) answer.archivedAt = new Date(record.archivedAt).toISOString();
  if (withHistory.length > 0) answer.propertiesWithHistory = historyOf(record, withHistory);
  return answer;
}

function historyOf(record: CrmRecord, names: string[]): Record<string, unknown[]> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      (record.history[name] ?? [])
        .toReversed()
        .map(({ value, at, sourceType, sourceId, sourceLabel, updatedByUserId }) => ({
          value,
          timestamp: new Date(at).toISOString(),
          sourceType,
          sourceId,
          ...(sourceLabel === undefined ? {} : { sourceLabel }),
          ...(updatedByUserId === undefined ? {} : { updatedByUserId }),
        })),
    ]),
  );
}
