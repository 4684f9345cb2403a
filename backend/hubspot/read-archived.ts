/** Records in HubSpot's recycling bin: whether what is gone was deleted, and what it was merged into before. */
import type { Priority } from '../outbox/effect.ts';
import { chunksOf, idOf, resultsOfAll } from './batch-answer.ts';
import { objectPaths, type RecordType, recordsPerCall } from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import type { Transport } from './transport.ts';

export type ArchivedRecord = {
  id: string;
  /** When it was deleted; null where HubSpot does not say. */
  archivedAt: number | null;
  /** Our own id that it carries. */
  carriedId: string | null;
  /** The ids it had before merges. */
  formerIds: string[];
};

export const carriedProperty: Record<RecordType, 'zo_user_id' | 'zo_company_id'> = {
  contact: 'zo_user_id',
  company: 'zo_company_id',
};

/** By id; what is not in the bin is left out. */
export async function readArchived(
  transport: Transport,
  type: RecordType,
  ids: readonly string[],
  priority: Priority,
): Promise<Map<string, ArchivedRecord>> {
  const call = type === 'contact' ? 'read contacts' : 'read companies';
  const api = objectsApi(transport, { call, priority, isIdempotent: true });
  const found = new Map<string, ArchivedRecord>();
  for (const chunk of chunksOf([...new Set(ids)], recordsPerCall)) {
    const answer = await api.batch.read(
      objectPaths[type],
      {
        inputs: chunk.map((id) => ({ id })),
        properties: [carriedProperty[type], 'hs_merged_object_ids'],
        propertiesWithHistory: [],
      },
      true,
    );
    for (const result of resultsOfAll(answer, call)) {
      const { properties, archivedAt } = result;
      const id = idOf(result, call);
      const at = archivedAt === undefined ? Number.NaN : new Date(archivedAt).getTime();
      found.set(id, {
        id,
        archivedAt: Number.isFinite(at) ? at : null,
        carriedId: properties[carriedProperty[type]] || null,
        formerIds: formerIdsOf(properties.hs_merged_object_ids),
      });
    }
  }
  return found;
}

export function formerIdsOf(list: string | null | undefined): string[] {
  return (list ?? '')
    .split(';')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}
