import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { addPlaybookApply } from '../../../../backend/cli/playbook-apply.ts';
import { addPlaybookRollback } from '../../../../backend/cli/playbook-rollback.ts';
import { createPlaybookRoutes } from '../../../../backend/http/admin/playbook-routes.ts';
import { closeHttpServer, createHttpServer } from '../../../../backend/http/create-server.ts';
import { createExpressApp } from '../../../../backend/http/express-app.ts';
import { parseStored } from '../../../../backend/playbook/parse-stored.ts';
import { readPlaybook } from '../../../../backend/playbook/read-playbook.ts';
import { createPlaybookChanges } from '../../../../backend/portals/change-playbook.ts';
import { createPortalMemory } from '../../../../backend/portals/portal-memory.ts';
import { portalStates } from '../../../../backend/portals/portal-state.ts';
import { openSqliteStore, type SqliteStore } from '../../../../backend/store/sqlite/open.ts';
import { normaliseAgain } from '../../../support/events.ts';
import { portalState } from '../../../support/handoffs.ts';
import { runZo } from '../../../support/run-zo.ts';

const { portal } = portalState();
const base = `/admin/portals/${portal.portalId}/playbook`;

const definition = (score: number) => `A free user becomes an SQL when zo_pql_score >= ${score}`;
const playbookOf = (sentence: string) => `signals: { activated: Done }
score: [+60 when activated]
definition: ${sentence}
handoff: { owners: [maria@acme.test], first call due: 2 working hours }
`;

let store: SqliteStore;
let open: { server: ReturnType<typeof createHttpServer>; url: string };

