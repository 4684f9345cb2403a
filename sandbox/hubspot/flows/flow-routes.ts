import { randomUUID } from 'node:crypto';
import { batchAnswer, inputsOf } from '../crm/batch-objects.ts';
import { noContent, ok } from '../http/answer.ts';
import { conflict, notFound } from '../http/refusal.ts';
import { objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import { checkFlow } from './check-flow.ts';
import type { Flow } from './flow.ts';

const base = '/automation/v4/flows';
const anyScope = () => ['automation'];

export function flowRoutes(portal: Portal): Route[] {
  const flowOf = (request: SandboxRequest): Flow => {
    const flow = portal.flows.get(request.params.id ?? '');
    if (!flow) throw notFound();
    return flow;
  };
  return [
    {
      method: 'GET',
      path: base,
      anyScope,
      handle({ query }) {
        const limit = Math.min(Number(query.get('limit') ?? 100), 100);
        const after = Number(query.get('after') ?? 0);
        const flows = [...portal.flows.values()].filter((flow) => Number(flow.id) > after);
        const page = flows.slice(0, limit);
        const last = page.at(-1);
        return ok({
          results: page.map(listed),
          ...(flows.length > limit && last ? { paging: { next: { after: last.id } } } : {}),
        });
      },
    },
    {
      method: 'POST',
      path: base,
      anyScope,
      handle(request) {
        const checked = checkFlow(portal, objectOf(request), null);
        const at = new Date(portal.now()).toISOString();
        const added = { id: portal.nextId(), revisionId: '1', createdAt: at, updatedAt: at };
        const flow: Flow = { uuid: randomUUID(), ...checked, isEnabled: false, ...added };
        portal.flows.set(flow.id, flow);
        portal.changes.publish({ kind: 'flow changed', flowId: flow.id, what: 'created' });
        return ok(flow, 201);
      },
    },
    {
      method: 'POST',
      path: `${base}/batch/read`,
      anyScope,
      handle(request) {
        const ids = inputsOf(objectOf(request)).map((input) => String(input.flowId));
        const missing = ids.filter((id) => !portal.flows.has(id));
        const error = {
          status: 'error',
          category: 'OBJECT_NOT_FOUND',
          message: 'Some flows do not exist',
          context: { ids: missing },
          links: {},
          errors: [],
        };
        return batchAnswer(
          portal,
          200,
          ids.map((id) => portal.flows.get(id)).filter((flow) => flow),
          missing.length > 0 ? [error] : [],
        );
      },
    },
    { method: 'GET', path: `${base}/:id`, anyScope, handle: (request) => ok(flowOf(request)) },
    {
      method: 'PUT',
      path: `${base}/:id`,
      anyScope,
      handle(request) {
        const before = flowOf(request);
        const body = objectOf(request);
        const checked = checkFlow(portal, body, before);
        if (String(body.revisionId) !== before.revisionId)
          throw conflict(
            `The flow was changed since revision ${String(body.revisionId)}; the current one is ${before.revisionId}`,
          );
        const flow = storeRevision(portal, { ...before, ...checked });
        return ok(flow);
      },
    },
    {
      method: 'DELETE',
      path: `${base}/:id`,
      anyScope,
      handle(request) {
        deleteFlow(portal, flowOf(request));
        return noContent;
      },
    },
    {
      method: 'GET',
      path: '/automation/2026-09-beta/flows/action-types',
      anyScope,
      handle() {
        if (!portal.switches.actionTypesBeta) throw notFound();
        const results = portal.actionDefinitions.map((definition) => ({
          actionTypeId: `1-${definition.definitionId}`,
          actionTypeVersion: definition.version,
          appId: portal.settings.appId,
          uid: definition.uid,
          labels: definition.labels,
        }));
        return ok({ results });
      },
    },
  ];
}

export function storeRevision(portal: Portal, changed: Flow): Flow {
  const flow = {
    ...changed,
    revisionId: String(Number(changed.revisionId) + 1),
    updatedAt: new Date(portal.now()).toISOString(),
  };
  portal.flows.set(flow.id, flow);
  portal.changes.publish({ kind: 'flow changed', flowId: flow.id, what: 'updated' });
  return flow;
}

export function deleteFlow(portal: Portal, flow: Flow): void {
  portal.flows.delete(flow.id);
  portal.changes.publish({ kind: 'flow changed', flowId: flow.id, what: 'deleted' });
}

function listed({
  id,
  name,
  isEnabled,
  flowType,
  objectTypeId,
  revisionId,
  createdAt,
  updatedAt,
  uuid,
}: Flow): Record<string, unknown> {
  return { id, name, isEnabled, flowType, objectTypeId, revisionId, createdAt, updatedAt, uuid };
}
