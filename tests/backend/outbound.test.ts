/** Where this service calls by itself, and that nobody can send it anywhere else. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError, readConfig } from '../../backend/config.ts';
import { createHubspotGateway } from '../../backend/hubspot/hubspot-gateway.ts';
import { answerAddress } from '../../backend/slack/answer-address.ts';
import { AnswerTooLargeError, readBounded } from '../../backend/slack/read-bounded.ts';
import { createSlackGateway } from '../../backend/slack/slack-gateway.ts';
import { whisper } from '../../backend/slack/whisper.ts';
import { filesUnder, read } from '../repository/source-files.ts';

const realSlack = 'https://slack.com/api/';
let servers: Server[] = [];
afterEach(() => {
  for (const server of servers) server.close().closeAllConnections();
  servers = [];
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A place inside the network that must never be called. */
async function serveInside(): Promise<{ url: string; calls: string[] }> {
  const calls: string[] = [];
  const url = await serve((request, response) => {
    calls.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.end('{}');
  });
  return { url, calls };
}

const redirecting = (to: string) =>
  serve((_request, response) => response.writeHead(307, { location: `${to}/inside` }).end());
/** Answers without an end, until nobody listens any more. */
const endless = (sent: { bytes: number }) =>
  serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      const block = Buffer.alloc(1024 * 1024, ' ');
      sent.bytes += block.length;
      if (response.destroyed || sent.bytes > 400 * 1024 * 1024) return;
      if (response.write(block)) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  });

