/**
 * The deals of contacts: which are open and whose, which were won or lost. Needs an optional scope; without it nothing is
 * known of anybody's.
 */
import { type ContactDeals, noDeals } from '../handoff/hubspot-facts.ts';
import type { Priority } from '../outbox/effect.ts';
import { type BatchError, chunksOf, idOf, refusedInputs, resultsOf, resultsOfAll, unanswered } from './batch-answer.ts';
import { Gone, NotPermitted } from './hubspot-errors.ts';
import { recordsPerCall } from './hubspot-record.ts';
import { associationsApi, objectsApi } from './official-client.ts';
import { flag, moment, type PropertyValues, text } from './property-values.ts';
import type { Transport } from './transport.ts';

const call = 'read deals';
const recordsPerRead = 1_000;
export const dealProperties = ['hs_is_closed', 'hs_is_closed_won', 'closedate', 'hubspot_owner_id', 'createdate'];

export type DealsOfContact = ContactDeals & { hasOpenDeal: boolean };

export const withoutDeals: DealsOfContact = { ...noDeals, hasOpenDeal: false };

/** Of each contact that has any. Null: the scope is not granted, so nothing is known. */
export function contactDeals(
  transport: Transport,
  contactIds: readonly string[],
  priority: Priority,
): Promise<Map<string, DealsOfContact> | null> {
  return whereGranted(async () => {
    const idsOf = await readAssociated(transport, 'contacts', 'deals', contactIds, priority);
    const deals = await readDeals(transport, [...new Set([...idsOf.values()].flat())], priority);
    const known = (ids: string[]) => ids.map((id) => deals.get(id)).filter((deal) => deal !== undefined);
    return new Map([...idsOf].map(([contactId, ids]) => [contactId, summarise(known(ids))]));
  });
}

/** The contacts of each deal that has any. Null: the scope is not granted. */
export function contactsOfDeals(
  transport: Transport,
  dealIds: readonly string[],
  priority: Priority,
): Promise<Map<string, string[]> | null> {
  return whereGranted(() => readAssociated(transport, 'deals', 'contacts', dealIds, priority));
}

async function whereGranted<Answer>(read: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotPermitted) return null;
    throw error;
  }
}

/** What a contact's deals come to. A closed deal without a close date counts as closed when it was created. */
export function summarise(deals: readonly PropertyValues[]): DealsOfContact {
  const isClosed = (deal: PropertyValues) => flag(deal, 'hs_is_closed');
  const isWon = (deal: PropertyValues) => flag(deal, 'hs_is_closed_won');
  const closedAt = (deal: PropertyValues) => moment(deal, 'closedate') ?? moment(deal, 'createdate');
  const open = deals.filter((deal) => !isClosed(deal));
  const owned = open.filter((deal) => text(deal, 'hubspot_owner_id') !== null);
  const newest = owned.toSorted((a, b) => (moment(b, 'createdate') ?? 0) - (moment(a, 'createdate') ?? 0))[0];
  const closed = deals.filter(isClosed);
  return {
    hasOpenDeal: open.length > 0,
    openOwnerId: newest === undefined ? null : text(newest, 'hubspot_owner_id'),
    wonAt: latest(closed.filter(isWon).map(closedAt)),
    lostAt: latest(closed.filter((deal) => !isWon(deal)).map(closedAt)),
  };
}

function latest(moments: (number | null)[]): number | null {
  const known = moments.filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}

async function readAssociated(
  transport: Transport,
  from: 'contacts' | 'deals',
  to: 'contacts' | 'deals',
  ids: readonly string[],
  priority: Priority,
): Promise<Map<string, string[]>> {
  const api = associationsApi(transport, { call, priority, isIdempotent: true });
  const associated = new Map<string, string[]>();
  for (const chunk of chunksOf([...new Set(ids)], recordsPerRead)) {
    const answer = await api.getPage(from, to, { inputs: chunk.map((id) => ({ id })) });
    for (const { _from, to: records } of resultsOfAll(answer, call)) {
      associated.set(
        String(_from.id),
        records.map(({ toObjectId }) => String(toObjectId)),
      );
    }
  }
  return associated;
}

async function readDeals(
  transport: Transport,
  dealIds: string[],
  priority: Priority,
): Promise<Map<string, PropertyValues>> {
  const { basic, batch } = objectsApi(transport, { call, priority, isIdempotent: true });
  const deals = new Map<string, PropertyValues>();
  for (const chunk of chunksOf(dealIds, recordsPerCall)) {
    const inputs = chunk.map((id) => ({ id }));
    const answer = await batch.read('deals', { inputs, properties: dealProperties, propertiesWithHistory: [] });
    for (const result of resultsOf(answer, call)) deals.set(idOf(result, call), result.properties);
    const errors: BatchError[] = 'errors' in answer ? (answer.errors ?? []) : [];
    const refused = refusedInputs(errors, ['ids', 'id']);
    for (const id of unanswered(chunk, (one) => deals.has(one) || refused.get(one)?.kind === 'gone', call)) {
      const deal = await readDeal(basic, id);
      if (deal !== null) deals.set(id, deal);
    }
  }
  return deals;
}

/** Also of one that was merged, which answers under the id that it has now. Null: there is none. */
async function readDeal(basic: ReturnType<typeof objectsApi>['basic'], id: string): Promise<PropertyValues | null> {
  try {
    return (await basic.getById('deals', id, dealProperties, undefined, undefined, false)).properties;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}