async function start(isReadOnly: boolean) {
  const states = portalStates(store, parseStored, createPortalMemory());
  const playbooks = createPlaybookChanges({
    memory: createPortalMemory(),
    store,
    stateOf: states.get,
    readSource: async (_portalId, source) => ({ read: readPlaybook(source), properties: [] }),
    gatewayOf: () => null,
    normalise: normaliseAgain,
    now: () => 1_000,
    isReadOnly,
    onSaved: async (portalId) => states.changed(portalId),
  });
  const app = createExpressApp({ error: () => {} }, (made) => {
    made.get('/admin/portals', async (_request, response) => void response.json({ portals: await store.portals() }));
    made.get(`/admin/portals/${portal.portalId}`, async (_request, response) => {
      response.json({ eventsSeen: await store.eventsSeen(portal.portalId) });
    });
    made.use(express.json(), createPlaybookRoutes({ store, playbooks }));
  });
  const server = createHttpServer({ door: { handle: (_request, response) => response.end() }, app });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

beforeAll(async () => {
  store = await openSqliteStore(':memory:');
  await store.savePortal(portal);
  open = await start(false);
});
afterAll(async () => {
  await closeHttpServer(open.server);
  await store.close();
});

async function ask(method: string, path: string, body?: object, url = open.url) {
  const response = await fetch(`${url}${base}${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const lines = (await response.text()).trim().split('\n');
  return { status: response.status, answer: JSON.parse(lines.at(-1)!) };
}

it('keeps each save as a version with author, reason and what it changed', async () => {
  expect((await ask('GET', '')).answer).toEqual({ inForce: null, readOnly: null });
  const first = await ask('PUT', '', { source: playbookOf(definition(50)), author: 'ops', reason: 'start' });
  expect(first).toMatchObject({ status: 200, answer: { version: 1, before: 0 } });
  const second = await ask('PUT', '', { definition: definition(40), author: 'tom', expectedVersion: 1 });
  expect(second).toMatchObject({ status: 200, answer: { version: 2, before: 1 } });
  expect((await ask('GET', '')).answer).toMatchObject({ inForce: { version: 2, definition: definition(40) } });

  const { versions } = (await ask('GET', '/versions?limit=1')).answer;
  expect(versions).toMatchObject([{ version: 2, author: 'tom', createdAt: 1_000 }]);
  expect(versions[0].changes.split('\n')).toEqual([
    `- definition: ${definition(50)}`,
    '+ definition: >',
    `+   ${definition(40)}`,
  ]);
  expect((await ask('GET', '/versions?before=2')).answer.versions).toMatchObject([{ version: 1, reason: 'start' }]);
  expect((await ask('GET', '/versions/1')).answer.playbook.source).toBe(playbookOf(definition(50)));
});

it('rolls back as a new version, and saves nothing that changes nothing', async () => {
  const back = await ask('POST', '/rollback', { version: 1, author: 'maria', reason: 'too many' });
  expect(back).toMatchObject({ status: 200, answer: { version: 3, before: 2 } });
  const { playbook } = (await ask('GET', '/versions/3')).answer;
  expect(playbook).toMatchObject({ source: playbookOf(definition(50)), reason: 'back to version 1: too many' });
  expect((await ask('POST', '/rollback', { version: 1 })).answer).toMatchObject({ version: 3, before: 3 });
});

it('`zo playbook rollback` saves nothing before somebody has said so', async () => {
  const zo = (...words: string[]) => runZo(open.url, [addPlaybookRollback], ['rollback', '2', ...words]);
  const where = ['--portal', String(portal.portalId)];
  const unsaid = { code: 1, stderr: 'Nothing was saved: say --yes to go back to version 2.\n' };
  const shown = await zo(...where);
  expect(shown).toMatchObject({ ...unsaid, stdout: expect.stringMatching(/^0 ready; with this draft 0/) });
  const asJson = await zo(...where, '--json');
  expect(asJson).toMatchObject(unsaid);
  expect(JSON.parse(asJson.stdout)).toMatchObject({ version: 3, today: { draft: { ready: 0 } } });
  expect(await runZo(open.url, [addPlaybookRollback], ['rollback', '99', ...where])).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^There is no version 99 .*: `zo playbook versions --portal \d+` lists them\n$/),
  });
  expect((await ask('GET', '')).answer.inForce.version).toBe(3);
  const done = await zo(...where, '--yes', '--reason', 'too few', '--author', 'ops');
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Version 4 is in force.') });
  expect((await ask('GET', '/versions/4')).answer.playbook).toMatchObject({
    author: 'ops',
    reason: 'back to version 2: too few',
  });
  await ask('POST', '/rollback', { version: 1 });
});

it('answers a simulation line by line, and points at a mistake in what was typed', async () => {
  const { status, answer } = await ask('POST', '/simulate', { definition: definition(20) });
  expect([status, answer]).toMatchObject([200, { simulation: { version: 5, today: { people: 0 }, history: null } }]);
  const mistaken = await ask('POST', '/simulate', { definition: 'A free user becomes an SQL when zo_pql_scor >= 1' });
  expect(mistaken).toMatchObject({
    status: 400,
    answer: { error: { code: 'invalid_playbook', problems: [{ span: { line: 1, column: 33, length: 11 } }] } },
  });
});

it('says in the language’s own words that a definition is too long', async () => {
  const { status, answer } = await ask('POST', '/simulate', { definition: `${definition(1)} `.repeat(300) });
  expect([status, answer.error.code]).toEqual([400, 'invalid_playbook']);
  expect(answer.error.problems[0].message).toMatch(/characters long; at most 10000 are read/);
});

it.each<[string, number, string, string, string, object | undefined]>([
  ['a version nobody saved', 404, 'not_found', 'GET', '/versions/99', undefined],
  ['a rollback to it', 404, 'not_found', 'POST', '/rollback', { version: 99 }],
  [
    'a save over an unseen version',
    409,
    'version_conflict',
    'PUT',
    '',
    { definition: definition(1), expectedVersion: 1 },
  ],
  ['source and definition at once', 400, 'invalid_request', 'PUT', '', { source: 'x', definition: 'y' }],
  ['a version that is none', 400, 'invalid_request', 'GET', '/versions/newest', undefined],
])('refuses %s with %i %s', async (_what, status, code, method, path, body) => {
  expect(await ask(method, path, body)).toMatchObject({ status, answer: { error: { code } } });
});

it('saves nothing where the PLAYBOOK file is the truth, and simulates all the same', async () => {
  const closed = await start(true);
  const saved = await ask('PUT', '', { definition: definition(1) }, closed.url);
  expect(saved).toMatchObject({ status: 409, answer: { error: { code: 'read_only' } } });
  expect((await ask('POST', '/rollback', { version: 1 }, closed.url)).status).toBe(409);
  expect((await ask('POST', '/simulate', { definition: definition(1) }, closed.url)).status).toBe(200);
  await closeHttpServer(closed.server);
});

it('`zo playbook apply` and `rollback` ask nobody to save what the PLAYBOOK file alone may change', async () => {
  const closed = await start(true);
  const folder = await mkdtemp(join(tmpdir(), 'zo-playbook-'));
  const file = join(folder, 'draft.yaml');
  await writeFile(file, playbookOf(definition(20)));
  const where = ['--portal', String(portal.portalId)];
  const told = {
    code: 1,
    stdout: expect.stringMatching(/^0 ready; with this draft 0/),
    stderr:
      'Nothing was saved. The PLAYBOOK file is the truth here: change the file and restart, or start without PLAYBOOK\n',
  };
  expect(await runZo(closed.url, [addPlaybookApply], ['apply', file, ...where])).toEqual(told);
  expect(await runZo(closed.url, [addPlaybookRollback], ['rollback', '1', ...where])).toEqual(told);
  const looked = await runZo(closed.url, [addPlaybookApply], ['apply', file, '--dry-run', ...where]);
  expect(looked).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was saved.') });
  await rm(folder, { recursive: true });
  await closeHttpServer(closed.server);
});
