import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { createBegunFlows } from '../../../backend/oauth/begun-flows.ts';
import { readBrowserCookie, setBrowserCookie } from '../../../backend/oauth/browser-cookie.ts';
import { renderPage } from '../../../backend/oauth/html-page.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { createSealer } from '../../../backend/tokens/sealer.ts';

const sealer = createSealer([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
const hubspot = { kind: 'hubspot', portalId: null, returnUrl: null, browser: null, withPkce: true } as const;
const slack = { kind: 'slack', portalId: 42, returnUrl: null, browser: null, withPkce: false } as const;
let store: SqliteStore;
let now = 0;
const flows = () => createBegunFlows({ store, sealer, clock: { now: () => now } });

beforeEach(async () => {
  now = 0;
  store = await openSqliteStore(':memory:');
});
afterEach(() => store.close());

describe('an OAuth flow', () => {
  it('ends with the verifier whose challenge it began with', async () => {
    const { state, browser, challenge } = await flows().begin(hubspot);
    const ended = await flows().end('hubspot', state, browser);
    if (ended.outcome !== 'taken') throw new Error(ended.outcome);
    expect(createHash('sha256').update(ended.verifier!).digest('base64url')).toBe(challenge);
    expect(ended.verifier!.length).toBeGreaterThanOrEqual(43);
  });

  it('of Slack ends for the portal it began for', async () => {
    const { state, browser, challenge } = await flows().begin(slack);
    expect(challenge).toBeNull();
    expect(await flows().end('slack', state, browser)).toMatchObject({
      outcome: 'taken',
      portalId: 42,
      verifier: null,
    });
  });

  it('does not end in another browser, twice, after ten minutes, nor with a state nobody gave', async () => {
    const one = await flows().begin(hubspot);
    expect(await flows().end('hubspot', one.state, null)).toEqual({ outcome: 'other browser' });
    expect(await flows().end('hubspot', one.state, (await flows().begin(hubspot)).browser)).toEqual({
      outcome: 'other browser',
    });
    expect(await flows().end('hubspot', one.state, one.browser)).toMatchObject({ outcome: 'taken' });
    expect(await flows().end('hubspot', one.state, one.browser)).toEqual({ outcome: 'unknown' });
    expect(await flows().end('hubspot', 'forged', one.browser)).toEqual({ outcome: 'unknown' });
    const late = await flows().begin(hubspot);
    now = 10 * 60_000;
    expect(await flows().end('hubspot', late.state, late.browser)).toEqual({ outcome: 'expired' });
  });

  it('begun in a second window of the same browser leaves the first to be ended', async () => {
    const first = await flows().begin(hubspot);
    const second = await flows().begin({ ...hubspot, browser: first.browser });
    expect(second.browser).toBe(first.browser);
    expect(await flows().end('hubspot', first.state, first.browser)).toMatchObject({ outcome: 'taken' });
    expect(await flows().end('hubspot', second.state, first.browser)).toMatchObject({ outcome: 'taken' });
  });

  it('does not take over a cookie that somebody made up', async () => {
    expect((await flows().begin({ ...hubspot, browser: 'x' })).browser).not.toBe('x');
  });
});

it.each([
  ['https://zo.acme.test', /^__Host-zo-oauth=secret; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/],
  ['http://127.0.0.1:4400', /^zo-oauth=secret; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/],
])('the cookie of %s is read by no script and, over https, set by no other host', (publicUrl, wanted) => {
  const set: string[] = [];
  const response = { append: (_name: string, value: string) => set.push(value) } as unknown as Response;
  setBrowserCookie(response, 'secret', publicUrl);
  expect(set[0]).toMatch(wanted);
  const cookie = `other=1; ${set[0]!.split(';')[0]}; zo-oauth-more=2`;
  expect(readBrowserCookie({ headers: { cookie } } as Request, publicUrl)).toBe('secret');
  expect(readBrowserCookie({ headers: {} } as Request, publicUrl)).toBeNull();
});

it('a page shows what it is given as text, whatever it holds', () => {
  const html = renderPage({
    status: 400,
    tone: 'bad',
    title: '<script>',
    paragraphs: ['"><img src=x onerror=alert(1)>'],
    action: { label: 'Go', href: 'https://app.hubspot.com/"onclick="x' },
  });
  expect(html).not.toContain('<script>');
  expect(html).not.toContain('<img');
  expect(html).not.toContain('"onclick=');
});
