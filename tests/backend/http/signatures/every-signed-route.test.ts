/** Each signed route against each forgery, in the whole service. A new signed route without a row fails here. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request as openRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { type RunningApp, startApp } from '../../../../backend/app.ts';
import { readConfig } from '../../../../backend/config.ts';
import { documentedRoutes } from '../../../../backend/http/documented-routes.ts';
import { read } from '../../../repository/source-files.ts';
import { callOf, forgeries, genuine, type Sent, type Signing, secretOf, secrets } from './forgeries.ts';
import { type Scheme, type SignedRoute, signedRoutes } from './signed-routes.ts';

let folder = '';
let app: RunningApp;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-signed-'));
  const environment = {
    PORT: '0',
    DATABASE_URL: `file:${path.join(folder, 'zo.db')}`,
    HUBSPOT_CLIENT_SECRET: secrets.hubspot,
    SLACK_SIGNING_SECRET: secrets.slack,
  };
  app = await startApp(readConfig(environment), pino({ level: 'silent' }));
}, 30_000);
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/** As it is on the wire: nothing is written anew, and a header may come twice. */
async function send({ method, path: target, headers, body }: Sent): Promise<number> {
  const { hostname, port } = new URL(app.url);
  const length = body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const request = openRequest({ hostname, port, method, path: target, headers: { ...length, ...headers } });
    request.once('error', reject);
    request.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}

const signingOf = (scheme: Scheme, at = Date.now()): Signing => ({
  scheme,
  secret: secretOf(scheme),
  publicUrl: app.url,
  at,
});
const hubspotSchemes = ['v1', 'v2', 'v3'] satisfies Scheme[];
const isSlack = ({ schemes }: SignedRoute) => schemes.includes('slack');

it('every route that says it is signed has a row, and no other', () => {
  const signed = documentedRoutes
    .filter(({ proof }) => proof === 'HubSpot signature' || proof === 'Slack signature')
    .map(({ method, path: documented }) => `${method.toUpperCase()} ${documented}`);
  expect(signedRoutes.map(({ route }) => route).toSorted()).toEqual(signed.toSorted());
});

it('every other route is proven otherwise: by a key, a token or a state', () => {
  const open = documentedRoutes.filter(({ proof }) => proof === 'none').map(({ path: documented }) => documented);
  for (const documented of open) {
    expect(documented).toMatch(/^\/(health|ready|metrics|openapi\.json|v1\/m|v1\/projects\/\{key\}\/settings)$/);
  }
});

it('only what says in its body who it is about takes v1, and only what HubSpot signs so takes v2', () => {
  const taking = (scheme: Scheme) => signedRoutes.filter(({ schemes }) => schemes.includes(scheme));
  expect(taking('v1').map(({ route }) => route)).toEqual(['POST /hubspot/webhooks']);
  for (const { route } of taking('v2')) expect(route).toMatch(/^POST \/hubspot\/(actions|options)\//);
});

describe.each(signedRoutes.map((row) => [row.route, row] as const))('%s', (_route, row) => {
  it.each(row.schemes)('takes a call signed by %s', async (scheme) => {
    const sent = genuine(callOf(row, scheme), signingOf(scheme));
    expect(await send(sent)).toBe(200);
    // Four minutes are within the window, on both sides.
    if (scheme === 'v1' || scheme === 'v2') return;
    for (const apart of [-240_000, 240_000]) {
      expect(await send(genuine(callOf(row, scheme), signingOf(scheme, Date.now() + apart)))).toBe(200);
    }
  });

  it.each(row.schemes)('refuses every forgery of a call signed by %s', async (scheme) => {
    const signing = signingOf(scheme, Date.now() - 1_000);
    const wanted: string[] = [];
    const answered: string[] = [];
    for (const { title, of, forge, status = 401 } of forgeries) {
      const forged = of === undefined || of.includes(scheme) ? forge(callOf(row, scheme), signing) : null;
      if (forged === null) continue;
      wanted.push(`${title}: ${status}`);
      answered.push(`${title}: ${await send(forged)}`);
    }
    expect(answered).toEqual(wanted);
    expect(wanted.length).toBeGreaterThan(9);
  });

  it('refuses every signature that is not meant for it', async () => {
    const others = isSlack(row) ? hubspotSchemes : hubspotSchemes.filter((scheme) => !row.schemes.includes(scheme));
    for (const scheme of others) {
      const sent = genuine(callOf(row, row.schemes[0]!), signingOf(scheme));
      expect([scheme, await send(sent)]).toEqual([scheme, 401]);
    }
  });

  it('is safe to send again', async () => {
    const { replay, body } = row;
    const scheme = row.schemes[0]!;
    if (typeof replay === 'object') {
      // Nothing that changes something is taken without the name that makes it happen once.
      const { [replay.key]: _name, ...nameless } = body as Record<string, unknown>;
      expect(await send(genuine(callOf({ ...row, body: nameless }, scheme), signingOf(scheme)))).toBe(400);
      expect(read(replay.shownBy)).toContain(replay.key);
      return;
    }
    const sent = genuine(callOf(row, scheme), signingOf(scheme, Date.now() - 7_000));
    expect(await send(sent)).toBe(200);
    expect(await send(sent)).toBe(replay === 'signature' ? 401 : 200);
  });
});

it('every forgery is tried', () => {
  const tried = forgeries.filter(({ of, forge }) =>
    signedRoutes.some((row) =>
      row.schemes.some((scheme) => (of?.includes(scheme) ?? true) && forge(callOf(row, scheme), signingOf(scheme))),
    ),
  );
  expect(tried.map(({ title }) => title)).toEqual(forgeries.map(({ title }) => title));
});
