import { randomUUID } from 'node:crypto';
import { invalid } from '../http/refusal.ts';
import type { Portal } from '../portal/portal.ts';
import { headersV2, headersV3 } from '../signing/sign-request.ts';
import { appUrl } from './app-url.ts';

export type OptionsAsked = {
  uid: string;
  field: string;
  inputFields: Record<string, unknown>;
  q?: string;
  after?: string;
};

/** Asks the app for the options of an action's input, as the workflow editor does when the field is opened. */
export async function fetchOptions(portal: Portal, asked: OptionsAsked): Promise<{ status: number; body: unknown }> {
  if (!portal.isInstalled) throw invalid('The app is not installed in this portal');
  const definition = portal.actionDefinitions.find((one) => one.uid === asked.uid || one.definitionId === asked.uid);
  const template = definition?.options[asked.field];
  if (!definition || !template) throw invalid(`${asked.uid} has no input ${asked.field} with an optionsUrl`);
  const url = appUrl(portal, template);
  if (!url) throw invalid('The address of the app is not known');
  const body = JSON.stringify({
    origin: {
      portalId: portal.settings.portalId,
      actionDefinitionId: Number(definition.definitionId),
      actionDefinitionVersion: definition.version,
      extensionDefinitionId: Number(definition.definitionId),
      extensionDefinitionVersionId: definition.version,
    },
    requestId: randomUUID(),
    objectTypeId: '0-1',
    inputFieldName: asked.field,
    inputFields: asked.inputFields,
    fetchOptions: {
      ...(asked.q === undefined ? {} : { q: asked.q }),
      ...(asked.after === undefined ? {} : { after: asked.after }),
    },
  });
  const parts = { method: 'POST', url, body };
  const secret = portal.settings.clientSecret;
  const headers = {
    'content-type': 'application/json',
    ...headersV2(secret, parts),
    ...(portal.switches.signActionsWithV3 ? headersV3(secret, parts, portal.now()) : {}),
  };
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}
