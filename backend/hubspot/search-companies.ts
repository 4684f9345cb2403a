/**
 * Companies by domain. HubSpot's search lags some seconds behind writes: a miss proves nothing about a company made just
 * now, so that a caller who would create one waits and looks again first.
 */
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { Priority } from '../outbox/effect.ts';
import { chunksOf, idOf, resultsOf } from './batch-answer.ts';
import type { HubspotRecord } from './hubspot-record.ts';
import { objectsApi } from './official-client.ts';
import type { Transport } from './transport.ts';

const call = 'search companies';
const domainsPerSearch = 50;
const pageSize = 200;
/** HubSpot pages no further in one query. */
const mostResults = 10_000;

/** Oldest first for each domain; a domain nobody has is in the answer with an empty list. */
export async function findCompaniesByDomain(
  transport: Transport,
  domains: readonly string[],
  properties: readonly string[],
  priority: Priority,
): Promise<Map<string, HubspotRecord[]>> {
  const { search } = objectsApi(transport, { call, priority, isIdempotent: true });
  const wanted = [...new Set(domains.map((domain) => domain.trim().toLowerCase()))].filter((domain) => domain !== '');
  const found = new Map<string, HubspotRecord[]>(wanted.map((domain) => [domain, []]));
  for (const chunk of chunksOf(wanted, domainsPerSearch)) {
    // One domain may have hundreds, and the others stand behind them.
    for (let after: string | undefined; Number(after ?? 0) < mostResults; ) {
      const answer = await search.doSearch('companies', {
        filterGroups: [{ filters: [{ propertyName: 'domain', operator: FilterOperatorEnum.In, values: chunk }] }],
        sorts: ['createdate'],
        properties: [...new Set([...properties, 'domain', 'zo_company_id', 'createdate'])],
        limit: pageSize,
        ...(after === undefined ? {} : { after }),
      });
      for (const result of resultsOf(answer, call)) {
        const record = { id: idOf(result, call), properties: result.properties };
        found.get((result.properties.domain ?? '').toLowerCase())?.push(record);
      }
      after = answer.paging?.next?.after;
      if (after === undefined) break;
    }
  }
  for (const records of found.values()) records.sort((one, other) => ageOf(one) - ageOf(other));
  return found;
}

function ageOf({ id, properties }: HubspotRecord): number {
  const created = Date.parse(properties.createdate ?? '');
  return Number.isNaN(created) ? Number(id) : created;
}
