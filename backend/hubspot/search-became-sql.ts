/** Contacts that became SQL within a span, by HubSpot's search: some seconds behind writes. */
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { Priority } from '../outbox/effect.ts';
import { idOf, resultsOf } from './batch-answer.ts';
import type { HubspotRecord } from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import type { Transport } from './transport.ts';

const call = 'search contacts';
/** HubSpot pages no further in one query. */
const mostResults = 10_000;
const pageSize = 200;

/** When a contact reached the stage: HubSpot keeps it by itself, as one of these two properties or as both. */
export const becameSqlAt = [
  'hs_v2_date_entered_salesqualifiedlead',
  'hs_lifecyclestage_salesqualifiedlead_date',
] as const;

export type BecameSql = {
  /** How many there are; of more than ten thousand the latest are given. */
  found: number;
  contacts: HubspotRecord[];
};

/** `dates`: those of `becameSqlAt` that the portal has, one at least; a filter on any other is refused. */
export async function searchBecameSql(
  transport: Transport,
  dates: readonly string[],
  { from, to }: { from: number; to: number },
  properties: readonly string[],
  priority: Priority,
): Promise<BecameSql> {
  const { search } = objectsApi(transport, { call, priority, isIdempotent: true });
  const contacts = new Map<string, HubspotRecord>();
  let found = 0;
  for (let after: string | undefined; Number(after ?? 0) < mostResults; ) {
    const answer = await search.doSearch('contacts', {
      // Both ends are included.
      filterGroups: dates.map((propertyName) => ({
        filters: [
          { propertyName, operator: FilterOperatorEnum.Between, value: String(from), highValue: String(to - 1) },
        ],
      })),
      sorts: [`-${dates[0]}`],
      properties: [...new Set([...dates, ...properties])],
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    found = Math.max(found, answer.total ?? 0);
    // A contact that changes meanwhile may be given twice.
    for (const result of resultsOf(answer, call)) {
      const id = idOf(result, call);
      contacts.set(id, { id, properties: result.properties });
    }
    after = answer.paging?.next?.after;
    if (after === undefined) break;
  }
  return { found: Math.max(found, contacts.size), contacts: [...contacts.values()] };
}
