/** Calls as HubSpot makes them, signed or forged, by the local HubSpot's own signing code: of workflow actions, of cards and pages. */
import { headersV2, headersV3 } from '../../sandbox/hubspot/signing/sign-request.ts';
import { clientSecret, portalId, type RunningProduct } from './running-product.ts';

export type SignedCall = {
  contactId: string;
  callbackId: string;
  inputs?: Record<string, string>;
  properties?: Record<string, string | null>;
};

export type Signing = {
  sign?: 'v2' | 'v3' | 'both' | 'nothing' | 'another secret' | 'another body';
  /** The moment a v3 signature names; now unless said otherwise. */
  at?: number;
};

export type ActionAnswer = { status: number; outputFields?: Record<string, string> };

export async function callAction(
  { backendUrl, clock }: RunningProduct,
  action: string,
  { contactId, callbackId, inputs = {}, properties = {} }: SignedCall,
  { sign = 'v2', at = clock.now() }: Signing = {},
): Promise<ActionAnswer> {
  const url = `${backendUrl}/hubspot/actions/${action}`;
  const body = JSON.stringify({
    callbackId,
    origin: { portalId, actionDefinitionId: 1, actionDefinitionVersion: 1 },
    context: { source: 'WORKFLOWS', workflowId: 1 },
    object: { objectId: Number(contactId), objectType: 'CONTACT', properties },
    inputFields: inputs,
  });
  const parts = { method: 'POST', url, body: sign === 'another body' ? `${body} ` : body };
  const secret = sign === 'another secret' ? `${clientSecret}x` : clientSecret;
  const headers = {
    'content-type': 'application/json',
    ...(sign === 'v3' || sign === 'nothing' ? {} : headersV2(secret, parts)),
    ...(sign === 'v3' || sign === 'both' ? headersV3(secret, parts, at) : {}),
  };
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = (await response.json()) as { outputFields?: Record<string, string> };
  return { status: response.status, outputFields: answer.outputFields };
}

export type PageCall = { userEmail: string; query?: string; body?: object };

/** What a card or page asks through HubSpot's proxy; a GET unless there is a body. */
export async function askAsPage<Answer>(
  { backendUrl, clock }: RunningProduct,
  path: string,
  { userEmail, query = '', body }: PageCall,
): Promise<Answer> {
  const url = `${backendUrl}${path}?${query}${query === '' ? '' : '&'}portalId=${portalId}&userId=9&userEmail=${encodeURIComponent(userEmail)}&appId=1`;
  const method = body === undefined ? 'GET' : 'POST';
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headersV3(clientSecret, { method, url, body: text }, clock.now()),
  };
  const response = await fetch(url, { method, headers, body: body === undefined ? undefined : text });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
