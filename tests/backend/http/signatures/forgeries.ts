/** Calls as HubSpot and Slack sign them, and every way to forge one that we know of. */
import { createHmac } from 'node:crypto';
import { headersV1, headersV2, headersV3 } from '../../../../sandbox/hubspot/signing/sign-request.ts';
import type { Scheme, SignedRoute } from './signed-routes.ts';

export type Call = { method: string; path: string; body: string };
/** A header with several values is sent several times. */
export type Sent = Call & { headers: Record<string, string | string[]> };
export type Signing = { scheme: Scheme; secret: string; publicUrl: string; at: number };

export const secrets = { hubspot: 'client-secret-of-the-tests', slack: 'signing-secret-of-the-tests' };
export const secretOf = (scheme: Scheme) => (scheme === 'slack' ? secrets.slack : secrets.hubspot);

export function callOf({ route, path, query, body }: SignedRoute, scheme: Scheme): Call {
  const [method = '', documented = ''] = route.split(' ');
  const text = body === undefined ? '' : JSON.stringify(body);
  return {
    method,
    path: `${path ?? documented}${query === undefined ? '' : `?${query}`}`,
    body: scheme === 'slack' ? new URLSearchParams({ payload: text }).toString() : text,
  };
}

export function sign(call: Call, { scheme, secret, publicUrl, at }: Signing): Record<string, string> {
  const parts = { method: call.method, url: publicUrl + call.path, body: call.body };
  if (scheme === 'v1') return headersV1(secret, call.body);
  if (scheme === 'v2') return headersV2(secret, parts);
  if (scheme === 'v3') return headersV3(secret, parts, at);
  const seconds = Math.floor(at / 1000);
  const digest = createHmac('sha256', secret).update(`v0:${seconds}:${call.body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${digest}` };
}

export const genuine = (call: Call, signing: Signing): Sent => ({ ...call, headers: sign(call, signing) });

export type Forgery = {
  title: string;
  /** Of which signatures it is one; all unless said otherwise. */
  of?: Scheme[];
  /** Null: this call cannot be forged so. */
  forge: (call: Call, signing: Signing) => Sent | null;
  /** 401 unless said otherwise. */
  status?: number;
};

const signatureHeaders: Record<Scheme, string> = {
  v1: 'x-hubspot-signature',
  v2: 'x-hubspot-signature',
  v3: 'x-hubspot-signature-v3',
  slack: 'x-slack-signature',
};
const timestampHeaders: Partial<Record<Scheme, string>> = {
  v3: 'x-hubspot-request-timestamp',
  slack: 'x-slack-request-timestamp',
};

/** The genuine headers, one of them changed. */
function changing(header: (scheme: Scheme) => string | undefined, change: (value: string) => string | string[] | null) {
  return (call: Call, signing: Signing): Sent => {
    const headers: Sent['headers'] = sign(call, signing);
    const name = header(signing.scheme) ?? '';
    const changed = change(String(headers[name]));
    if (changed === null) delete headers[name];
    else headers[name] = changed;
    return { ...call, headers };
  };
}
const signature = (change: Parameters<typeof changing>[1]) => changing((scheme) => signatureHeaders[scheme], change);
const timestamp = (change: Parameters<typeof changing>[1]) => changing((scheme) => timestampHeaders[scheme], change);

/** Signed as one call, sent as another. */
const sentAs = (change: (call: Call) => Partial<Call>) => (call: Call, signing: Signing) => {
  const sent = { ...call, ...change(call) };
  const isSame = sent.method === call.method && sent.path === call.path && sent.body === call.body;
  return isSame ? null : { ...sent, headers: sign(call, signing) };
};

const withQuery = (path: string, added: string) => `${path}${path.includes('?') ? '&' : '?'}${added}`;
const swapCase = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));
const moments = ['v3', 'slack'] satisfies Scheme[];
const addressed = ['v2', 'v3'] satisfies Scheme[];
const digits = (text: string, change: number) => String(Number(text) + change);

