import { batchAnswer, inputsOf } from '../crm/batch-objects.ts';
import { objectScope, objectTypeOf, objectTypes } from '../crm/object-types.ts';
import { noContent, ok } from '../http/answer.ts';
import { invalid, notFound, Refusal } from '../http/refusal.ts';
import { objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { ObjectTypeId, PropertyDefinition } from '../portal/tables.ts';
import { archiveProperty, changeProperty, createGroup, createProperty } from './define-property.ts';

const base = '/crm/v3/properties/:type';

export function propertyRoutes(portal: Portal): Route[] {
  const scope = (right: 'read' | 'write') => (params: Record<string, string>) => {
    const schema = `crm.schemas.${objectTypes[objectTypeOf(params.type ?? '')].plural}.${right}`;
    return right === 'read'
      ? [schema, ...objectScope(params.type ?? '', 'read'), ...objectScope(params.type ?? '', 'write')]
      : [schema];
  };
  const typeOf = (request: SandboxRequest) => objectTypeOf(request.params.type ?? '');
  const wantArchived = (request: SandboxRequest) => request.query.get('archived') === 'true';

  return [
    ...groupRoutes(portal, scope('read'), scope('write')),
    {
      method: 'POST',
      path: `${base}/batch/create`,
      anyScope: scope('write'),
      handle(request) {
        const results: unknown[] = [];
        const errors: unknown[] = [];
        for (const input of inputsOf(objectOf(request))) {
          try {
            results.push(presentProperty(createProperty(portal, typeOf(request), input)));
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            errors.push({
              status: 'error',
              links: {},
              errors: [],
              ...error.body,
              context: { name: [String(input.name)] },
            });
          }
        }
        return batchAnswer(portal, 201, results, errors);
      },
    },
    {
      method: 'POST',
      path: `${base}/batch/read`,
      anyScope: scope('read'),
      handle(request) {
        const body = objectOf(request);
        const names = inputsOf(body).map((input) => String(input.name));
        const found = names.map((name) => visible(portal, typeOf(request), name, body.archived === true));
        const missing = names.filter((_name, index) => !found[index]);
        const error = {
          status: 'error',
          category: 'OBJECT_NOT_FOUND',
          message: 'Some properties do not exist',
          context: { name: missing },
          links: {},
          errors: [],
        };
        return batchAnswer(
          portal,
          200,
          found.filter((one) => one !== null).map(presentProperty),
          missing.length > 0 ? [error] : [],
        );
      },
    },
    {
      method: 'POST',
      path: `${base}/batch/archive`,
      anyScope: scope('write'),
      handle(request) {
        for (const input of inputsOf(objectOf(request))) {
          const definition = portal.properties[typeOf(request)].get(String(input.name));
          if (definition && definition.archivedAt === null) archiveProperty(portal, typeOf(request), definition);
        }
        return noContent;
      },
    },
    {
      method: 'GET',
      path: base,
      anyScope: scope('read'),
      handle(request) {
        const names = [...portal.properties[typeOf(request)].keys()];
        const found = names.map((name) => visible(portal, typeOf(request), name, wantArchived(request)));
        return ok({ results: found.filter((one) => one !== null).map(presentProperty) });
      },
    },
    {
      method: 'POST',
      path: base,
      anyScope: scope('write'),
      handle(request) {
        const created = createProperty(portal, typeOf(request), objectOf(request));
        return { ...ok(presentProperty(created), 201), headers: { location: `${request.path}/${created.name}` } };
      },
    },
    {
      method: 'GET',
      path: `${base}/:name`,
      anyScope: scope('read'),
      handle(request) {
        const definition = visible(portal, typeOf(request), request.params.name ?? '', wantArchived(request));
        if (!definition) throw notFound();
        return ok(presentProperty(definition));
      },
    },
    {
      method: 'PATCH',
      path: `${base}/:name`,
      anyScope: scope('write'),
      handle(request) {
        const definition = active(portal, request);
        changeProperty(portal, typeOf(request), definition, objectOf(request));
        return ok(presentProperty(definition));
      },
    },
    {
      method: 'DELETE',
      path: `${base}/:name`,
      anyScope: scope('write'),
      handle(request) {
        archiveProperty(portal, typeOf(request), active(portal, request));
        return noContent;
      },
    },
  ];
}

type ScopeOf = (params: Record<string, string>) => string[];

function groupRoutes(portal: Portal, reads: ScopeOf, writes: ScopeOf): Route[] {
  const typeOf = (request: SandboxRequest) => objectTypeOf(request.params.type ?? '');
  const groupOf = (request: SandboxRequest) => {
    const group = portal.groups[typeOf(request)].get(request.params.name ?? '');
    if (!group || group.archived) throw notFound();
    return group;
  };
  return [
    {
      method: 'GET',
      path: `${base}/groups`,
      anyScope: reads,
      handle: (request) =>
        ok({ results: [...portal.groups[typeOf(request)].values()].filter((group) => !group.archived) }),
    },
    {
      method: 'POST',
      path: `${base}/groups`,
      anyScope: writes,
      handle: (request) => ok(createGroup(portal, typeOf(request), objectOf(request)), 201),
    },
    { method: 'GET', path: `${base}/groups/:name`, anyScope: reads, handle: (request) => ok(groupOf(request)) },
    {
      method: 'PATCH',
      path: `${base}/groups/:name`,
      anyScope: writes,
      handle(request) {
        const group = groupOf(request);
        const { label, displayOrder } = objectOf(request);
        if (typeof label === 'string') group.label = label;
        if (typeof displayOrder === 'number') group.displayOrder = displayOrder;
        return ok(group);
      },
    },
    {
      method: 'DELETE',
      path: `${base}/groups/:name`,
      anyScope: writes,
      handle(request) {
        const group = groupOf(request);
        const used = [...portal.properties[typeOf(request)].values()].some(
          (one) => one.groupName === group.name && one.archivedAt === null,
        );
        if (used) {
          const inner = {
            status: 'error',
            message: `Group ${group.name} has active properties`,
            category: 'VALIDATION_ERROR',
            subCategory: 'PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES',
          };
          throw invalid(JSON.stringify(inner));
        }
        group.archived = true;
        return noContent;
      },
    },
  ];
}

function active(portal: Portal, request: SandboxRequest): PropertyDefinition {
  const definition = portal.properties[objectTypeOf(request.params.type ?? '')].get(request.params.name ?? '');
  if (!definition || definition.archivedAt !== null) throw notFound();
  return definition;
}

/** What a read shows: new properties appear a moment after their creation. */
function visible(portal: Portal, type: ObjectTypeId, name: string, archived: boolean): PropertyDefinition | null {
  const definition = portal.properties[type].get(name);
  if (!definition || (definition.archivedAt !== null) !== archived) return null;
  return definition.visibleAtMonotonicMs <= performance.now() ? definition : null;
}

function presentProperty(definition: PropertyDefinition): Record<string, unknown> {
  const { createdAt, updatedAt, archivedAt, visibleAtMonotonicMs: _delay, readOnlyValue, ...shown } = definition;
  return {
    ...shown,
    ...(definition.hubspotDefined ? {} : { archived: archivedAt !== null }),
    ...(archivedAt === null ? {} : { archivedAt: new Date(archivedAt).toISOString() }),
    createdAt: new Date(createdAt).toISOString(),
    updatedAt: new Date(updatedAt).toISOString(),
    modificationMetadata: {
      archivable: !definition.hubspotDefined,
      readOnlyDefinition: definition.hubspotDefined,
      readOnlyValue,
    },
    dataSensitivity: 'non_sensitive',
  };
}
