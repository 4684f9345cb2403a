import { associationsOf, isPrimaryType } from '../associations/associate.ts';
import { noContent, ok } from '../http/answer.ts';
import { invalid, notFound } from '../http/refusal.ts';
import { objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { CrmRecord } from '../portal/tables.ts';
import { appSource } from './app-source.ts';
import { archiveBatch, readBatch, writeBatch } from './batch-objects.ts';
import { blockEmails, forgetContact } from './forget-contact.ts';
import { mergeRecords } from './merge-records.ts';
import { objectScope, objectTypeOf, objectTypes } from './object-types.ts';
import { presentRecord } from './present-record.ts';
import { archiveRecord, findByUnique, findRecord } from './records.ts';
import { searchObjects } from './search-objects.ts';
import { prepareCreate, prepareUpdate, refuseNonUnique } from './write-objects.ts';

const base = '/crm/v3/objects/:type';

export function objectRoutes(portal: Portal): Route[] {
  const reads = (params: Record<string, string>) => objectScope(params.type ?? '', 'read');
  const writes = (params: Record<string, string>) => objectScope(params.type ?? '', 'write');
  const typeOf = (request: SandboxRequest) => objectTypeOf(request.params.type ?? '');
  const source = () => appSource(portal);

  return [
    {
      method: 'POST',
      path: `${base}/batch/read`,
      anyScope: reads,
      handle: (request) =>
        readBatch(portal, typeOf(request), objectOf(request), request.query.get('archived') === 'true'),
    },
    ...(['create', 'update', 'upsert'] as const).map(
      (verb): Route => ({
        method: 'POST',
        path: `${base}/batch/${verb}`,
        anyScope: writes,
        handle: (request) => writeBatch(portal, typeOf(request), verb, objectOf(request), source()),
      }),
    ),
    {
      method: 'POST',
      path: `${base}/batch/archive`,
      anyScope: writes,
      handle: (request) => archiveBatch(portal, typeOf(request), objectOf(request), source()),
    },
    {
      method: 'POST',
      path: `${base}/search`,
      anyScope: reads,
      limit: 'search',
      handle: (request) => searchObjects(portal, typeOf(request), objectOf(request), request.rawBody.length),
    },
    {
      method: 'POST',
      path: `${base}/merge`,
      anyScope: writes,
      handle(request) {
        const { primaryObjectId, objectIdToMerge } = objectOf(request);
        const merged = mergeRecords(
          portal,
          typeOf(request),
          String(primaryObjectId),
          String(objectIdToMerge),
          source(),
        );
        return ok(presentRecord(merged, []));
      },
    },
    {
      method: 'POST',
      path: `${base}/gdpr-delete`,
      anyScope: writes,
      handle(request) {
        const { objectId, idProperty } = objectOf(request);
        if (typeOf(request) !== '0-1') throw notFound();
        const isEmail = idProperty === 'email';
        const record = isEmail
          ? findByUnique(portal, '0-1', 'email', String(objectId))
          : findRecord(portal, '0-1', String(objectId));
        if (record) forgetContact(portal, record, source());
        else if (isEmail) blockEmails(portal, [String(objectId)]);
        else throw notFound();
        return noContent;
      },
    },
    {
      method: 'GET',
      path: base,
      anyScope: reads,
      handle: (request) => listObjects(portal, request),
    },
    {
      method: 'POST',
      path: base,
      anyScope: writes,
      handle(request) {
        const body = objectOf(request);
        const { record } = prepareCreate(portal, typeOf(request), body, source()).run();
        return ok(presentRecord(record, Object.keys((body.properties as object | undefined) ?? {})), 201);
      },
    },
    {
      method: 'GET',
      path: `${base}/:id`,
      anyScope: reads,
      handle(request) {
        const record =
          request.query.get('archived') === 'true'
            ? archivedOnly(portal, request)
            : addressed(portal, request, request.params.id ?? '', request.query.get('idProperty'));
        return ok({
          ...presentRecord(record, listOf(request, 'properties'), listOf(request, 'propertiesWithHistory')),
          ...associationsShown(portal, record, listOf(request, 'associations')),
        });
      },
    },
    {
      method: 'PATCH',
      path: `${base}/:id`,
      anyScope: writes,
      handle(request) {
        const body = objectOf(request);
        const record = addressed(portal, request, request.params.id ?? '', request.query.get('idProperty'));
        prepareUpdate(portal, record, body, source()).run();
        return ok(presentRecord(record, Object.keys((body.properties as object | undefined) ?? {})));
      },
    },
    {
      method: 'DELETE',
      path: `${base}/:id`,
      anyScope: writes,
      handle(request) {
        const record = findRecord(portal, typeOf(request), request.params.id ?? '');
        if (record) archiveRecord(portal, record, source());
        return noContent;
      },
    },
  ];
}

function addressed(portal: Portal, request: SandboxRequest, id: string, idProperty: string | null): CrmRecord {
  const type = objectTypeOf(request.params.type ?? '');
  const property = idProperty?.toLowerCase() ?? null;
  if (property && property !== 'hs_object_id') refuseNonUnique(portal, type, property);
  const record =
    property && property !== 'hs_object_id' ? findByUnique(portal, type, property, id) : findRecord(portal, type, id);
  if (!record) throw notFound();
  return record;
}

function archivedOnly(portal: Portal, request: SandboxRequest): CrmRecord {
  const record = portal.records[objectTypeOf(request.params.type ?? '')].get(request.params.id ?? '');
  if (!record || record.archivedAt === null) throw notFound();
  return record;
}

function listObjects(portal: Portal, request: SandboxRequest) {
  const type = objectTypeOf(request.params.type ?? '');
  const limit = Number(request.query.get('limit') ?? 10);
  const withHistory = listOf(request, 'propertiesWithHistory');
  if (!Number.isInteger(limit) || limit < 1 || limit > (withHistory.length > 0 ? 50 : 100))
    throw invalid('limit must be between 1 and 100');
  const wantArchived = request.query.get('archived') === 'true';
  const after = BigInt(request.query.get('after') ?? '0');
  const all = [...portal.records[type].values()]
    .filter((record) => (record.archivedAt !== null) === wantArchived && BigInt(record.id) > after)
    .sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
  const page = all.slice(0, limit);
  const last = page.at(-1);
  return ok({
    results: page.map((record) => ({
      ...presentRecord(record, listOf(request, 'properties'), withHistory),
      ...associationsShown(portal, record, listOf(request, 'associations')),
    })),
    ...(all.length > limit && last ? { paging: { next: { after: last.id } } } : {}),
  });
}

/** `properties=a,b` and `properties=a&properties=b` both occur. */
function listOf(request: SandboxRequest, name: string): string[] {
  return request.query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

function associationsShown(
  portal: Portal,
  record: CrmRecord,
  names: string[],
): { associations?: Record<string, unknown> } {
  if (names.length === 0) return {};
  const shown: Record<string, unknown> = {};
  for (const name of names) {
    const toType = objectTypeOf(name);
    const linked = associationsOf(portal, record.id, toType);
    if (linked.length === 0) continue;
    const word = `${objectTypes[record.type].singular}_to_${objectTypes[toType].singular}`;
    shown[objectTypes[toType].plural] = {
      results: linked.map(({ toId, typeId }) => ({
        id: toId,
        type: isPrimaryType(typeId) ? word : `${word}_unlabeled`,
      })),
    };
  }
  return Object.keys(shown).length > 0 ? { associations: shown } : {};
}
