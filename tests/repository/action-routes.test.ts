import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { workflowActionNames, workflowActions } from '@zo/shared';
import { pino } from 'pino';
import { type RunningApp, startApp } from '../../backend/app.ts';
import { readConfig } from '../../backend/config.ts';
import { textsWithin } from '../../scripts/hubspot-check/json-reading.ts';
import { readProject } from '../../scripts/hubspot-check/project.ts';
import { filesUnder, read, repository } from './source-files.ts';

const secret = 'secret-of-the-tests';
let folder = '';
let app: RunningApp;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-routes-'));
  const environment = { PORT: '0', DATABASE_URL: `file:${path.join(folder, 'zo.db')}`, HUBSPOT_CLIENT_SECRET: secret };
  app = await startApp(readConfig(environment), pino({ level: 'silent' }));
});

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The paths of every address in the definitions: where HubSpot will call. */
async function calledPaths(kind: 'actions/' | 'options/' | 'webhooks'): Promise<string[]> {
  const { components } = await readProject(repository, 'example');
  return components
    .filter(({ type }) => type === 'workflow-action' || type === 'webhooks')
    .flatMap(({ config }) => textsWithin(config))
    .filter(({ text }) => text.startsWith('https://'))
    .map(({ text }) => new URL(text).pathname)
    .filter((pathname) => pathname.startsWith(`/hubspot/${kind}`));
}

function postSigned(pathname: string, body: object, version = 'v2'): Promise<Response> {
  const url = `${app.url}${pathname}`;
  const text = JSON.stringify(body);
  const covered = version === 'v2' ? `${secret}POST${url}${text}` : `${secret}${text}`;
  const signature = createHash('sha256').update(covered).digest('hex');
  const headers = { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': version };
  return fetch(url, { method: 'POST', body: text, headers: { ...headers, 'content-type': 'application/json' } });
}

describe('where the definitions say HubSpot calls', () => {
  it('the service answers every action, and nobody unsigned', async () => {
    const paths = await calledPaths('actions/');
    expect(paths).toHaveLength(workflowActionNames.length);
    for (const pathname of paths) {
      expect((await fetch(`${app.url}${pathname}`, { method: 'POST', body: '{}' })).status).toBe(401);
      const call = { callbackId: `test${pathname}`, origin: { portalId: 1 }, object: { objectId: 501 } };
      const response = await postSigned(pathname, call);
      expect([pathname, response.status]).toEqual([pathname, 200]);
      expect(await response.json()).toEqual({
        outputFields: expect.objectContaining({ zo_error: expect.any(String) }),
      });
    }
  });

  it('the service answers every list of options', async () => {
    const paths = await calledPaths('options/');
    expect(paths.length).toBeGreaterThan(0);
    for (const pathname of paths) {
      const response = await postSigned(pathname, { origin: { portalId: 1 }, inputFieldName: 'any' });
      expect([pathname, response.status]).toEqual([pathname, 200]);
    }
  });

  it('the service takes webhooks, and from nobody unsigned', async () => {
    const [pathname, ...others] = await calledPaths('webhooks');
    expect(others).toEqual([]);
    expect((await fetch(`${app.url}${pathname}`, { method: 'POST', body: '[]' })).status).toBe(401);
    const events = [{ portalId: 1, subscriptionType: 'object.creation', objectTypeId: '0-3', objectId: 5 }];
    expect((await postSigned(pathname ?? '', events, 'v1')).status).toBe(200);
  });
});

it('each action fails only in ways its definition has help for', () => {
  for (const name of workflowActionNames) {
    const file = `backend/handoff/actions/${name}.ts`;
    expect(filesUnder('backend/handoff/actions', '.ts')).toContain(file);
    const errors: readonly string[] = workflowActions[name].outputs.zo_error;
    const used = [...read(file).matchAll(/\bfailure\(\s*'([a-z_]+)'/g)].map((match) => match[1] ?? '');
    expect([file, used.filter((error) => !errors.includes(error))]).toEqual([file, []]);
  }
});
