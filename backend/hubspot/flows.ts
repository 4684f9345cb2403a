/**
 * Workflows ("flows") through the v4 API, which the official client does not have. Bodies are passed as they are: HubSpot
 * reshapes what it does not understand, so whoever writes a flow reads it back and compares.
 */
import type { Priority } from '../outbox/effect.ts';
import { Ambiguous, Gone, RetryLater } from './hubspot-errors.ts';
import { hubspotPath } from './hubspot-paths.ts';
import { callJson, type JsonObject, objectsIn, textOf } from './json-call.ts';
import type { Transport } from './transport.ts';

export type FlowListing = { id: string; name: string; isEnabled: boolean };
export type Flow = JsonObject & { id: string; revisionId: string; isEnabled: boolean };
/** `uid` is that of the action's definition in the app's project. */
export type ActionType = { id: string; version: number; uid: string };

const flowsPath = hubspotPath('flows');

export function flowCalls(transport: Transport) {
  const call = 'flows';
  return {
    /** Listings have no description and no actions. */
    async listFlows(priority: Priority): Promise<FlowListing[]> {
      const flows: FlowListing[] = [];
      let after: string | null = null;
      do {
        const query: string = after === null ? '?limit=100' : `?limit=100&after=${encodeURIComponent(after)}`;
        const page: JsonObject = await callJson(transport, {
          call,
          method: 'GET',
          path: flowsPath + query,
          priority,
          isIdempotent: true,
        });
        // Without rows it says nothing; that there are none would have us make another.
        if (!Array.isArray(page.results)) throw unreadable();
        for (const row of objectsIn(page.results)) {
          flows.push({ id: textOf(row.id) ?? '', name: textOf(row.name) ?? '', isEnabled: row.isEnabled === true });
        }
        after = nextOf(page);
      } while (after !== null);
      return flows;
    },

    async readFlow(id: string, priority: Priority): Promise<Flow> {
      const path = `${flowsPath}/${encodeURIComponent(id)}`;
      return asFlow(await callJson(transport, { call, method: 'GET', path, priority, isIdempotent: true }), unreadable);
    },

    /** Not idempotent: after 'ambiguous' look for the flow before creating it again. */
    async createFlow(body: JsonObject, priority: Priority): Promise<Flow> {
      return asFlow(
        await callJson(transport, { call, method: 'POST', path: flowsPath, body, priority, isIdempotent: false }),
        () => new Ambiguous('an answer without the workflow; it may have been made', { call, status: null }),
      );
    },

    /** A full replacement; `body.revisionId` must be the current one. A stale one is refused and changes nothing. */
    async updateFlow(id: string, body: JsonObject, priority: Priority): Promise<void> {
      const path = `${flowsPath}/${encodeURIComponent(id)}`;
      await callJson(transport, { call, method: 'PUT', path, body, priority, isIdempotent: true });
    },

    /** For good: HubSpot keeps no copy. */
    async deleteFlow(id: string, priority: Priority): Promise<void> {
      await callJson(transport, { call, method: 'DELETE', path: `${flowsPath}/${id}`, priority, isIdempotent: true });
    },

    /** A beta most portals do not have: null then. */
    async actionTypes(priority: Priority): Promise<ActionType[] | null> {
      try {
        const path = hubspotPath('actionTypes');
        const page = await callJson(transport, {
          call: 'action types',
          method: 'GET',
          path,
          priority,
          isIdempotent: true,
        });
        return objectsIn(page.results).flatMap(readActionType);
      } catch (error) {
        if (error instanceof Gone) return null;
        throw error;
      }
    },
  };
}

function unreadable(): RetryLater {
  return new RetryLater('an answer that says nothing of workflows', 2_000, { call: 'flows', status: null });
}

function asFlow(body: JsonObject, withoutId: () => Error): Flow {
  const id = textOf(body.id);
  if (id === null) throw withoutId();
  return {
    ...body,
    id,
    revisionId: textOf(body.revisionId) ?? '',
    isEnabled: body.isEnabled === true,
  };
}

/** The beta's field names are not confirmed; a row without an id or a uid tells us nothing. */
function readActionType(row: JsonObject): ActionType[] {
  const id = textOf(row.actionTypeId) ?? textOf(row.id);
  const uid = textOf(row.uid) ?? textOf(row.actionUid);
  const version = Number(row.actionTypeVersion ?? row.version ?? 0);
  return id === null || uid === null ? [] : [{ id, uid, version: Number.isFinite(version) ? version : 0 }];
}

function nextOf(page: JsonObject): string | null {
  const paging = page.paging as { next?: { after?: unknown } } | undefined;
  return textOf(paging?.next?.after);
}
