/** A call of one of our workflow actions as HubSpot makes it, signed or forged, by the local HubSpot's own signing code. */
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
