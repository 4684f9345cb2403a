/**
 * No secret, and nothing about a person, in anything the service lets out while all kinds of things go wrong: every byte it
 * prints and every answer it gives is searched for the values it was given.
 */

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import { findLeaks, personalCanaries, secretCanaries } from '../support/canaries.ts';
import { askEverything, type CanaryWorld, email, portalId, startCanaryWorld } from '../support/canary-world.ts';
import type { Failing, HostilePlatform } from '../support/hostile-platform.ts';
import { watchProcess } from '../support/watched-process.ts';

let world: CanaryWorld;
beforeAll(async () => {
  world = await startCanaryWorld();
}, 60_000);
afterAll(() => world.close(), 30_000);
afterEach(async () => {
  world.hubspot.fail('pass');
  world.slack.fail('pass');
  await world.stopServices();
}, 30_000);

const all = { ...secretCanaries, ...personalCanaries };

const called = (platform: HostilePlatform) =>
  waitUntil(
    'the platform to be called',
    async () => (platform.calls() > 0 ? { value: true } : { instead: 'nothing' }),
    30_000,
    50,
  );

/** The service asked everything while it runs, and ended. */
async function run(env: Record<string, string> = {}, meanwhile: () => Promise<unknown> = async () => {}) {
  const service = world.start({}, env);
  const answers = await askEverything(await service.listening);
  await meanwhile();
  await service.stop();
  return { printed: service.printed(), ...answers };
}

type Run = Awaited<ReturnType<typeof run>>;

function expectNoLeaks({ printed, open, proven }: Run): void {
  expect(findLeaks(printed, all)).toEqual([]);
  expect(findLeaks(open.join('\n'), all)).toEqual([]);
  // Operators and users of the portal see people; nobody sees a secret.
  expect(findLeaks(proven.join('\n'), secretCanaries)).toEqual([]);
}

describe('the search', () => {
  const value = secretCanaries.HUBSPOT_CLIENT_SECRET;
  it.each([
    ['in plain', `a token: ${value}.`],
    ['in JSON', JSON.stringify({ headers: { authorization: `Bearer ${value}` } })],
    ['in JSON within JSON', JSON.stringify({ body: JSON.stringify({ value }) })],
    ['in an address', `https://acme.test/?token=${encodeURIComponent(value)}&x=1`],
    ['in a form', new URLSearchParams({ a: '1', token: value }).toString()],
    ['in Basic authentication', Buffer.from(`${value}:`).toString('base64')],
    ['in base64, behind something', Buffer.from(`user:${value}x`).toString('base64')],
    ['in base64url, behind something', Buffer.from(`{"t":"${value}"}`).toString('base64url')],
    ['in hex', Buffer.from(value).toString('hex')],
  ])('finds a secret %s', (_how, text) => {
    expect(findLeaks(text, secretCanaries)).toContainEqual(
      expect.objectContaining({ canary: 'HUBSPOT_CLIENT_SECRET' }),
    );
  });

  it('finds what a process that leaks prints', async () => {
    const leaking = `throw Object.assign(new Error('it failed'), { config: { token: process.env.HUBSPOT_ACCESS_TOKEN } })`;
    const imported = `data:text/javascript,${encodeURIComponent(leaking)}`;
    const process = watchProcess({ file: 'backend/main.ts', env: world.env(), nodeOptions: [`--import=${imported}`] });
    expect(await process.ended).toBe(1);
    expect(findLeaks(process.printed(), secretCanaries)).not.toEqual([]);
  }, 30_000);
});

it('nothing gets out when all is well, not even at the finest level of the log', async () => {
  const quiet = await run();
  expectNoLeaks(quiet);
  expect(quiet.open.join()).toContain('"success":true');
  expect(quiet.proven.join()).toContain(email.split('@')[1]);
  const { printed } = await run({ LOG_LEVEL: 'trace' });
  expect(printed).toContain('HubSpot answered');
  expect(findLeaks(printed, secretCanaries)).toEqual([]);
}, 90_000);

describe('nothing gets out when HubSpot', () => {
  it.each<Failing>([400, 401, 403, 429, 500, 'html 200', 'not ok', 'reset', 'half'])(
    'answers %s',
    async (failing) => {
      world.hubspot.fail(failing);
      const ran = await run({}, () => called(world.hubspot));
      expectNoLeaks(ran);
      expect(ran.printed).toMatch(/"level":[45]0/);
    },
    90_000,
  );
});

describe('nothing gets out when Slack', () => {
  it.each<Failing>([401, 429, 500, 'html', 'html 200', 'not ok', 'reset', 'half'])(
    'answers %s',
    async (failing) => {
      world.slack.fail(failing);
      expectNoLeaks(await run({}, () => called(world.slack)));
    },
    120_000,
  );
});

it('nothing gets out when neither of them answers at all', async () => {
  world.hubspot.fail('silent');
  world.slack.fail('silent');
  const service = world.start();
  const url = await service.listening;
  const headers = { authorization: `Bearer ${secretCanaries.ADMIN_TOKEN}` };
  const answer = await (await fetch(`${url}/admin/portals/${portalId}/doctor`, { headers })).text();
  await waitUntil(
    'HubSpot to be given up',
    async () => (service.printed().includes('gave no answer') ? { value: true } : { instead: service.printed() }),
    30_000,
    100,
  );
  await service.stop();
  expectNoLeaks({ printed: service.printed(), open: [], proven: [answer] });
}, 90_000);

