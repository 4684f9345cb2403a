/** Calls of the matrix as they are on the wire, with any kind of credential, and what of their answers can be compared. */
import { headersV3 } from '../../../sandbox/hubspot/signing/sign-request.ts';
import { signatureHeaders } from '../../../sandbox/slack/sign-request.ts';
import { oauthAdminToken } from '../../support/oauth-world.ts';
import type { Ids } from './ids.ts';
import { own } from './named-portals.ts';
import type { Call, Credential, Row } from './row.ts';
import type { TwoPortals } from './two-portals.ts';

export const credentials: Credential[] = [
  'HubSpot signature',
  'Slack signature',
  'write key',
  'admin token',
  'state',
  'none',
];

export type Answer = { status: number; text: string };

export async function ask(two: TwoPortals, row: Row, call: Call, credential = row.credential): Promise<Answer> {
  const [method = 'GET', documented = '/'] = row.route.split(' ');
  const path = (call.path ?? documented).replace(/\{(portalId|own)\}/, String(own.portalId));
  const target = withQuery(path, call.query, documented);
  const isForm = documented === '/slack/interactivity' || documented === '/slack/oauth/confirm';
  const body = method === 'GET' ? '' : bodyOf(call, documented, isForm);
  const json = call.lines === undefined ? 'application/json' : 'application/x-ndjson';
  const headers: Record<string, string> = {
    ...(method === 'GET' ? {} : { 'content-type': isForm ? 'application/x-www-form-urlencoded' : json }),
    ...proof(two, credential, { method, target, body }),
  };
  const response = await fetch(`${two.world.url}${target}`, {
    method,
    headers,
    redirect: 'manual',
    ...(method === 'GET' ? {} : { body }),
  });
  const told = ['location', 'set-cookie'].map((name) => response.headers.get(name) ?? '').join(' ');
  return { status: response.status, text: `${told} ${await response.text()}` };
}

/** As HubSpot's proxy appends it, for our own portal and one of its people. */
function withQuery(path: string, query: string | undefined, documented: string): string {
  const asPage = documented.startsWith('/app/')
    ? `portalId=${own.portalId}&userId=9&userEmail=${encodeURIComponent(own.email)}&appId=1`
    : undefined;
  const all = [query, asPage].filter(Boolean).join('&');
  return all === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${all}`;
}

function bodyOf({ body = {}, lines }: Call, documented: string, isForm: boolean): string {
  if (lines !== undefined) return lines.map((line) => JSON.stringify(line)).join('\n');
  return isForm ? formOf(documented, body) : JSON.stringify(body);
}

function formOf(documented: string, body: object): string {
  if (documented === '/slack/interactivity') return new URLSearchParams({ payload: JSON.stringify(body) }).toString();
  return new URLSearchParams(body as Record<string, string>).toString();
}

function proof(
  two: TwoPortals,
  credential: Credential,
  { method, target, body }: { method: string; target: string; body: string },
): Record<string, string> {
  const { world, slack, ownKey } = two;
  const now = world.clock.now();
  switch (credential) {
    case 'HubSpot signature':
      return headersV3(world.hubspot.clientSecret, { method, url: `${world.url}${target}`, body }, now);
    case 'Slack signature':
      return signatureHeaders(slack.control.app.signingSecret, now, body);
    case 'write key':
      return { 'x-write-key': ownKey };
    case 'admin token':
      return { authorization: `Bearer ${oauthAdminToken}` };
    case 'state':
      return { cookie: `zo-oauth=${'c'.repeat(43)}` };
    case 'none':
      return {};
  }
}

/** Without what was named in the call, and without moments: what is left is the same for an id that nobody has. */
export function comparable({ status, text }: Answer, ids: Ids): string {
  const named = Object.entries(ids)
    .map(([name, value]) => [name, String(value)] as const)
    .filter(([name, value]) => name !== 'portalId' && value.length > 4)
    .toSorted(([, one], [, two]) => two.length - one.length);
  let left = text;
  for (const [name, value] of named) {
    left = left.replaceAll(value, `<${name}>`).replaceAll(encodeURIComponent(value), `<${name}>`);
  }
  return `${status} ${left
    .replace(/\b1[0-9]{12}\b/g, '<moment>')
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>')
    .replace(/p\d{16}/g, '<message>')
    .replace(/"keyId":"[0-9a-f]{8}"/g, '<key>')
    .replace(/\b(version|receipt|handoff) \d+/g, '$1 <number>')
    .replace(/[A-Za-z0-9_-]{32,}/g, '<secret>')}`;
}
