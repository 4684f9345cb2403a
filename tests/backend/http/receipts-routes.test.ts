/** Receipts over HTTP, and the operator's tool on top of it, as an operator runs it. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { addErase } from '../../../backend/cli/erase.ts';
import { addReceipts } from '../../../backend/cli/receipts.ts';
import { decide } from '../../../backend/handoff/decide.ts';
import { receiptOfAssignment } from '../../../backend/handoff/receipt.ts';
import { createErasureRoutes } from '../../../backend/http/admin/erasure-routes.ts';
import { createReceiptsRoutes } from '../../../backend/http/admin/receipts-routes.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import { createAuditDeed } from '../../../backend/settings/audit-deed.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { assignedTo } from '../../support/assignments.ts';
import { dayMs, decisionContext, facts, hourMs, maria, now, portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { runZo } from '../../support/run-zo.ts';

const { portal } = portalState();
const { portalId, timeZone } = portal;
const rules = { playbook: acmePlaybook(), timeZone };
let store: SqliteStore;
let server: Server;
let url: string;

beforeAll(async () => {
  store = await openSqliteStore(':memory:');
  await store.savePortal(portal);
  const erasure = createErasure({
    store,
    rulesFor: async () => rules,
    now: () => now + hourMs,
    onErased: () => {},
    waitMs: 0,
  });
  const auditDeed = createAuditDeed({ store, clock: { now: () => now, plausibleNows: () => [now] } });
  const app = createExpressApp({ error: () => {} }, (routes) => {
    routes.get('/admin/portals', (_request, response) => void response.json({ portals: [portal] }));
    routes.use(express.json(), createReceiptsRoutes({ store }), createErasureRoutes({ store, erasure, auditDeed }));
  });
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await sarahCrosses();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await store.close();
});

async function sarahCrosses(): Promise<void> {
  const messages = [
    ...['sarah', 'ben'].map((userId) => ({ type: 'group', userId, groupId: 'finpilot', traits: { name: 'FinPilot' } })),
    ...['sarah', 'ben'].map((userId) => ({ type: 'identify', userId, traits: { email: `${userId}@finpilot.test` } })),
    { type: 'track', userId: 'sarah', event: 'Onboarding Completed' },
    { type: 'track', userId: 'sarah', event: '=Report Created' },
    { type: 'track', userId: 'ben', event: 'Signed In' },
  ];
  for (const [index, message] of messages.entries()) {
    const context = { receivedAt: now - dayMs + index * 1000, source: 'server' } as const;
    const read = normaliseMessage({ messageId: `m${index + 1}`, ...message }, context);
    if ('rejected' in read) throw new Error(read.rejected);
    await store.acceptEvents(portalId, [[read.event]], rules);
  }
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  await store.saveFacts(portalId, [{ personId, facts: facts() }], now);
  const inputs = await store.decisionInputs(portalId, 10);
  const decisions = inputs
    .filter(({ person }) => person.personId === personId)
    .map((input) => decide(input, decisionContext()));
  await store.commitDecisions(portalId, decisions, 1, now);
  await store.transactHandoff(portalId, { personId }, now, ({ handoff }) => ({
    answer: null,
    change: { handoff: handoff!, effects: [], receipts: [receiptOfAssignment(assignedTo(maria), 1)] },
  }));
}

const zo = (...words: string[]) => runZo(url, [addReceipts, addErase], words);

async function ask(query: string): Promise<{ status: number; body: { receipts?: { kind: string }[] } }> {
  const response = await fetch(`${url}/admin/portals/${portalId}/receipts${query}`);
  return { status: response.status, body: (await response.json().catch(() => ({}))) as object };
}

describe('receipts over HTTP', () => {
  it('come newest first, or from a receipt on', async () => {
    const kinds = async (query: string) => (await ask(query)).body.receipts?.map(({ kind }) => kind);
    expect(await kinds('')).toEqual(['assignment', 'crossing']);
    expect(await kinds('?handoffId=1')).toEqual(['assignment', 'crossing']);
    expect(await kinds('?email=SARAH@finpilot.test&limit=1')).toEqual(['assignment']);
    expect(await kinds('?email=nobody@finpilot.test')).toEqual([]);
    expect(await kinds('?before=2')).toEqual(['crossing']);
    expect(await kinds('?after=1')).toEqual(['assignment']);
    expect(await kinds(`?after=0&since=${now + 1}`)).toEqual([]);
  });

  it.each(['?limit=1001', '?personId=x', '?personId=1&email=a', '?what=else'])(
    'are not given for %s',
    async (query) => {
      expect((await ask(query)).status).toBe(400);
    },
  );

  it('are not made up', async () => {
    expect((await ask('/99')).status).toBe(404);
    expect((await ask('/1')).status).toBe(200);
  });
});

describe('zo receipts', () => {
  it('shows one in words: when, why, by which rule, from which values and events', async () => {
    const { stdout, code } = await zo('receipts', 'show', '#1');
    expect(code).toBe(0);
    for (const words of [
      '#1 crossing, 2026-03-10 10:00:00 Europe/Berlin, playbook version 1, person 1, handoff 1',
      'Ready: 2nd active user at FinPilot (needs 2)',
      'Rule: A free user becomes an SQL when zo_company_active_users >= 2',
      'met: zo_company_active_users >= 2 (is 2)',
      '+25  +25 when activated: activated: yes',
      'Onboarding Completed, 2026-03-09 10:00:04 Europe/Berlin (message m5)',
      'Colleague, person 2: Signed In',
      'HubSpot, 2026-03-10 10:00:00 Europe/Berlin: stage lead',
    ]) {
      expect(stdout).toContain(words);
    }
  });

  it('shows those of a contact, with the candidates', async () => {
    const { stdout } = await zo('receipts', 'show', '--contact', 'sarah@finpilot.test');
    expect(stdout).toContain('To maria@acme.test: next in rotation');
    expect(stdout).toContain('chosen: maria@acme.test (active in HubSpot, number 1 of the rotation): next in rotation');
    expect((await zo('receipts', 'show')).stderr).toContain('Say which');
    expect((await zo('receipts', '--contact', 'sarah@finpilot.test')).stdout).toMatch(/^#2 assignment, /);
  });

  it.each(['99999', 'newest'])('says where the numbers of receipts stand when there is no receipt %s', async (id) => {
    const told = await zo('receipts', 'show', id);
    expect(told).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/: `zo receipts` lists them/) });
  });

  it('says of somebody nobody knows that there is nobody, and of somebody undecided that nothing was decided', async () => {
    for (const who of [
      ['--contact', 'nobody@finpilot.test'],
      ['--person', '999'],
    ]) {
      for (const verb of [['receipts', 'show'], ['receipts']]) {
        expect(await zo(...verb, ...who)).toMatchObject({
          code: 1,
          stdout: '',
          stderr: expect.stringMatching(/^Nobody is known .*`zo privacy export WHO`/),
        });
      }
    }
    expect(await zo('receipts', 'show', '--contact', 'ben@finpilot.test')).toMatchObject({
      code: 0,
      stdout: 'No receipts: nothing was decided about them, or they were erased.\n',
    });
    expect(await zo('receipts', '--contact', 'ben@finpilot.test')).toMatchObject({ stdout: 'No receipts yet.\n' });
    expect(await zo('receipts', 'show', '--handoff', '999')).toMatchObject({ code: 0 });
  });

  it('replays them all', async () => {
    expect(await zo('receipts', 'replay', '--all')).toMatchObject({
      code: 0,
      stdout: '#1 crossing: decided the same\n#2 assignment: decided the same\n2 same, 0 different, 0 not replayed\n',
    });
  });

  it('exports them as lines and as a table that no spreadsheet runs', async () => {
    const lines = (await zo('receipts', 'export', '--since', '2026-03-01')).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).receiptId)).toEqual([1, 2]);
    const { stdout, stderr } = await zo('receipts', 'export', '--format', 'csv');
    expect(stdout.split('\r\n')[0]).toBe(
      'receipt,at,kind,outcome,playbook_version,person,handoff,erased_at,words,body',
    );
    expect(stdout).toContain('1,2026-03-10T09:00:00.000Z,crossing,ready,1,1,1,,"Ready: 2nd active user');
    expect(stderr).toContain('2 receipts');
    expect((await zo('receipts', 'export', '--since', '2026-04-01')).stdout).toBe('');
  });

  it('exports from a day of the calendar on, and from no other', async () => {
    const { code, stdout, stderr } = await zo('receipts', 'export', '--since', '2026-02-30');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('It must be a day of the calendar such as 2026-02-01, or a moment in ISO 8601.');
  });
});

describe('zo erase', () => {
  it('does nothing without --yes, then everything, and the receipts keep the fact', async () => {
    const asked = await zo('erase', '--contact', 'sarah@finpilot.test');
    expect(asked).toMatchObject({ code: 1, stdout: expect.stringContaining('would erase one person') });
    expect(await store.personByIdentity(portalId, 'u:sarah')).not.toBeNull();
    const done = await zo('erase', '--contact', 'sarah@finpilot.test', '--yes');
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('Erased: 1 of our people, 4 raw events.');
    expect(done.stdout).toContain('Not touched: the contact in HubSpot');
    const shown = await zo('receipts', 'show', '--person', '1');
    expect(shown.stdout).toContain('erased on 2026-03-10 11:00:00 Europe/Berlin; what stays: ready');
    expect(await zo('receipts', 'replay', '1')).toMatchObject({
      code: 0,
      stdout: '#1 crossing: cannot be replayed: erased\n0 same, 0 different, 1 not replayed\n',
    });
    expect((await zo('erase', '--contact', 'sarah@finpilot.test')).stdout).toContain('Nobody is known by that');
    expect((await zo('receipts', 'replay', '--all')).stdout).toBe(
      '0 same, 0 different, 2 not replayed, which are facts and no decisions, or were erased (--verbose lists them)\n',
    );
    expect((await zo('receipts', 'replay', '--all', '--verbose')).stdout).toContain(
      '#2 assignment: cannot be replayed',
    );
    // That it was done stays, without saying of whom.
    expect(
      (await store.auditEntries(portalId, { limit: 9 })).map(({ deed, detail, ended }) => [
        deed,
        detail,
        ended?.outcome,
      ]),
    ).toEqual([['erase person', 'one person', 'done']]);
  });

  it('counts alarms, also of somebody whom nothing else mentions', async () => {
    await store.raiseAlarm(portalId, 'slack:@eve@finpilot.test', 'eve@finpilot.test is not in Slack.', now);
    expect(await zo('erase', 'eve@finpilot.test', '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Erased: 0 of our people, 0 raw events, 1 alarm.'),
    });
    expect(await store.alarms(portalId)).toEqual([]);
  });

  it('fails for somebody whom nothing mentions', async () => {
    expect(await zo('erase', 'nobody@finpilot.test', '--yes')).toMatchObject({
      code: 1,
      stdout: 'Nobody is known by that, and nothing mentions it: look whether it is spelt right.\n',
    });
  });
});