export const forgeries: Forgery[] = [
  { title: 'without a signature', forge: (call) => ({ ...call, headers: {} }) },
  { title: 'with an empty signature', forge: signature(() => '') },
  { title: 'with a signature cut short', forge: signature((value) => value.slice(0, -1)) },
  { title: 'under another secret', forge: (call, how) => genuine(call, { ...how, secret: `${how.secret}x` }) },
  { title: 'under an empty secret', forge: (call, how) => genuine(call, { ...how, secret: '' }) },
  { title: 'with the letters of the signature in the other case', forge: signature(swapCase) },
  { title: 'with the signature twice', forge: signature((value) => [value, value]) },
  { title: 'with the signature twice, one of them wrong', forge: signature((value) => ['x', value]) },
  { title: 'with another body', forge: sentAs(({ body }) => (body === '' ? {} : { body: `${body} ` })) },
  {
    title: 'at another path',
    of: addressed,
    forge: (call, how) => ({ ...call, headers: sign({ ...call, path: `${call.path}x` }, how) }),
  },
  {
    title: 'with a parameter added',
    of: addressed,
    forge: sentAs(({ path }) => ({ path: withQuery(path, 'more=1') })),
  },
  {
    title: 'for another portal',
    of: ['v3'],
    forge: sentAs(({ path }) => ({ path: path.replace('portalId=4711', 'portalId=4712') })),
  },
  {
    title: 'with the query encoded anew',
    of: ['v3'],
    forge: sentAs(({ path }) => ({ path: path.replace('%2B', '+') })),
  },
  {
    title: 'signed for another host, which it also calls itself',
    of: addressed,
    forge: (call, how) => ({
      ...call,
      headers: {
        ...sign(call, { ...how, publicUrl: 'https://zo.example.test' }),
        host: 'zo.example.test',
        'x-forwarded-host': 'zo.example.test',
        'x-forwarded-proto': 'https',
      },
    }),
  },
  {
    title: 'signed for another method',
    of: addressed,
    forge: (call, how) => ({
      ...call,
      headers: sign({ ...call, method: call.method === 'GET' ? 'POST' : 'GET' }, how),
    }),
  },
  { title: 'without a timestamp', of: moments, forge: timestamp(() => null) },
  { title: 'with another timestamp', of: moments, forge: timestamp((value) => digits(value, 1)) },
  { title: 'with the timestamp twice', of: moments, forge: timestamp((value) => [value, value]) },
  { title: 'with words as timestamp', of: moments, forge: timestamp(() => 'now') },
  {
    title: 'signed more than five minutes ago',
    of: moments,
    forge: (call, how) => genuine(call, { ...how, at: how.at - 302_000 }),
  },
  {
    title: 'signed more than five minutes ahead',
    of: moments,
    forge: (call, how) => genuine(call, { ...how, at: how.at + 330_000 }),
  },
  {
    title: 'with a version nobody knows',
    of: ['v1', 'v2', 'slack'],
    forge: (call, how) => {
      if (how.scheme === 'slack') return signature((value) => value.replace('v0=', 'v1='))(call, how);
      return { ...call, headers: { ...sign(call, how), 'x-hubspot-signature-version': 'v9' } };
    },
  },
  {
    title: 'with a wrong v3 beside a right lesser signature',
    of: ['v1', 'v2'],
    forge: (call, how) => ({
      ...call,
      headers: { ...sign(call, how), ...sign(call, { ...how, scheme: 'v3', secret: 'another' }) },
    }),
  },
  {
    title: 'with the version of v1 on a signature of v2, and the other way round',
    of: ['v1', 'v2'],
    forge: (call, how) => ({
      ...call,
      headers: { ...sign(call, how), 'x-hubspot-signature-version': how.scheme === 'v1' ? 'v2' : 'v1' },
    }),
  },
  {
    title: 'with a parameter twice, signed so',
    of: addressed,
    forge: (call, how) => {
      return genuine({ ...call, path: withQuery(call.path, 'portalId=1&portalId=1') }, how);
    },
    status: 400,
  },
  {
    title: 'compressed, so that other bytes are read than were signed',
    forge: (call, how) =>
      call.body === '' ? null : { ...call, headers: { ...sign(call, how), 'content-encoding': 'gzip' } },
    status: 415,
  },
];
