/**
 * What `hubspot.fetch` does for a card: adds who is asking, signs, waits up to 15 s, tries once more on a connection
 * failure or 5xx, and passes on at most 1 MB each way.
 */
import { invalid, Refusal } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import { someUserOf, userOf } from '../portal/users.ts';
import { headersV2, headersV3 } from '../signing/sign-request.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const mostBytes = 1_000_000;
const longestMs = 15_000;
const appended = ['portalId', 'userId', 'userEmail', 'appId'];

export type ProxyAnswer = { status: number; body: string; contentType: string };

export async function proxyFetch(portal: Portal, asked: Record<string, unknown>): Promise<ProxyAnswer> {
  if (!portal.isInstalled) throw invalid('The app is not installed in this portal');
  const method = typeof asked.method === 'string' ? asked.method.toUpperCase() : 'GET';
  if (!methods.includes(method)) throw invalid(`Method ${method} is not supported`);
  const authorization = authorizationOf(asked.headers);
  const url = signedUrl(portal, asked);
  const body = method === 'GET' || asked.body === undefined ? '' : JSON.stringify(asked.body);
  if (body !== '' && !isObject(asked.body)) throw invalid('The body must be a JSON object');
  if (Buffer.byteLength(body) > mostBytes) throw invalid('The request is larger than 1 MB');
  const timeoutMs = Math.min(typeof asked.timeout === 'number' ? asked.timeout : longestMs, longestMs);

  const parts = { method, url, body };
  const send = async (): Promise<ProxyAnswer> => {
    const secret = portal.settings.clientSecret;
    const headers = {
      ...headersV2(secret, parts),
      ...headersV3(secret, parts, portal.now()),
      ...authorization,
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    };
    const response = await fetch(url, {
      method,
      headers,
      ...(body === '' ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (Buffer.byteLength(text) > mostBytes) throw badGateway('The response is larger than 1 MB', response.status);
    return { status: response.status, body: text, contentType: response.headers.get('content-type') ?? 'text/plain' };
  };
  const first = await send().catch((error: unknown) => {
    if (error instanceof Refusal || (error instanceof Error && error.name === 'TimeoutError')) throw timeoutOr(error);
    return null;
  });
  if (first && first.status < 500) return first;
  return send().catch((error: unknown) => {
    throw timeoutOr(error);
  });
}

function authorizationOf(headers: unknown): Record<string, string> {
  if (!isObject(headers)) return {};
  const names = Object.keys(headers);
  if (names.some((name) => name.toLowerCase() !== 'authorization'))
    throw invalid("Only 'Authorization' header is allowed");
  return names[0] === undefined ? {} : { authorization: String(headers[names[0]]) };
}

/** The caller's URL on the app's own origin, with the four parameters appended. */
function signedUrl(portal: Portal, asked: Record<string, unknown>): string {
  const base = portal.switches.actionBaseUrl;
  if (typeof asked.url !== 'string' || !URL.canParse(asked.url)) throw invalid('url must be absolute');
  const url = asked.url;
  if (base && new URL(url).origin !== new URL(base).origin)
    throw invalid(`${new URL(url).origin} is not among permittedUrls.fetch`);
  const user = typeof asked.userEmail === 'string' ? userOf(portal, asked.userEmail) : someUserOf(portal);
  const who: Record<string, string> = {
    portalId: String(portal.settings.portalId),
    userId: String(asked.userId ?? user.userId),
    userEmail: String(asked.userEmail ?? user.email),
    appId: String(portal.settings.appId),
  };
  const query = appended.map((name) => `${name}=${encodeURIComponent(who[name] ?? '')}`).join('&');
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

function badGateway(message: string, status: number): Refusal {
  return new Refusal(502, { message, category: 'BAD_GATEWAY', context: { appServerStatusCode: [String(status)] } });
}

function timeoutOr(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  return isTimeout
    ? new Refusal(504, { message: 'The app did not answer in time', category: 'GATEWAY_TIMEOUT' })
    : badGateway('The app could not be reached', 0);
}
