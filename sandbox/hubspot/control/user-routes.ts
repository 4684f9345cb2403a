/** What people do inside HubSpot: edit records and workflows, come and go as users. */

import { fetchOptions } from '../actions/fetch-options.ts';
import { addEmail } from '../crm/merge-records.ts';
import { objectTypeOf } from '../crm/object-types.ts';
import { writeValues } from '../crm/records.ts';
import { prepareCreate, prepareUpdate } from '../crm/write-objects.ts';
import { proxyFetch } from '../extensions/proxy-fetch.ts';
import { checkFlow } from '../flows/check-flow.ts';
import { deleteFlow, storeRevision } from '../flows/flow-routes.ts';
import { ok } from '../http/answer.ts';
import { invalid, notFound } from '../http/refusal.ts';
import { isObject, objectOf, type Route, type SandboxRequest } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { WriteSource } from '../portal/tables.ts';
import { addOwner } from '../portal/users.ts';
import { ownerAt, recordAt, user } from './record-at.ts';
import { wholeContact } from './whole-contact.ts';

const sourceTypes = new Set(['INTEGRATION', 'AUTOMATION_PLATFORM', 'CRM_UI', 'IMPORT', 'FORM']);

/** Somebody else than that user: another app, a workflow, an import. */
function sourceIn({ by }: Record<string, unknown>): WriteSource {
  if (by === undefined) return user;
  if (!isObject(by) || !sourceTypes.has(String(by.sourceType))) throw invalid('by.sourceType must be a kind of writer');
  const { sourceId, sourceLabel, updatedByUserId } = by;
  return {
    sourceType: by.sourceType as WriteSource['sourceType'],
    sourceId: String(sourceId ?? ''),
    ...(typeof sourceLabel === 'string' ? { sourceLabel } : {}),
    ...(typeof updatedByUserId === 'number' ? { updatedByUserId } : {}),
  };
}

export function userRoutes(portal: Portal): Route[] {
  const flowOf = (request: SandboxRequest) => {
    const flow = portal.flows.get(request.params.id ?? '');
    if (!flow) throw notFound();
    return flow;
  };
  return [
    {
      method: 'GET',
      path: '/sandbox/contacts/:id',
      handle: (request) => ok(wholeContact(portal, recordAt(portal, '0-1', request.params.id ?? ''))),
    },
    {
      method: 'POST',
      path: '/sandbox/contacts/:id/emails',
      handle(request) {
        const { email } = objectOf(request);
        if (typeof email !== 'string') throw invalid('email is needed');
        const record = recordAt(portal, '0-1', request.params.id ?? '');
        addEmail(portal, record, email);
        return ok(record);
      },
    },
    {
      // Unsubscribing is the one way to it: nobody may write the property.
      method: 'POST',
      path: '/sandbox/contacts/:id/opt-out',
      handle(request) {
        const record = recordAt(portal, '0-1', request.params.id ?? '');
        const { optedOut = true } = objectOf(request);
        writeValues(portal, record, { hs_email_optout: optedOut === true ? 'true' : 'false' }, user);
        return ok(record);
      },
    },
    {
      method: 'POST',
      path: '/sandbox/objects/:type',
      handle: (request) =>
        ok(prepareCreate(portal, objectTypeOf(request.params.type ?? ''), objectOf(request), user).run().record, 201),
    },
    {
      method: 'PATCH',
      path: '/sandbox/objects/:type/:id',
      handle(request) {
        const record = recordAt(portal, objectTypeOf(request.params.type ?? ''), request.params.id ?? '');
        const body = objectOf(request);
        return ok(prepareUpdate(portal, record, body, sourceIn(body)).run().record);
      },
    },
    {
      method: 'POST',
      path: '/sandbox/owners',
      handle(request) {
        const { email, firstName, lastName } = objectOf(request);
        if (typeof email !== 'string') throw invalid('email is needed');
        const owner = addOwner(portal, { email, firstName: String(firstName ?? ''), lastName: String(lastName ?? '') });
        return ok(owner, 201);
      },
    },
    {
      method: 'PATCH',
      path: '/sandbox/owners/:id',
      handle(request) {
        const owner = ownerAt(portal, request.params.id ?? '');
        if (!owner) throw notFound();
        owner.archived = objectOf(request).archived === true;
        return ok(owner);
      },
    },
    {
      method: 'PATCH',
      path: '/sandbox/flows/:id',
      handle(request) {
        const flow = flowOf(request);
        const checked = checkFlow(portal, { ...flow, ...objectOf(request) }, flow);
        return ok(storeRevision(portal, { ...flow, ...checked }));
      },
    },
    {
      method: 'DELETE',
      path: '/sandbox/flows/:id',
      handle(request) {
        deleteFlow(portal, flowOf(request));
        return ok({ deleted: true });
      },
    },
    {
      method: 'POST',
      path: '/sandbox/action-options',
      async handle(request) {
        const { action, field, inputFields, q, after } = objectOf(request);
        const asked = {
          uid: String(action),
          field: String(field),
          inputFields: isObject(inputFields) ? inputFields : {},
        };
        const more = { ...(typeof q === 'string' ? { q } : {}), ...(typeof after === 'string' ? { after } : {}) };
        return ok(await fetchOptions(portal, { ...asked, ...more }));
      },
    },
    {
      method: 'POST',
      path: '/sandbox/hubspot-fetch',
      async handle(request) {
        const answer = await proxyFetch(portal, objectOf(request));
        return { status: answer.status, text: answer.body, headers: { 'content-type': answer.contentType } };
      },
    },
  ];
}
