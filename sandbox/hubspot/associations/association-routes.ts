import { appSource } from '../crm/app-source.ts';
import { batchAnswer, inputsOf } from '../crm/batch-objects.ts';
import { objectScope, objectTypeOf } from '../crm/object-types.ts';
import { findRecord } from '../crm/records.ts';
import { noContent, ok } from '../http/answer.ts';
import { invalid, notFound } from '../http/refusal.ts';
import { isObject, jsonOf, objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { Association, AssociationType, CrmRecord } from '../portal/tables.ts';
import { associate, associateDefault, associationsOf, dissociate, isPrimaryType, typesBetween } from './associate.ts';

const mostPairs = 1_000;

export function associationRoutes(portal: Portal): Route[] {
  const batch = '/crm/v4/associations/:from/:to';
  const single = '/crm/v4/objects/:from/:id/associations';
  const reads = (params: Record<string, string>) => objectScope(params.from ?? '', 'read');
  const source = appSource(portal);
  const writes = (params: Record<string, string>) => objectScope(params.from ?? '', 'write');

  return [
    {
      method: 'POST',
      path: `${batch}/batch/read`,
      anyScope: reads,
      limit: 'association batch',
      handle(request) {
        const { from, to } = typesOf(request);
        const results: unknown[] = [];
        const missing: string[] = [];
        for (const input of inputsOf(objectOf(request), mostPairs)) {
          const record = findRecord(portal, from, String(input.id));
          const linked = record ? associationsOf(portal, record.id, to) : [];
          if (linked.length === 0) missing.push(String(input.id));
          else results.push({ from: { id: String(input.id) }, to: grouped(linked) });
        }
        const message = `No ${from} to ${to} associations exist for some ids`;
        const error = {
          status: 'error',
          category: 'OBJECT_NOT_FOUND',
          subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
          message,
          context: { fromObjectId: missing },
          links: {},
          errors: [],
        };
        return batchAnswer(portal, 200, results, missing.length > 0 ? [error] : []);
      },
    },
    {
      method: 'POST',
      path: `${batch}/batch/associate/default`,
      anyScope: writes,
      limit: 'association batch',
      handle(request) {
        const results: unknown[] = [];
        const errors: unknown[] = [];
        for (const { from, to, missing } of endsOf(portal, request)) {
          if (!from || !to) errors.push(missingEnd(missing));
          else results.push(...bothWays(from, to, associateDefault(portal, from, to, source)));
        }
        return batchAnswer(portal, 200, results, errors);
      },
    },
    {
      method: 'POST',
      path: `${batch}/batch/create`,
      anyScope: writes,
      limit: 'association batch',
      handle(request) {
        const results: unknown[] = [];
        const errors: unknown[] = [];
        for (const { from, to, missing, input } of endsOf(portal, request)) {
          if (!from || !to) {
            errors.push(missingEnd(missing));
            continue;
          }
          const typeIds = typeIdsOf(input.types);
          for (const typeId of typeIds) associate(portal, from, to, typeId, source);
          results.push({
            fromObjectTypeId: from.type,
            fromObjectId: Number(from.id),
            toObjectTypeId: to.type,
            toObjectId: Number(to.id),
            labels: [],
          });
        }
        return batchAnswer(portal, 201, results, errors);
      },
    },
    {
      method: 'POST',
      path: `${batch}/batch/archive`,
      anyScope: writes,
      limit: 'association batch',
      handle(request) {
        for (const input of inputsOf(objectOf(request), mostPairs)) {
          const from = isObject(input.from) ? String(input.from.id) : '';
          for (const to of Array.isArray(input.to) ? input.to : [])
            if (isObject(to)) dissociate(portal, from, String(to.id), null, source);
        }
        return noContent;
      },
    },
    {
      method: 'POST',
      path: `${batch}/batch/labels/archive`,
      anyScope: writes,
      limit: 'association batch',
      handle(request) {
        for (const { from, to, input } of endsOf(portal, request))
          if (from && to) dissociate(portal, from.id, to.id, typeIdsOf(input.types), source);
        return noContent;
      },
    },
    {
      method: 'GET',
      path: `${batch}/labels`,
      anyScope: reads,
      handle(request) {
        const { from, to } = typesOf(request);
        const results = typesBetween(from, to).map(({ typeId, primary }) => ({
          category: 'HUBSPOT_DEFINED',
          typeId,
          label: primary ? 'Primary' : null,
        }));
        return ok({ results });
      },
    },
    {
      method: 'PUT',
      path: `${single}/default/:to/:toId`,
      anyScope: writes,
      handle(request) {
        const { from, to } = singleEnds(portal, request);
        return batchAnswer(portal, 200, bothWays(from, to, associateDefault(portal, from, to, source)), []);
      },
    },
    {
      method: 'PUT',
      path: `${single}/:to/:toId`,
      anyScope: writes,
      handle(request) {
        const { from, to } = singleEnds(portal, request);
        for (const typeId of typeIdsOf(jsonOf(request))) associate(portal, from, to, typeId, source);
        return ok(
          {
            fromObjectTypeId: from.type,
            fromObjectId: Number(from.id),
            toObjectTypeId: to.type,
            toObjectId: Number(to.id),
            labels: [],
          },
          201,
        );
      },
    },
    {
      method: 'GET',
      path: `${single}/:to`,
      anyScope: reads,
      handle(request) {
        const { from, to } = typesOf(request);
        const record = findRecord(portal, from, request.params.id ?? '');
        if (!record) throw notFound();
        return ok({ results: grouped(associationsOf(portal, record.id, to)) });
      },
    },
    {
      method: 'DELETE',
      path: `${single}/:to/:toId`,
      anyScope: writes,
      handle(request) {
        dissociate(portal, request.params.id ?? '', request.params.toId ?? '', null, source);
        return noContent;
      },
    },
  ];
}

function typesOf(request: SandboxRequest) {
  return { from: objectTypeOf(request.params.from ?? ''), to: objectTypeOf(request.params.to ?? '') };
}

type Ends = { from: CrmRecord | null; to: CrmRecord | null; missing: string; input: Record<string, unknown> };

function endsOf(portal: Portal, request: SandboxRequest): Ends[] {
  const types = typesOf(request);
  return inputsOf(objectOf(request), mostPairs).map((input) => {
    const fromId = isObject(input.from) ? String(input.from.id) : '';
    const toId = isObject(input.to) ? String(input.to.id) : '';
    const from = findRecord(portal, types.from, fromId);
    return { from, to: findRecord(portal, types.to, toId), missing: from ? toId : fromId, input };
  });
}

function singleEnds(portal: Portal, request: SandboxRequest): { from: CrmRecord; to: CrmRecord } {
  const types = typesOf(request);
  const from = findRecord(portal, types.from, request.params.id ?? '');
  const to = findRecord(portal, types.to, request.params.toId ?? '');
  if (!from || !to) throw notFound();
  return { from, to };
}

function typeIdsOf(types: unknown): number[] {
  const ids = (Array.isArray(types) ? types : []).map((type) =>
    isObject(type) ? Number(type.associationTypeId) : Number.NaN,
  );
  if (ids.length === 0 || ids.some(Number.isNaN))
    throw invalid('Invalid input: some required fields were not set: [types]');
  return ids;
}

function grouped(linked: Association[]): unknown[] {
  const byRecord = Map.groupBy(linked, (association) => association.toId);
  return [...byRecord].map(([toId, list]) => ({
    toObjectId: Number(toId),
    associationTypes: list.map(({ category, typeId }) => ({
      category,
      typeId,
      label: isPrimaryType(typeId) ? 'Primary' : null,
    })),
  }));
}

function bothWays(from: CrmRecord, to: CrmRecord, { category, typeId }: AssociationType): unknown[] {
  const reverse = typesBetween(to.type, from.type).find((type) => !type.primary)?.typeId;
  const spec = (id: number | undefined) => ({ associationCategory: category, associationTypeId: id });
  return [
    { from: { id: from.id }, to: { id: to.id }, associationSpec: spec(typeId) },
    { from: { id: to.id }, to: { id: from.id }, associationSpec: spec(reverse) },
  ];
}

function missingEnd(id: string): Record<string, unknown> {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `The object ${id} does not exist`,
    context: { ids: [id] },
    links: {},
    errors: [],
  };
}
