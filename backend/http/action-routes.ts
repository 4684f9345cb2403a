/** The signed routes of our workflow actions and of the option lists of their inputs. */
import { type WorkflowActionName, workflowActionNames } from '@zo/shared';
import { Router } from 'express';
import { z } from 'zod';
import type { ActionParts, ActionRequest } from '../handoff/actions/action-request.ts';
import { runAction } from '../handoff/actions/run-action.ts';
import type { LearnActionId } from '../hubspot/learn-action-ids.ts';
import { HttpError } from './http-error.ts';
import { hubspotSigned, type SignedParts } from './hubspot-signed.ts';

export type OptionList = (portalId: number) => Promise<{ label: string; value: string }[]>;

export type ActionRoutesParts = {
  signed: SignedParts;
  actions: ActionParts;
  isServed: (portalId: number) => boolean;
  learnActionId: LearnActionId;
  /** By field name: `owner`, `slack-channel`. */
  options: Record<string, OptionList>;
};

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const originSchema = z.looseObject({
  portalId: z.number().int().positive(),
  actionDefinitionId: text.nullish(),
  actionDefinitionVersion: z.coerce.number().int().nullish(),
});
/** What is of another shape counts as not said. */
const enrolmentSchema = z
  .looseObject({ actionExecutionIndexIdentifier: z.looseObject({ enrollmentId: z.union([z.string(), z.number()]) }) })
  .transform(
    ({ actionExecutionIndexIdentifier: { enrollmentId } }) => String(enrollmentId).trim().slice(0, 100) || null,
  )
  .catch(null);

const workflowSchema = z
  .looseObject({ workflowId: z.union([z.string(), z.number()]) })
  .transform(({ workflowId }) => String(workflowId).trim().slice(0, 100) || null)
  .catch(null);

/** Lenient: HubSpot adds members without notice, and test runs leave some out. */
export const actionCallSchema = z.looseObject({
  callbackId: z.string().min(1).max(500),
  origin: originSchema,
  context: z.unknown().optional(),
  object: z.looseObject({
    objectId: text,
    properties: z.record(z.string(), text.nullable()).nullish(),
  }),
  inputFields: z.record(z.string(), text.nullable()).nullish(),
  fields: z.record(z.string(), text.nullable()).nullish(),
});

export const optionsCallSchema = z.looseObject({
  origin: originSchema,
  fetchOptions: z.looseObject({ q: z.string().nullish() }).nullish(),
});

export function createActionRoutes({ signed, actions, isServed, learnActionId, options }: ActionRoutesParts): Router {
  const router = Router();

  /** HubSpot does not repeat what is answered so: a workflow of a portal that has left goes on without us. */
  function refuseUnlessServed(portalId: number): void {
    if (isServed(portalId)) return;
    throw new HttpError(403, 'not_connected', 'this HubSpot account is not connected to Zo Handoff: install the app');
  }

  for (const action of workflowActionNames) {
    router.post(`/hubspot/actions/${action}`, ...hubspotSigned(signed, { v2: true }), async (request, response) => {
      const call = actionCallSchema.parse(request.body);
      refuseUnlessServed(call.origin.portalId);
      await learnActionId(call.origin.portalId, action, call.origin);
      response.json({ outputFields: await runAction(actions, toRequest(action, call)) });
    });
  }

  router.post('/hubspot/options/:field', ...hubspotSigned(signed, { v2: true }), async (request, response) => {
    const field = String(request.params.field);
    const list = Object.hasOwn(options, field) ? options[field] : undefined;
    if (list === undefined) throw new HttpError(404, 'not_found', 'there is no such list of options');
    const call = optionsCallSchema.parse(request.body);
    refuseUnlessServed(call.origin.portalId);
    const wanted = call.fetchOptions?.q?.toLowerCase() ?? '';
    const all = await list(call.origin.portalId);
    response.json({
      options: all.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, 200),
      searchable: true,
    });
  });

  return router;
}

function toRequest(action: WorkflowActionName, call: z.infer<typeof actionCallSchema>): ActionRequest {
  const inputs = Object.entries(call.inputFields ?? call.fields ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return {
    action,
    portalId: call.origin.portalId,
    callbackId: call.callbackId,
    contactId: call.object.objectId,
    enrolmentId: enrolmentSchema.parse(call.origin) ?? enrolmentSchema.parse(call.context),
    workflowId: workflowSchema.parse(call.context),
    properties: call.object.properties ?? {},
    inputs: Object.fromEntries(inputs),
  };
}
