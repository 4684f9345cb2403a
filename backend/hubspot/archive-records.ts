/** Moves records to HubSpot's recycling bin, from which a person can take them back. Archiving twice is archiving once. */
import type { Priority } from '../outbox/effect.ts';
import { chunksOf } from './batch-answer.ts';
import { objectPaths, type RecordType, recordsPerCall } from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import type { HubspotCall } from './scopes.ts';
import type { Transport } from './transport.ts';

export async function archiveRecords(
  transport: Transport,
  type: RecordType,
  ids: readonly string[],
  priority: Priority,
): Promise<void> {
  const call: HubspotCall = type === 'contact' ? 'archive contacts' : 'archive companies';
  const { batch } = objectsApi(transport, { call, priority, isIdempotent: true, success: 204 });
  for (const chunk of chunksOf([...ids], recordsPerCall)) {
    await batch.archive(objectPaths[type], { inputs: chunk.map((id) => ({ id })) });
  }
}
