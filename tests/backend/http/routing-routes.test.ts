/** Who would get a handoff and how fair it has been, over HTTP and with the operator's tool, on a store in a file. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plainRouting, plainTerms } from '@zo/shared';
import express from 'express';
import { addReport } from '../../../backend/cli/report.ts';
import { addRoute } from '../../../backend/cli/route.ts';
import { type AssignQuestion, assignOwner } from '../../../backend/handoff/assign.ts';
import { askWho } from '../../../backend/handoff/routing/ask.ts';
import { assign } from '../../../backend/handoff/steps/assigning.ts';
import { startClock } from '../../../backend/handoff/steps/first-call-clock.ts';
import { openHandoff } from '../../../backend/handoff/steps/opening.ts';
import { createRoutingRoutes } from '../../../backend/http/admin/routing-routes.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { createRoutingView } from '../../../backend/portals/routing-view.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { event } from '../../support/events.ts';
import {
  clockTerms,
  dayMs,
  facts,
  hourMs,
  lee,
  maria,
  now,
  portalState,
  timeZone,
  today,
  tom,
} from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { runZo } from '../../support/run-zo.ts';

const { handoff } = acmePlaybook();
const routing = {
  ...plainRouting,
  owners: {
    [maria.email]: { ...plainTerms, weight: 3 },
    [tom.email]: { ...plainTerms, leave: [{ from: today, to: today }] },
  },
};
const playbook = acmePlaybook({ handoff: { ...handoff, owners: [maria.email, tom.email, lee.email], routing } });
const formula = { id: '74', email: '=cmd@acme.test', name: 'Formula', active: true };
const state = portalState({ playbook, owners: [maria, tom, lee, formula] });
const { portalId } = state.portal;
const base = `/admin/portals/${portalId}`;
let folder: string;
let store: SqliteStore;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-routing-'));
  store = await openSqliteStore(path.join(folder, 'zo.db'));
  await store.savePortal(state.portal);
  await store.savePortal({ ...state.portal, portalId: portalId + 1 });
  for (const userId of ['sarah', 'ben', 'eve', '501', 'lone'])
    await join(userId, userId === 'lone' ? null : 'finpilot');
  await contactOf('sarah', '501', {});
  await contactOf('ben', '502', { ownerId: tom.id });
  await give('sarah', now - 9 * dayMs);
  await give('lone', now - hourMs, { named: formula.id });
  await give('eve', now);
  const states = { get: async (id: number) => (id === portalId ? state : null) };
  const view = createRoutingView({ store, states, now: () => now });
  const app = createExpressApp({ error: () => {} }, (routes) => {
    routes.get('/admin/portals', (_request, response) => void response.json({ portals: [state.portal] }));
    routes.use(express.json(), createRoutingRoutes({ store, routing: view }));
  });
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await store.close();
  await rm(folder, { recursive: true });
});

async function join(userId: string, groupId: string | null): Promise<void> {
  const rules = { playbook, timeZone };
  const about = { receivedAt: now - dayMs, eventAt: now - dayMs, userId };
  if (groupId !== null) {
    await store.acceptEvents(portalId, [[event({ ...about, type: 'group', groupId, name: null })]], rules);
  }
  await store.acceptEvents(portalId, [[event({ ...about, groupId, email: `${userId}@finpilot.test` })]], rules);
}

const idOf = async (userId: string) => (await store.personByIdentity(portalId, `u:${userId}`))!.personId;

async function contactOf(userId: string, contactId: string, change: object): Promise<void> {
  const personId = await idOf(userId);
  const linked = { subjectId: personId, recordId: contactId, written: {}, problem: null };
  await store.acknowledge(portalId, 'contact', [linked]);
  const email = `${userId}@finpilot.test`;
  await store.saveFacts(portalId, [{ personId, facts: facts({ contactId, email, ...change }) }], now - hourMs);
}

/** Opened and assigned at this moment, as direct mode does it. */
async function give(userId: string, at: number, asked: Partial<AssignQuestion> = {}): Promise<void> {
  await store.transactHandoff(portalId, { personId: await idOf(userId) }, at, (context) => {
    const { person, newHandoffId } = context;
    const about = { personId: person.personId, companyId: person.companyId, contactId: null, hubspotCompanyId: null };
    const opened = openHandoff({
      ...{ ...about, handoffId: newHandoffId(), origin: 'direct', receipt: null, contactedNotes: 0, now: at },
      ...{ employees: null, review: null, timers: {} },
    });
    const assignment = assignOwner({ ...askWho(state, context, { presentOwnerId: null, named: null }, at), ...asked });
    if (!assignment.assigned) throw new Error(assignment.reason);
    const step = { assignment, playbookVersion: 1, clock: startClock(clockTerms, at), callback: null, alsoWrite: {} };
    return { answer: null, change: assign(opened, { ...step, returnCheckAt: null, now: at }) };
  });
}