describe('nothing gets out when the database', () => {
  it('has no room left', async () => {
    const databaseFile = path.join(path.dirname(world.databaseFile), 'full.db');
    const env = { DATABASE_URL: `file:${databaseFile}` };
    const fresh = world.start({}, env);
    await fresh.listening;
    await fresh.stop();
    const service = world.start({ largestFileKb: 700 }, env);
    const url = await service.listening;
    let status = 200;
    for (let number = 0; number < 60 && status === 200; number += 1) {
      const traits = { email, name: 'Canaria Namesdottir', filler: 'x'.repeat(25_000) };
      const response = await fetch(`${url}/v1/identify`, {
        method: 'POST',
        headers: { 'x-write-key': secretCanaries.WRITE_KEY },
        body: JSON.stringify({ userId: `user-${number}`, traits }),
      });
      status = response.status;
    }
    expect(status).toBe(503);
    const answers = await askEverything(url);
    await service.stop();
    expect(service.printed()).toMatch(/events could not be stored/);
    expectNoLeaks({ printed: service.printed(), ...answers });
  }, 120_000);
});

describe('nothing gets out when it crashes', () => {
  const holding = `Object.assign(new Error('cannot reach ' + process.env.HUBSPOT_ACCESS_TOKEN + ' for ${email}'), {
    config: { headers: { authorization: 'Bearer ' + process.env.SLACK_BOT_TOKEN } },
    response: { data: { name: 'Canaria Namesdottir' } },
    cause: Object.assign(new Error('key ' + process.env.ENCRYPTION_KEYS), { body: process.env.ADMIN_TOKEN }),
  })`;
  it.each([
    ['an exception', `throw ${holding};`],
    ['a rejection', `Promise.reject(${holding});`],
    ['something that is no error', `throw { token: process.env.ADMIN_TOKEN };`],
    ['a text', `throw 'for ${email}: ' + process.env.ADMIN_TOKEN;`],
  ])(
    'by %s that nothing catches, which is told in one line, and the exit code is 1',
    async (_what, code) => {
      const file = path.join(path.dirname(world.databaseFile), 'crash.mjs');
      await writeFile(file, `process.on('SIGUSR2', () => {\n${code}\n});\n`);
      const nodeOptions = [`--import=${file}`];
      const service = world.start({ nodeOptions });
      await service.listening;
      const before = service.printed().length;
      process.kill(service.pid, 'SIGUSR2');
      expect(await service.ended).toBe(1);
      expectNoLeaks({ printed: service.printed(), open: [], proven: [] });
      const lines = service.printed().slice(before).trim().split('\n');
      const fatal = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 60);
      expect(fatal).toEqual([expect.objectContaining({ msg: 'an error that nothing expected: ending' })]);
    },
    60_000,
  );
});

describe('nothing gets out when it cannot start', () => {
  it('for settings that are wrong, each of them a secret in the wrong place', async () => {
    const { HUBSPOT_ACCESS_TOKEN: token } = secretCanaries;
    const wrong = Object.fromEntries(
      ['PORT', 'PUBLIC_URL', 'DATABASE_URL', 'HUBSPOT_API_URL', 'SLACK_API_URL', 'HUBSPOT_APP_ID', 'HUBSPOT_ACTION_IDS']
        .concat(['HUBSPOT_PORTAL_ID', 'ADMIN_EMAILS', 'CLOCK_URL', 'LOG_LEVEL'])
        .map((name) => [name, token]),
    );
    const process = world.start({}, { ...wrong, WRITE_KEY: 'short', ADMIN_TOKEN: 'short' });
    expect(await process.ended).toBe(1);
    expect(process.printed()).toContain('problems');
    expect(findLeaks(process.printed(), all)).toEqual([]);
  }, 30_000);

  it.each([
    ['with a password for a database', { DATABASE_URL: 'postgres://zo:canary_write%2Fkey%2B1%3D@db.acme.test/zo' }],
    ['with a database that is none', { DATABASE_URL: 'file:/proc/zo.db' }],
    ['with a playbook named like a secret', { PLAYBOOK: secretCanaries.ADMIN_TOKEN }],
    ['with a clock that is not there', { CLOCK_URL: 'http://127.0.0.1:9' }],
    ['with a host that is none', { HOST: 'canary.person@canary-people.test' }],
  ])(
    '%s',
    async (_why, env) => {
      const process = world.start({}, env);
      expect(await process.ended).toBe(1);
      expect(process.printed()).not.toBe('');
      expect(findLeaks(process.printed(), all)).toEqual([]);
    },
    30_000,
  );
});

it('nothing gets out of zo, whatever is asked of it', async () => {
  const service = world.start();
  const url = await service.listening;
  const printed: string[] = [];
  for (const words of [
    ['doctor'],
    ['provision'],
    ['nothing'],
    ['replay', path.join(path.dirname(world.databaseFile), 'zo.db')],
  ]) {
    printed.push(await world.zo(url, words));
  }
  printed.push(await world.zo(url, ['doctor'], { ADMIN_TOKEN: `${secretCanaries.ADMIN_TOKEN}x` }));
  await service.stop();
  world.hubspot.fail('html 200');
  printed.push(await world.zo(world.hubspot.url, ['handoffs']));
  world.hubspot.fail(500);
  printed.push(await world.zo(world.hubspot.url, ['handoffs']));
  for (const text of printed) expect(text).not.toBe('');
  expect(findLeaks(printed.join('\n'), secretCanaries)).toEqual([]);
}, 120_000);
