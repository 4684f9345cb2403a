/** What properties of records held, from each moment on, and who wrote it. */
import type { Priority } from '../outbox/effect.ts';
import { chunksOf, resultsOf } from './batch-answer.ts';
import { objectPaths, type RecordType } from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import type { HubspotCall } from './scopes.ts';
import type { Transport } from './transport.ts';

/** HubSpot takes fewer records in a read with history than in one without. */
const recordsPerRead = 50;

export type PropertyVersion = {
  /** '' where it was cleared. */
  value: string;
  at: number;
  /** HubSpot's kind of writer: 'CRM_UI', 'INTEGRATION', 'AUTOMATION_PLATFORM', 'IMPORT' … */
  sourceType: string;
  sourceId: string | null;
  /** Name of the writer, where HubSpot gives one. */
  sourceLabel: string | null;
  userId: string | null;
};

/** By property, oldest first. */
export type PropertyHistory = Record<string, PropertyVersion[]>;

/** By record id; records HubSpot does not have are absent. */
export async function readHistory(
  transport: Transport,
  type: RecordType,
  ids: readonly string[],
  properties: readonly string[],
  priority: Priority,
): Promise<Map<string, PropertyHistory>> {
  const call: HubspotCall = type === 'contact' ? 'read contacts' : 'read companies';
  const api = objectsApi(transport, { call, priority, isIdempotent: true });
  const found = new Map<string, PropertyHistory>();
  for (const chunk of chunksOf([...new Set(ids)], recordsPerRead)) {
    const answer = await api.batch.read(objectPaths[type], {
      inputs: chunk.map((id) => ({ id })),
      properties: [],
      propertiesWithHistory: [...properties],
    });
    for (const { id, propertiesWithHistory = {} } of resultsOf(answer, call)) {
      const histories = Object.entries(propertiesWithHistory).map(([name, versions]) => [name, oldestFirst(versions)]);
      found.set(String(id), Object.fromEntries(histories));
    }
  }
  return found;
}

type RawVersion = {
  value?: string | null;
  timestamp: Date | string;
  sourceType?: string;
  sourceId?: string;
  sourceLabel?: string;
  updatedByUserId?: number;
};

function oldestFirst(versions: readonly RawVersion[]): PropertyVersion[] {
  return versions
    .map(({ value, timestamp, sourceType, sourceId, sourceLabel, updatedByUserId }) => ({
      value: value ?? '',
      at: new Date(timestamp).getTime(),
      sourceType: sourceType ?? '',
      sourceId: sourceId ?? null,
      sourceLabel: sourceLabel ?? null,
      userId: updatedByUserId === undefined ? null : String(updatedByUserId),
    }))
    .sort((one, other) => one.at - other.at);
}
