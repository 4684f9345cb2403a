/** Which contacts have a deal that is still open. Needs an optional scope; without it nobody is said to have one. */
import type { Priority } from '../outbox/effect.ts';
import { chunksOf } from './batch-answer.ts';
import { NotPermitted } from './hubspot-errors.ts';
import { recordsPerCall } from './hubspot-record.ts';
import { associationsApi, objectsApi } from './official-client.ts';
import type { Transport } from './transport.ts';

const contactsPerRead = 1_000;

/** Null: the scope is not granted, so nothing is known. */
export async function contactsWithOpenDeal(
  transport: Transport,
  contactIds: readonly string[],
  priority: Priority,
): Promise<Set<string> | null> {
  try {
    const dealsOf = await readDealsOf(transport, contactIds, priority);
    const open = await openDeals(transport, [...new Set([...dealsOf.values()].flat())], priority);
    return new Set(
      [...dealsOf].filter(([, deals]) => deals.some((deal) => open.has(deal))).map(([contact]) => contact),
    );
  } catch (error) {
    if (error instanceof NotPermitted) return null;
    throw error;
  }
}

async function readDealsOf(
  transport: Transport,
  contactIds: readonly string[],
  priority: Priority,
): Promise<Map<string, string[]>> {
  const api = associationsApi(transport, { call: 'read deals', priority, isIdempotent: true });
  const deals = new Map<string, string[]>();
  for (const chunk of chunksOf([...new Set(contactIds)], contactsPerRead)) {
    const answer = await api.getPage('contacts', 'deals', { inputs: chunk.map((id) => ({ id })) });
    for (const { _from, to } of answer.results ?? []) {
      deals.set(
        String(_from.id),
        to.map(({ toObjectId }) => String(toObjectId)),
      );
    }
  }
  return deals;
}

async function openDeals(transport: Transport, dealIds: string[], priority: Priority): Promise<Set<string>> {
  const { batch } = objectsApi(transport, { call: 'read deals', priority, isIdempotent: true });
  const open = new Set<string>();
  for (const chunk of chunksOf(dealIds, recordsPerCall)) {
    const inputs = chunk.map((id) => ({ id }));
    const answer = await batch.read('deals', { inputs, properties: ['hs_is_closed'], propertiesWithHistory: [] });
    for (const { id, properties } of answer.results ?? []) if (properties.hs_is_closed !== 'true') open.add(String(id));
  }
  return open;
}
