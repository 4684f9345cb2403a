/** How many contacts match, by HubSpot's search: some seconds behind writes, and only for showing to people. */
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { Priority } from '../outbox/effect.ts';
import { RetryLater } from './hubspot-errors.ts';
import { objectsApi } from './official-client.ts';
import type { Transport } from './transport.ts';

const call = 'search contacts';

export type SearchFilter =
  | { propertyName: string; operator: 'EQ' | 'NEQ'; value: string }
  | { propertyName: string; operator: 'IN'; values: readonly string[] }
  | { propertyName: string; operator: 'NOT_HAS_PROPERTY' };

const operators = {
  EQ: FilterOperatorEnum.Eq,
  NEQ: FilterOperatorEnum.Neq,
  IN: FilterOperatorEnum.In,
  NOT_HAS_PROPERTY: FilterOperatorEnum.NotHasProperty,
} as const;

/** A contact matches when all filters of one group hold. HubSpot takes five groups. */
export async function countContacts(
  transport: Transport,
  groups: readonly (readonly SearchFilter[])[],
  priority: Priority,
): Promise<number> {
  const { search } = objectsApi(transport, { call, priority, isIdempotent: true });
  const answer = await search.doSearch('contacts', {
    filterGroups: groups.map((filters) => ({
      filters: filters.map(({ operator, ...filter }) => ({
        propertyName: filter.propertyName,
        operator: operators[operator],
        ...('value' in filter ? { value: filter.value } : {}),
        ...('values' in filter ? { values: [...filter.values] } : {}),
      })),
    })),
    properties: ['hs_object_id'],
    limit: 1,
  });
  if (typeof answer.total === 'number') return answer.total;
  throw new RetryLater('an answer without a total', 2_000, { call, status: 200 });
}
