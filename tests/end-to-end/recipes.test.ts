/** Every recipe of the Set up tab as it stands there, run against the local service: what it says is what arrives. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type RecipeName, recipes } from '@zo/shared';
import { type SdkServer, startSdkServer } from '../support/sdk-server.ts';

let server: SdkServer;
beforeEach(async () => {
  server = await startSdkServer();
});
afterEach(() => server.close());

function recipe(name: RecipeName): string {
  const found = recipes.find((one) => one.name === name)!;
  return found.text(server.url, `${found.source}-key`);
}

/** As a module of its own, beside the packages it imports. `before` and `after` make the surroundings it needs. */
async function run(text: string, { before = '', after = '' } = {}): Promise<void> {
  const folder = mkdtempSync(path.resolve('tests/end-to-end/.recipe-'));
  try {
    const imports = text.split('\n').filter((line) => line.startsWith('import '));
    const rest = text.split('\n').filter((line) => !line.startsWith('import '));
    const late = imports.map((line) => line.replace(/^import (.+) from (.+);$/, awaitedImport));
    writeFileSync(path.join(folder, 'recipe.mjs'), [before, ...late, ...rest, after].join('\n'));
    const child = spawn(process.execPath, [path.join(folder, 'recipe.mjs')], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let complaints = '';
    child.stderr.on('data', (chunk) => {
      complaints += chunk;
    });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(complaints);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Imported when the surroundings are there. */
function awaitedImport(_line: string, what: string, where: string): string {
  return what.startsWith('{')
    ? `const ${what} = await import(${where});`
    : `const { default: ${what} } = await import(${where});`;
}

const browserPage = `
import { JSDOM } from 'jsdom';
const page = new JSDOM('<!doctype html>', { url: 'https://app.acme.test/pricing' });
for (const name of ['window', 'document', 'location', 'localStorage', 'navigator', 'CustomEvent', 'HTMLElement'])
  Object.defineProperty(globalThis, name, { value: page.window[name], configurable: true, writable: true });
globalThis.self = page.window;
page.window.fetch = globalThis.fetch;`;
const aWhile = 'await new Promise((resolve) => setTimeout(resolve, 1_500));\nprocess.exit(0);';

/** A page sends each message in a request of its own, and they may overtake each other: in the order of their types. */
function byType() {
  return server.storedEvents().toSorted((one, other) => (one.type < other.type ? -1 : 1));
}

async function expectStory(source: 'server' | 'browser'): Promise<void> {
  const events = byType();
  expect(events.map(({ type, userId, name }) => ({ type, userId, name }))).toEqual([
    { type: 'identify', userId: 'u1', name: null },
    { type: 'track', userId: 'u1', name: 'Onboarding Completed' },
  ]);
  expect(events[0]).toMatchObject({ email: 'u1@example.com', source });
}

it.each(['segment node', 'rudderstack node'] as const)(
  '%s: the code as it stands delivers its events within seconds',
  async (name) => {
    await run(recipe(name), { after: 'await new Promise((resolve) => setTimeout(resolve, 3_000));\nprocess.exit(0);' });
    await expectStory('server');
  },
  30_000,
);

it('segment browser: the code as it stands delivers its events from a page', async () => {
  await run(recipe('segment browser'), { before: browserPage, after: aWhile });
  await expectStory('browser');
}, 30_000);

it('posthog browser: what before_send is given comes here as well, and only what means something', async () => {
  const event = (name: string, properties: object, more: object = {}) =>
    JSON.stringify({
      event: name,
      uuid: `uuid-${name}`,
      timestamp: new Date().toISOString(),
      properties: { distinct_id: 'u1', ...properties },
      ...more,
    });
  const before = `const posthog = { init(key, { before_send }) { globalThis.given = [
    ${event('$identify', {}, { $set: { email: 'u1@example.com' } })},
    ${event('Onboarding Completed', {})},
    ${event('$pageview', { $pathname: '/pricing' })},
    ${event('$autocapture', {})},
  ]; } };`;
  const text = recipe('posthog browser');
  const after = `for (const one of given) {
    if (alsoToZo(one) !== one) throw new Error('PostHog must get its own event');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  ${aWhile}`;
  await run(text, { before, after });
  expect(
    byType().map(({ type, userId, name, path, email, source }) => ({ type, userId, name, path, email, source })),
  ).toEqual([
    { type: 'identify', userId: 'u1', name: null, path: null, email: 'u1@example.com', source: 'browser' },
    { type: 'page', userId: 'u1', name: null, path: '/pricing', email: null, source: 'browser' },
    { type: 'track', userId: 'u1', name: 'Onboarding Completed', path: null, email: null, source: 'browser' },
  ]);
}, 30_000);

type Destination = { url: string; method: string; headers: Record<string, string>; body: string | null };

/** What somebody types into the form of a webhook destination. */
function readDestination(text: string): Destination {
  const [head = '', body = null] = text.split('\n\n');
  const values = head.split('\n').map((line) => /^(\w+)\s+(.+)$/.exec(line)!.slice(1) as [string, string]);
  const of = (name: string) => values.filter(([label]) => label === name).map(([, value]) => value);
  const headers = Object.fromEntries(of('Header').map((line) => line.split(': ') as [string, string]));
  return { url: of('URL')[0]!, method: of('Method')[0]!, headers, body };
}

it.each(['segment webhook', 'rudderstack webhook', 'posthog webhook'] as const)(
  '%s: what the tool posts with these settings arrives',
  async (name) => {
    const { url, method, headers, body } = readDestination(recipe(name));
    const message = { type: 'track', event: 'Report Created', userId: 'u1', messageId: 'm1', context: {} };
    const values: Record<string, string> = {
      'event.event': '"Report Created"',
      'event.distinct_id': '"u1"',
      'event.uuid': '"m1"',
      'event.timestamp': '"2026-01-05T10:00:00.123000+00:00"',
      'event.properties': '{"$lib":"web"}',
      'person.properties.email': '"u1@example.com"',
    };
    // RudderStack posts an array, PostHog what its template makes.
    const usual = JSON.stringify(name === 'rudderstack webhook' ? [message] : message);
    const sent = body?.replace(/"\{([\w.]+)\}"/g, (_all, place: string) => values[place]!) ?? usual;
    const answer = await fetch(url, { method, headers, body: sent });
    expect(answer.status).toBe(200);
    expect(server.storedEvents()).toMatchObject([
      { type: 'track', name: 'Report Created', userId: 'u1', source: 'server' },
    ]);
  },
  15_000,
);