it('every place that calls out is known, with who decides the host', () => {
  const hostDecidedBy: Record<string, string> = {
    'backend/hubspot/transport.ts': 'HUBSPOT_API_URL',
    'backend/slack/slack-connection.ts': 'SLACK_API_URL',
    'backend/slack/whisper.ts': 'answerAddress, beside SLACK_API_URL',
    'backend/follow-clock.ts': 'CLOCK_URL, on this machine only',
    'backend/cli/admin-client.ts': 'ZO_URL, by whoever runs zo',
    'backend/cli/replay.ts': 'ZO_URL, by whoever runs zo',
  };
  const calls = /\bfetch\(|from 'undici'|\b(?:get|request|connect)\b[^;]*from 'node:(?:https?|http2|net|tls)'/;
  const calling = filesUnder('backend', '.ts').filter((file) => calls.test(read(file)));
  expect(calling.toSorted()).toEqual(Object.keys(hostDecidedBy).toSorted());
});

describe('an address to answer a press at', () => {
  it.each([
    'https://hooks.slack.com/actions/T1/1/abc',
    'https://HOOKS.slack.com/actions/T1/1/abc',
    'https://hooks.slack.com:443/actions/T1/1/abc',
    'https://hooks.slack.com\\@evil.test/',
  ])('of Slack is taken: %s', (address) => {
    expect(answerAddress(address, realSlack)?.host).toBe('hooks.slack.com');
  });

  it.each([
    'http://hooks.slack.com/actions/T1/1/abc',
    'https://hooks.slack.com:8443/actions',
    'https://hooks.slack.com.evil.test/actions',
    'https://evil.test/hooks.slack.com',
    'https://hooks.slack.com@evil.test/actions',
    'https://user:password@hooks.slack.com/actions',
    'https://evil.test#@hooks.slack.com',
    'https://hooks.slack.com./actions',
    'https://hooks.slack.com%2eevil.test/',
    'https://slack.com/actions',
    'https://evilhooks.slack.com/actions',
    'https://hooks.ѕlack.com/actions',
    'https://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:4400/admin/portals',
    'http://[::1]:4400/admin',
    'http://2130706433/',
    'file:///etc/passwd',
    'gopher://hooks.slack.com/',
    'data:text/plain,x',
    '//hooks.slack.com/actions',
    '/actions',
    '',
  ])('of anything else is not: %s', (address) => {
    expect(answerAddress(address, realSlack)).toBeNull();
  });

  it('of a Slack on this machine is that Slack’s own, port and all', () => {
    const local = 'http://127.0.0.1:4402/api/';
    expect(answerAddress('http://127.0.0.1:4402/response/1', local)?.port).toBe('4402');
    for (const address of [
      'http://127.0.0.1:4400/response/1',
      'https://hooks.slack.com/actions',
      'http://localhost:4402/',
    ]) {
      expect(answerAddress(address, local)).toBeNull();
    }
  });

  it('is called only there, and no further when it sends on', async () => {
    const inside = await serveInside();
    const slack = await redirecting(inside.url);
    expect(await whisper(`${inside.url}/response`, 'words', `${slack}/api/`)).toBe(false);
    expect(await whisper(`${inside.url}/response`, 'words', realSlack)).toBe(false);
    expect(await whisper(`${slack}/response`, 'words', `${slack}/api/`)).toBe(false);
    expect(inside.calls).toEqual([]);
  });
});

describe('HubSpot', () => {
  const gatewayOf = (baseUrl: string) =>
    createHubspotGateway({
      portalId: 4711,
      baseUrl,
      accessToken: async () => 'token-of-the-tests',
      log: { debug() {}, warn() {} },
    });

  it('that sends on is not followed, least of all with the token', async () => {
    const inside = await serveInside();
    const gateway = gatewayOf(await redirecting(inside.url));
    await expect(gateway.account()).rejects.toThrow('307');
    expect(inside.calls).toEqual([]);
    await gateway.close();
  });

  it('that answers on and on is given up', async () => {
    const sent = { bytes: 0 };
    const gateway = gatewayOf(await endless(sent));
    await expect(gateway.account()).rejects.toThrow('no answer (UND_ERR_RES_EXCEEDED_MAX_SIZE)');
    expect(sent.bytes).toBeLessThan(100 * 1024 * 1024);
    await gateway.close();
  }, 30_000);
});

describe('Slack', () => {
  const gatewayOf = (url: string) => createSlackGateway({ token: 'token-of-the-tests', slackApiUrl: `${url}/api/` });

  it('that sends on is not followed', async () => {
    const inside = await serveInside();
    const answer = await gatewayOf(await redirecting(inside.url)).postMessage({ channel: 'C1', text: 'words' });
    expect(answer).toMatchObject({ outcome: 'ambiguous' });
    expect(inside.calls).toEqual([]);
  });

  it('that answers on and on is given up', async () => {
    const sent = { bytes: 0 };
    const answer = await gatewayOf(await endless(sent)).postMessage({ channel: 'C1', text: 'words' });
    expect(answer).toMatchObject({ outcome: 'ambiguous' });
    expect(sent.bytes).toBeLessThan(100 * 1024 * 1024);
  }, 30_000);

  it('that answers within bounds is read, to the byte', async () => {
    const bounded = (bytes: number) => readBounded(new Response('x'.repeat(bytes)), 1_000);
    expect(await (await bounded(1_000)).text()).toHaveLength(1_000);
    await expect(bounded(1_001)).rejects.toThrow(AnswerTooLargeError);
    expect((await readBounded(new Response(null, { status: 204 }))).status).toBe(204);
  });

  it('links to web pages only', async () => {
    const answer = (permalink: string) =>
      serve((_request, response) => response.end(JSON.stringify({ ok: true, permalink })));
    expect(await gatewayOf(await answer('javascript:alert(1)')).permalink('C1', '1.2')).toBeNull();
    const page = 'https://acme.slack.com/archives/C1/p12';
    expect(await gatewayOf(await answer(page)).permalink('C1', '1.2')).toBe(page);
  });
});

describe('the settings', () => {
  it.each(['HUBSPOT_API_URL', 'SLACK_API_URL'])('%s is https, but on this machine', (name) => {
    expect(() => readConfig({ [name]: 'http://hubspot.example.test/api/' })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: 'http://169.254.169.254/' })).toThrow(`${name} must be https`);
    readConfig({ [name]: 'http://127.0.0.1:4401/api/' });
    readConfig({ [name]: 'https://hubspot.example.test/api/' });
  });
});

it('a portal’s links lead to HubSpot, whatever its answer names', async () => {
  for (const [named, taken] of [
    ['app-eu1.hubspot.com', 'app-eu1.hubspot.com'],
    ['evil.test', 'app.hubspot.com'],
    ['evil.test/app.hubspot.com', 'app.hubspot.com'],
    ['app.hubspot.com.evil.test', 'app.hubspot.com'],
  ] as const) {
    const url = await serve((_request, response) => {
      response.end(JSON.stringify({ portalId: 4711, uiDomain: named, timeZone: 'Europe/Berlin' }));
    });
    const gateway = createHubspotGateway({
      portalId: 4711,
      baseUrl: url,
      accessToken: async () => 'token-of-the-tests',
      log: { debug() {}, warn() {} },
    });
    expect((await gateway.account()).uiDomain).toBe(taken);
    await gateway.close();
  }
});