async function ask(method: string, where: string, body?: object) {
  const response = await fetch(`${url}${where}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const zo = (...words: string[]) => runZo(url, [addRoute, addReport], words);

/** All there is in the store, byte by byte, and how many rows were ever changed through this connection. */
function wholeStore(): [Buffer, unknown] {
  const { database } = store.connection;
  return [database.serialize(), database.prepare('SELECT total_changes() AS changes').get()];
}

describe('who would get a handoff', () => {
  it.each(['ben@finpilot.test', ' BEN@finpilot.test', 'ben', '502'])('is explained for %s', async (contact) => {
    const { status, body } = await ask('POST', `${base}/route`, { contact, dryRun: true });
    expect([status, body]).toEqual([
      200,
      {
        routes: [
          {
            person: {
              personId: await idOf('ben'),
              email: 'ben@finpilot.test',
              name: 'Sarah Chen',
              company: 'FinPilot',
            },
            contactId: '502',
            standing: null,
            factsAt: now - hourMs,
            handoff: null,
            timeZone,
            at: now,
            to: { id: maria.id, email: maria.email, name: maria.name },
            keepsOwner: false,
            reason: 'has an open handoff at the company',
            rule: expect.stringMatching(/^The AE of an open handoff at the company; else /),
            candidates: [
              expect.objectContaining({ email: maria.email, chosen: true }),
              expect.objectContaining({
                email: tom.email,
                why: 'already owns the contact, on leave from 2026-03-10 to 2026-03-10',
              }),
              expect.objectContaining({ email: lee.email, chosen: false }),
            ],
            nextTryAt: null,
          },
        ],
      },
    ]);
  });

  it('is explained of everybody who answers to it, also with a handoff that is open', async () => {
    const { body } = await ask('POST', `${base}/route`, { contact: '501', dryRun: true });
    const routes = (body as { routes: { person: { email: string }; handoff: object | null }[] }).routes;
    expect(routes.map(({ person, handoff }) => [person.email, handoff])).toEqual([
      ['501@finpilot.test', null],
      [
        'sarah@finpilot.test',
        { handoffId: 1, status: 'assigned', owner: expect.objectContaining({ email: maria.email }) },
      ],
    ]);
  });

  it('changes nothing: the store is the same, byte by byte', async () => {
    const before = wholeStore();
    await ask('POST', `${base}/route`, { contact: 'ben', dryRun: true });
    await ask('POST', `${base}/route`, { contact: 'lone', dryRun: true });
    await zo('route', '--dry-run', 'sarah@finpilot.test');
    await ask('GET', `${base}/fairness`);
    const after = wholeStore();
    expect([after[0].equals(before[0]), after[1]]).toEqual([true, before[1]]);
    await store.saveSetting(portalId, 'any', 'thing', now);
    expect(wholeStore()[0].equals(before[0])).toBe(false);
  });

  it.each<[number, string, object]>([
    [404, base, { contact: 'nobody@finpilot.test', dryRun: true }],
    [400, base, { contact: '', dryRun: true }],
    [400, base, { contact: 'ben' }],
    [400, base, { contact: 'ben', dryRun: false }],
    [404, '/admin/portals/999', { contact: 'ben', dryRun: true }],
    [409, `/admin/portals/${portalId + 1}`, { contact: 'ben', dryRun: true }],
  ])('answers %i at %s to %j', async (status, where, body) => {
    expect((await ask('POST', `${where}/route`, body)).status).toBe(status);
  });

  it('is told by the tool, with every candidate, or as JSON', async () => {
    const { code, stdout } = await zo('route', '--dry-run', '501');
    expect([code, stdout.split('\n')]).toEqual([
      0,
      expect.arrayContaining([
        expect.stringMatching(/^501@finpilot.test \(person \d+, no contact in HubSpot yet\)$/),
        `Would go to ${maria.email}: has an open handoff at the company`,
        expect.stringMatching(/^Rule: The AE of an open handoff/),
        `  not chosen: ${tom.email} (active in HubSpot, number 2 of the rotation): not asked: ${maria.email} has an open handoff at the company`,
        'HubSpot has not been asked about them yet: who owns contact, company or deal is not known.',
        `Handoff 1 is assigned and stays with ${maria.email} (next by weighted share).`,
        'With HubSpot’s values of 2026-03-10 09:00:00 Europe/Berlin. Nothing was changed.',
      ]),
    ]);
    const json = await zo('route', '--dry-run', 'ben', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject([{ to: { email: maria.email } }]);
  });

  it('is not reassigned by the tool, which says how, and who nobody knows is said', async () => {
    const without = await zo('route', 'ben');
    expect([without.code, without.stdout, without.stderr]).toEqual([
      1,
      '',
      expect.stringMatching(/only explains: add --dry-run.* press Reassign on the card in HubSpot\./),
    ]);
    const unknown = await zo('route', '--dry-run', 'nobody');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('"nobody"')]);
  });
});

describe('how fair routing has been', () => {
  it('is told of every owner, with the newest decisions', async () => {
    const { status, body } = await ask('GET', `${base}/fairness?decisions=2`);
    const nothing = { ideal: 0, handoffs: 0, deviation: 0, byContinuity: 0, otherwise: 0 };
    const lately = { openNow: 0, given7Days: 0, given28Days: 0 };
    expect([status, body]).toEqual([
      200,
      {
        at: now,
        timeZone,
        owners: [
          {
            ...{ email: maria.email, ownerId: maria.id, weight: 3, ideal: 0.6, handoffs: 1, deviation: 0.4 },
            ...{ byContinuity: 1, otherwise: 0, openNow: 2, given7Days: 1, given28Days: 2 },
          },
          { email: tom.email, ownerId: tom.id, weight: 1, ...nothing, ideal: 0.2, deviation: -0.2, ...lately },
          { email: lee.email, ownerId: lee.id, weight: 1, ...nothing, ideal: 0.2, deviation: -0.2, ...lately },
          {
            ...{ email: formula.email, ownerId: formula.id, weight: null, ...nothing, otherwise: 1 },
            ...{ openNow: 1, given7Days: 1, given28Days: 1 },
          },
        ],
        decisions: [
          {
            receiptId: 3,
            at: now,
            handoffId: 3,
            personId: await idOf('eve'),
            to: maria.email,
            reason: 'has an open handoff at the company',
          },
          {
            receiptId: 2,
            at: now - hourMs,
            handoffId: 2,
            personId: await idOf('lone'),
            to: formula.email,
            reason: 'named by the workflow',
          },
        ],
      },
    ]);
  });

  it('is told by the tool as a table, and written as CSV that no spreadsheet takes for a formula', async () => {
    const file = path.join(folder, 'fairness.csv');
    const { code, stdout } = await zo('report', 'fairness', '--csv', file, '--decisions', '1');
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'owner              weight  ideal  handoffs by turns  deviation  by continuity  otherwise  open now  given 7 days  given 28 days',
        'maria@acme.test         3   0.60                  1      +0.40              1          0         2             1              2',
        'tom@acme.test           1   0.20                  0      -0.20              0          0         0             0              0',
        'lee@acme.test           1   0.20                  0      -0.20              0          0         0             0              0',
        '=cmd@acme.test   none now   0.00                  0       0.00              0          1         1             1              1',
        '',
        'Newest decisions:',
        '  2026-03-10 10:00:00 Europe/Berlin (#3, handoff 3) to maria@acme.test: has an open handoff at the company',
        '',
      ],
    ]);
    expect((await readFile(file, 'utf8')).split('\r\n')).toEqual([
      'owner,weight,ideal,handoffs_by_turns,deviation,by_continuity,otherwise,open_now,given_7_days,given_28_days',
      'maria@acme.test,3,0.6,1,0.4,1,0,2,1,2',
      'tom@acme.test,1,0.2,0,-0.2,0,0,0,0,0',
      'lee@acme.test,1,0.2,0,-0.2,0,0,0,0,0',
      "'=cmd@acme.test,,0,0,0,0,1,1,1,1",
      '',
    ]);
  });

  it('is told as JSON, and what keeps it from being told', async () => {
    const { stdout } = await zo('report', 'fairness', '--json');
    expect(JSON.parse(stdout).decisions).toHaveLength(3);
    const unwritten = await zo('report', 'fairness', '--csv', path.join(folder, 'none', 'fairness.csv'));
    expect([unwritten.code, unwritten.stderr]).toEqual([1, expect.stringContaining('could not be written: ENOENT')]);
    expect((await ask('GET', `${base}/fairness?decisions=1001`)).status).toBe(400);
    expect((await ask('GET', `/admin/portals/${portalId + 1}/fairness`)).status).toBe(409);
  });

  it('keeps of an erased person that somebody was assigned, and not who or why', async () => {
    const eve = await idOf('eve');
    await store.erasePersons(portalId, [eve], [], { playbook, timeZone }, now);
    const { body } = await ask('GET', `${base}/fairness?decisions=1`);
    expect(body).toMatchObject({
      owners: [{ email: maria.email, handoffs: 1, byContinuity: 1, openNow: 1 }, {}, {}, {}],
      decisions: [{ receiptId: 3, to: null, reason: 'assigned; the receipt was erased' }],
    });
  });
});
