/** A gateway that is closed while HubSpot answers nothing: whoever ends the service waits for no timeout. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHubspotGateway, type HubspotGateway } from '../../../backend/hubspot/hubspot-gateway.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';

let server: Server;
let gateway: HubspotGateway;
let asked: string[];
/** How long each call takes to be answered; null: for ever. */
let answerAfterMs: number | null;

beforeEach(async () => {
  asked = [];
  answerAfterMs = null;
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (answerAfterMs === null) return;
    const body = JSON.stringify({ portalId: 4711, timeZone: 'Europe/Berlin', results: [] });
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(body), answerAfterMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway = createHubspotGateway({
    portalId: 4711,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accessToken: async () => 'token-of-the-tests',
    log: { debug() {}, warn() {} },
    timeoutMs: 60_000,
  });
});
afterEach(() => void server.close().closeAllConnections());

const untilAsked = (times: number) =>
  waitUntil(
    `${times} calls`,
    () => (asked.length >= times ? { value: true } : { instead: String(asked.length) }),
    10_000,
  );

it('gives up what HubSpot has not answered in the time there is: a read is tried again, a creation may have happened', async () => {
  const read = gateway.account().catch((error: unknown) => error);
  const created = gateway.createContacts([{ trace: 't', properties: { email: 'a@finpilot.test' } }]);
  await untilAsked(2);
  const from = performance.now();
  await gateway.close(200);
  expect(await read).toMatchObject({ code: 'retry later' });
  expect((await created).get('t')).toMatchObject({ ok: false, kind: 'ambiguous' });
  expect(performance.now() - from).toBeLessThan(5_000);
});

it('waits no longer than for the last answer, and sends nothing new', async () => {
  answerAfterMs = 150;
  const read = gateway.account();
  await untilAsked(1);
  const closed = gateway.close(60_000);
  await expect(gateway.owners()).rejects.toThrow('the gateway has been closed');
  await closed;
  expect(await read).toMatchObject({ timeZone: 'Europe/Berlin' });
  expect(asked).toHaveLength(1);
});

it('gives up sooner when it is told so while it waits', async () => {
  const read = gateway.account().catch((error: unknown) => error);
  await untilAsked(1);
  const closed = gateway.close(60_000);
  await sleep(50);
  await gateway.close(0);
  await closed;
  expect(await read).toMatchObject({ code: 'retry later' });
});
