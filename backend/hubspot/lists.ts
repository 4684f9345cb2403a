/** Lists of contacts ("segments") that HubSpot keeps up to date by filters. Names are unique in a portal. */
import type {
  ListCreateRequest,
  ListFilterUpdateRequest,
  ListSearchRequest,
  PublicObjectList,
} from '@hubspot/api-client/lib/codegen/crm/lists/index.js';
import type { Priority } from '../outbox/effect.ts';
import type { OrBranch } from './filter-branch.ts';
import { Ambiguous, Gone, RetryLater } from './hubspot-errors.ts';
import { listsApi } from './official-client.ts';
import type { HubspotCall } from './scopes.ts';
import type { Transport } from './transport.ts';

export type NewList = { name: string; filterBranch: OrBranch };

/** A list as the portal has it; `filterBranch` is HubSpot's own reading of the filters. */
export type LiveList = {
  id: string;
  name: string;
  filterBranch: unknown;
  /** Its members are chosen by people, not by filters. */
  isByHand: boolean;
};

const contacts = '0-1';
const mostFound = 100;
const enrolsNobody = false;

export function listCalls(transport: Transport) {
  const api = (call: HubspotCall, priority: Priority, isIdempotent: boolean) =>
    listsApi(transport, { call, priority, isIdempotent });

  /** Null: there is none, or it has been deleted; HubSpot shows deleted lists for 90 days. */
  async function asked(ask: () => Promise<{ list?: PublicObjectList }>): Promise<LiveList | null> {
    try {
      const { list } = await ask();
      if (list === undefined) {
        throw new RetryLater('an answer without the list', 2_000, { call: 'read lists', status: null });
      }
      return list.deletedAt === undefined || list.deletedAt === null ? asLive(list) : null;
    } catch (error) {
      if (error instanceof Gone) return null;
      throw error;
    }
  }

  const readList = (id: string, priority: Priority) => asked(() => api('read lists', priority, true).getById(id, true));

  return {
    readList,

    /**
     * By search, because asking for a name that is not there is an error of ours in HubSpot's count. A list that was made a moment
     * ago may be missing; its name is refused then when it is made again.
     */
    async findList(name: string, priority: Priority): Promise<LiveList | null> {
      const body = { query: name, count: mostFound, offset: 0 } as ListSearchRequest;
      const { lists = [] } = await api('read lists', priority, true).doSearch(body);
      const found = lists.find((list) => list.name === name && list.objectTypeId === contacts);
      return found === undefined ? null : readList(String(found.listId), priority);
    },

    /** Not idempotent: after 'ambiguous' look for the name before creating it again. A taken name is refused. */
    async createList({ name, filterBranch }: NewList, priority: Priority): Promise<LiveList> {
      const body = { name, objectTypeId: contacts, processingType: 'DYNAMIC', filterBranch };
      const made = await api('write lists', priority, false).create(body as unknown as ListCreateRequest);
      const { list }: { list?: PublicObjectList } = made;
      if (list === undefined) {
        const site = { call: 'write lists', status: null } as const;
        throw new Ambiguous('an answer without the list; it may have been made', site);
      }
      return asLive(list);
    },

    /** Replaces all filters. Who comes in by this is not enrolled in workflows that enrol on joining the list. */
    async updateListFilters(id: string, filterBranch: OrBranch, priority: Priority): Promise<void> {
      const body = { filterBranch } as unknown as ListFilterUpdateRequest;
      await api('write lists', priority, true).updateListFilters(id, body, enrolsNobody);
    },
  };
}

function asLive({ listId, name, filterBranch, processingType }: PublicObjectList): LiveList {
  return { id: String(listId), name, filterBranch: filterBranch ?? null, isByHand: processingType === 'MANUAL' };
}
