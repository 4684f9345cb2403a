import { type HubspotCheck, verifyHubspotSignature } from '../../../../backend/http/signatures/hubspot-signature.ts';

const timestamp = 1_764_000_000_000;
const v1Body =
  '[{"eventId":9001,"subscriptionId":77,"portalId":424242,"appId":1001,"occurredAt":1764000000000,"subscriptionType":"contact.propertyChange","attemptNumber":0,"objectId":5,"propertyName":"lifecyclestage","propertyValue":"lead","changeSource":"CRM_UI","sourceId":"userId:7"}]';

/** The v2 vector; each test changes only what it is about. */
function check(changes: Partial<Omit<HubspotCheck, 'rawBody'>> & { body?: string } = {}): HubspotCheck {
  const { body = '{"a":"é"}', ...rest } = changes;
  return {
    method: 'POST',
    url: 'https://zo.example.test/hubspot/actions/alert',
    rawBody: Buffer.from(body),
    headers: v2Headers,
    secret: 'zo-test-client-secret-0001',
    plausibleNows: [timestamp],
    accept: { v2: true },
    ...rest,
  };
}

const v2Headers = {
  'x-hubspot-signature': '429db757c803ad34831946aeaa9c731ac97110366232fa90b2f978313c212878',
  'x-hubspot-signature-version': 'v2',
};
const v3Headers = {
  'x-hubspot-signature-v3': '9wdx+KygLdmD6JLBiZFNp1sTDvQN7twqT5L5CIxpsz8=',
  'x-hubspot-request-timestamp': String(timestamp),
};
const v1 = {
  url: 'https://zo.example.test/hubspot/webhooks',
  body: v1Body,
  headers: {
    'x-hubspot-signature': '3a0d592203d41b02d3b0d4576a5bc3bf05667de2eb3f448863693a100e2d3e3e',
    'x-hubspot-signature-version': 'v1',
  },
  accept: { v1: true },
};
const card = {
  method: 'GET',
  url: 'https://zo.example.test/hubspot/settings?portalId=424242&userEmail=ana%2Bx%40example.com&path=a%2Fb',
  body: '',
  headers: { ...v3Headers, 'x-hubspot-signature-v3': 'ivFZBDUB0ysHXk6t995Rztj9ei0I48JlDdauKeHCe+Q=' },
  accept: {},
};

describe('accepts what HubSpot signed', () => {
  it.each([
    ['v1, where it is allowed', check(v1), 'v1'],
    ['v2', check(), 'v2'],
    [
      'v2 without a version header',
      check({ headers: { 'x-hubspot-signature': v2Headers['x-hubspot-signature'] } }),
      'v2',
    ],
    ['v3', check({ headers: v3Headers }), 'v3'],
    ['v3 next to v2', check({ headers: { ...v2Headers, ...v3Headers } }), 'v3'],
    ['v3 over decoded escapes, without a body', check(card), 'v3'],
    ['v3 with a body that a GET should not have', check({ ...card, body: 'ignored' }), 'v3'],
    [
      'v3 with escapes in lower case',
      check({ ...card, url: card.url.replace('%40', '%40').replace('%2Fb', '%2fb') }),
      'v3',
    ],
    ['v3 that is exactly five minutes old', check({ headers: v3Headers, plausibleNows: [timestamp + 300_000] }), 'v3'],
    [
      'v3 from a clock exactly five minutes ahead',
      check({ headers: v3Headers, plausibleNows: [timestamp - 300_000] }),
      'v3',
    ],
    [
      'v3 that fits what now was before the clock moved',
      check({ headers: v3Headers, plausibleNows: [timestamp + 14 * 86_400_000, timestamp + 5] }),
      'v3',
    ],
  ])('%s', (_title, request, version) => {
    expect(verifyHubspotSignature(request)).toEqual({ ok: true, version });
  });
});

describe('refuses', () => {
  it.each([
    ['a request without any signature', check({ headers: {} }), 'no signature'],
    ['another body', check({ body: '{"a":"e"}' }), 'wrong signature'],
    ['another address', check({ url: 'https://zo.example.test/hubspot/actions/other' }), 'wrong signature'],
    ['another host', check({ url: 'https://evil.example.test/hubspot/actions/alert' }), 'wrong signature'],
    ['an added query', check({ url: 'https://zo.example.test/hubspot/actions/alert?x=1' }), 'wrong signature'],
    ['another method', check({ method: 'PUT' }), 'wrong signature'],
    ['another secret', check({ secret: 'zo-test-client-secret-0002' }), 'wrong signature'],
    ['an empty secret', check({ secret: '' }), 'no secret'],
    [
      'a signature cut short',
      check({ headers: { ...v2Headers, 'x-hubspot-signature': '429db757' } }),
      'wrong signature',
    ],
    [
      'a signature sent twice',
      check({ headers: { ...v2Headers, 'x-hubspot-signature': [v2Headers['x-hubspot-signature'], 'x'] } }),
      'wrong signature',
    ],
    ['v2 where only v3 will do', check({ accept: {} }), 'version not accepted'],
    ['v1 where it is not allowed', check({ ...v1, accept: { v2: true } }), 'version not accepted'],
    [
      'a v1 signature that claims to be v2',
      check({ ...v1, headers: { ...v1.headers, 'x-hubspot-signature-version': 'v2' }, accept: { v1: true, v2: true } }),
      'wrong signature',
    ],
    [
      'a v1 signature without a version',
      check({
        ...v1,
        headers: { 'x-hubspot-signature': v1.headers['x-hubspot-signature'] },
        accept: { v1: true, v2: true },
      }),
      'wrong signature',
    ],
    [
      'a version nobody knows',
      check({ headers: { ...v2Headers, 'x-hubspot-signature-version': 'v9' } }),
      'unknown version',
    ],
    [
      'a wrong v3, however right the v2 is',
      check({ headers: { ...v2Headers, ...v3Headers, 'x-hubspot-signature-v3': 'AAAA' } }),
      'wrong signature',
    ],
    [
      'an empty v3, however right the v2 is',
      check({ headers: { ...v2Headers, 'x-hubspot-signature-v3': '' } }),
      'no timestamp',
    ],
    [
      'v3 without a timestamp',
      check({ headers: { 'x-hubspot-signature-v3': v3Headers['x-hubspot-signature-v3'] } }),
      'no timestamp',
    ],
    [
      'v3 with another timestamp',
      check({ headers: { ...v3Headers, 'x-hubspot-request-timestamp': String(timestamp + 1) } }),
      'wrong signature',
    ],
    [
      'v3 with a timestamp that is no number',
      check({ headers: { ...v3Headers, 'x-hubspot-request-timestamp': '1e12' } }),
      'no timestamp',
    ],
    [
      'v3 that is older than five minutes',
      check({ headers: v3Headers, plausibleNows: [timestamp + 300_001] }),
      'stale timestamp',
    ],
    [
      'v3 from more than five minutes ahead',
      check({ headers: v3Headers, plausibleNows: [timestamp - 300_001] }),
      'stale timestamp',
    ],
    ['v3 over another user', check({ ...card, url: card.url.replace('ana', 'bob') }), 'wrong signature'],
    [
      'v3 with an escape decoded that must stay',
      check({ ...card, url: card.url.replace('%2B', '+') }),
      'wrong signature',
    ],
    ['v2 over a decoded address', check({ url: 'https://zo.example.test/hubspot%2Factions/alert' }), 'wrong signature'],
  ])('%s', (_title, request, reason) => {
    expect(verifyHubspotSignature(request)).toEqual({ ok: false, reason });
  });
});
