import { type SlackCheck, verifySlackSignature } from '../../../../backend/http/signatures/slack-signature.ts';

const timestamp = 1_764_000_000;
const signature = 'v0=60594cf3496e785565a0559c1e4005f631cf0eae721b6b52cafcb1ed7927b06b';
const headers = { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': signature };

function check(changes: Partial<SlackCheck> = {}): SlackCheck {
  return {
    rawBody: Buffer.from('payload=%7B%22type%22%3A%22block_actions%22%7D'),
    headers,
    signingSecret: 'zo-slack-signing-secret-0001',
    plausibleNows: [timestamp * 1000],
    ...changes,
  };
}

it('accepts what Slack signed, up to five minutes apart, by any plausible now', () => {
  for (const plausibleNows of [
    [timestamp * 1000],
    [timestamp * 1000 + 300_000],
    [timestamp * 1000 - 300_000],
    [0, timestamp * 1000],
  ]) {
    expect(verifySlackSignature(check({ plausibleNows }))).toEqual({ ok: true });
  }
});

it.each([
  ['another body', check({ rawBody: Buffer.from('payload=%7B%7D') }), 'wrong signature'],
  ['another secret', check({ signingSecret: 'zo-slack-signing-secret-0002' }), 'wrong signature'],
  ['no secret', check({ signingSecret: '' }), 'no secret'],
  ['no signature', check({ headers: { 'x-slack-request-timestamp': String(timestamp) } }), 'no signature'],
  ['no timestamp', check({ headers: { 'x-slack-signature': signature } }), 'no timestamp'],
  [
    'a timestamp that is no number',
    check({ headers: { ...headers, 'x-slack-request-timestamp': 'soon' } }),
    'no timestamp',
  ],
  [
    'another timestamp',
    check({ headers: { ...headers, 'x-slack-request-timestamp': String(timestamp + 1) } }),
    'wrong signature',
  ],
  [
    'an unknown version',
    check({ headers: { ...headers, 'x-slack-signature': signature.replace('v0', 'v1') } }),
    'unknown version',
  ],
  ['a signature cut short', check({ headers: { ...headers, 'x-slack-signature': 'v0=60' } }), 'wrong signature'],
  ['one that is too old', check({ plausibleNows: [timestamp * 1000 + 300_001] }), 'stale timestamp'],
  ['one from too far ahead', check({ plausibleNows: [timestamp * 1000 - 300_001] }), 'stale timestamp'],
])('refuses %s', (_title, request, reason) => {
  expect(verifySlackSignature(request)).toEqual({ ok: false, reason });
});
