/** One signed call of a custom workflow action, and what its answer means. */

import { objectTypes } from '../crm/object-types.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { ActionDefinition, CrmRecord } from '../portal/tables.ts';
import { headersV2, headersV3 } from '../signing/sign-request.ts';
import { appUrl } from './app-url.ts';

export type ActionCall = {
  callbackId: string;
  enrolmentId: string;
  executionIndex: number;
  flowId: string;
  actionId: string;
  definition: ActionDefinition;
  record: CrmRecord;
  inputs: Record<string, string>;
};

export type ActionAnswer =
  | { kind: 'finished'; succeeded: boolean; outputs: Record<string, string>; detail: string }
  | { kind: 'blocked'; outputs: Record<string, string>; expiresInMs: number }
  | { kind: 'retry'; afterMs: number | null; detail: string };

const weekMs = 7 * 86_400_000;

export async function callAction(
  portal: Portal,
  call: ActionCall,
  timeoutMs: number,
  stop: AbortSignal,
): Promise<ActionAnswer> {
  const url = appUrl(portal, call.definition.actionUrl);
  if (!url) return { kind: 'retry', afterMs: null, detail: 'the address of the app is not known' };
  const body = JSON.stringify(requestBody(portal, call));
  const parts = { method: 'POST', url, body };
  const secret = portal.settings.clientSecret;
  const headers = {
    'content-type': 'application/json',
    ...headersV2(secret, parts),
    ...(portal.switches.signActionsWithV3 ? headersV3(secret, parts, portal.now()) : {}),
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
    });
    return readAnswer(response.status, response.headers.get('retry-after'), await response.text());
  } catch (error) {
    return {
      kind: 'retry',
      afterMs: null,
      detail: error instanceof Error ? `${error.name}: ${error.message}` : 'no answer',
    };
  }
}

/** 4xx fails for good except 429; 5xx and silence are retried; 2xx says in its outputs how it went. */
export function readAnswer(status: number, retryAfter: string | null, text: string): ActionAnswer {
  if (status === 429 || status >= 500) {
    const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
    return {
      kind: 'retry',
      afterMs: Number.isFinite(seconds) ? seconds * 1_000 : null,
      detail: `the app answered ${status}`,
    };
  }
  if (status < 200 || status >= 300)
    return { kind: 'finished', succeeded: false, outputs: {}, detail: `the app answered ${status}` };
  const outputs = outputsIn(text);
  const state = outputs.hs_execution_state ?? 'SUCCESS';
  if (state === 'BLOCK' || state === 'ASYNC') {
    return { kind: 'blocked', outputs, expiresInMs: durationMs(outputs.hs_expiration_duration ?? '') ?? weekMs };
  }
  return { kind: 'finished', succeeded: state !== 'FAIL_CONTINUE', outputs, detail: state };
}

function requestBody(portal: Portal, call: ActionCall): Record<string, unknown> {
  const { definition, record, inputs } = call;
  const index = { enrollmentId: Number(call.enrolmentId), actionExecutionIndex: call.executionIndex };
  const requested = definition.requestedProperties.map((name): [string, string | null] => [
    name,
    record.values[name] ?? null,
  ]);
  return {
    callbackId: call.callbackId,
    origin: {
      portalId: portal.settings.portalId,
      userId: null,
      actionDefinitionId: Number(definition.definitionId),
      actionDefinitionVersion: definition.version,
      actionExecutionIndexIdentifier: index,
      extensionDefinitionId: Number(definition.definitionId),
      extensionDefinitionVersionId: definition.version,
    },
    context: {
      source: 'WORKFLOWS',
      workflowId: Number(call.flowId),
      actionId: Number(call.actionId),
      actionExecutionIndexIdentifier: index,
    },
    object: {
      objectId: Number(record.id),
      objectType: objectTypes[record.type].upper,
      ...(requested.length > 0 ? { properties: Object.fromEntries(requested) } : {}),
    },
    inputFields: inputs,
    fields: inputs,
    typedInputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { value, type: 'STRING' }])),
  };
}

/** Outputs are strings in HubSpot, whatever was sent. */
export function outputStrings(outputFields: unknown): Record<string, string> {
  if (!isObject(outputFields)) return {};
  return Object.fromEntries(
    Object.entries(outputFields)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  );
}

function outputsIn(text: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? outputStrings(parsed.outputFields) : {};
  } catch {
    return {};
  }
}

/** ISO 8601 duration in weeks, days, hours, minutes and seconds. */
export function durationMs(text: string): number | null {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!match || text === 'P') return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return (
    ((((weeks ?? 0) * 7 + (days ?? 0)) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60_000 + (seconds ?? 0) * 1_000
  );
}
