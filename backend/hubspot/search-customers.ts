/** Contacts that became customers, by HubSpot's search: some seconds behind writes. */
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { Priority } from '../outbox/effect.ts';
import { idOf, resultsOf } from './batch-answer.ts';
import type { HubspotRecord } from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import type { Transport } from './transport.ts';

const call = 'search contacts';
const pageSize = 200;

/** When a contact reached the stage: HubSpot keeps it by itself, as one of these two properties. */
export const becameCustomerAt = ['hs_v2_date_entered_customer', 'hs_lifecyclestage_customer_date'] as const;

/** At most `most`, the latest customer first as far as HubSpot says when. */
export async function searchCustomers(
  transport: Transport,
  most: number,
  properties: readonly string[],
  priority: Priority,
): Promise<HubspotRecord[]> {
  const { search } = objectsApi(transport, { call, priority, isIdempotent: true });
  const found: HubspotRecord[] = [];
  for (let after: string | undefined; found.length < most; ) {
    const answer = await search.doSearch('contacts', {
      filterGroups: [
        { filters: [{ propertyName: 'lifecyclestage', operator: FilterOperatorEnum.Eq, value: 'customer' }] },
      ],
      sorts: [`-${becameCustomerAt[1]}`],
      properties: [...new Set([...properties, ...becameCustomerAt])],
      limit: Math.min(pageSize, most - found.length),
      ...(after === undefined ? {} : { after }),
    });
    for (const result of resultsOf(answer, call)) found.push({ id: idOf(result, call), properties: result.properties });
    after = answer.paging?.next?.after;
    if (after === undefined) break;
  }
  return found;
}
