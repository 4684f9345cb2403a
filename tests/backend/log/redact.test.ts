import fc from 'fast-check';
import { createRedact, redactKnown } from '../../../backend/log/redact.ts';

const secret = 'se"cret\\/+token=1';
const redact = createRedact([secret, 'short', '']);

describe('a line', () => {
  it.each([
    ['a secret', `token ${secret}!`, 'token [secret]!'],
    ['one within JSON', JSON.stringify({ a: secret, b: 1 }), '{"a":"[secret]","b":1}'],
    ['one within an address', `/x?t=${encodeURIComponent(secret)}&y=1`, '/x?t=[secret]&y=1'],
    ['a bearer that nobody named', 'authorization: Bearer abc.def-123', 'authorization: Bearer [secret]'],
    ['a Basic user', 'Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic [secret]'],
    ['a token of Slack', 'xoxb-1234-abcd was refused', '[secret] was refused'],
    ['a token of HubSpot', 'pat-eu1-1234-abcd', '[secret]'],
    ['an address that answers a press', 'https://hooks.slack.com/actions/T1/2/abc failed', '[secret] failed'],
    ['an e-mail address', 'for sarah.chen+1@finpilot.test: no', 'for [e-mail]: no'],
    ['an e-mail address within an address', '/a/sarah%40finpilot.test/x', '/a/[e-mail]/x'],
    ['a short secret, which could be a piece of any word', 'shortest', 'shortest'],
    [
      'a place in a package',
      'at x (/a/node_modules/@slack/web-api/dist/a.js:1:2)',
      'at x (/a/node_modules/@slack/web-api/dist/a.js:1:2)',
    ],
  ])('with %s', (_what, text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it('has no secret left, whatever stands around it and however it was encoded', () => {
    const around = fc.string({ maxLength: 12 });
    const token = fc
      .string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' })
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(token, around, around, (value, before, after) => {
        const clean = redactKnown([value]);
        for (const encode of [(text: string) => text, JSON.stringify, encodeURIComponent]) {
          expect(clean(`${before}${encode(value)}${after}`)).not.toContain(encode(value));
        }
        for (const encoding of ['base64', 'base64url'] as const) {
          const encoded = Buffer.from(before + value + after).toString(encoding);
          const decoded = Buffer.from(clean(encoded).split('[secret]')[0]!, encoding).toString();
          expect(decoded).not.toContain(value);
        }
      }),
    );
  });

  it('with nothing to hide stays as it is', () => {
    expect(redactKnown([])('anything')).toBe('anything');
  });
});
