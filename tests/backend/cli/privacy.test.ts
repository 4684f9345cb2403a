/** `zo privacy` as an operator runs it, against the routes over a real store. */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { addErase } from '../../../backend/cli/erase.ts';
import { addPrivacy } from '../../../backend/cli/privacy.ts';
import { createErasureRoutes } from '../../../backend/http/admin/erasure-routes.ts';
import { createPrivacyRoutes } from '../../../backend/http/admin/privacy-routes.ts';
import { createExpressApp } from '../../../backend/http/express-app.ts';
import { normaliseMessage } from '../../../backend/ingest/normalise-message.ts';
import { createErasure } from '../../../backend/portals/erase-people.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { noteDroppedNames } from '../../../backend/privacy/note-dropped.ts';
import { createPrivacy } from '../../../backend/privacy/privacy.ts';
import { createPrivacyTerms } from '../../../backend/privacy/privacy-terms.ts';
import { createRetention } from '../../../backend/privacy/retention.ts';
import { createAuditDeed } from '../../../backend/settings/audit-deed.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { dayMs, now, portalState } from '../../support/handoffs.ts';
import { runZo } from '../../support/run-zo.ts';

const state = portalState();
const { portalId, timeZone } = state.portal;
const rules = { playbook: state.playbook, timeZone };
const clock = { now: () => now, plausibleNows: () => [now] };
let store: SqliteStore;
let server: Server;
let url: string;

beforeAll(async () => {
  store = await openSqliteStore(':memory:');
  await store.savePortal(state.portal);
  const auditDeed = createAuditDeed({ store, clock });
  const terms = createPrivacyTerms({
    store,
    states: { get: async () => state },
    memory: createPortalMemory(),
    now: () => now,
  });
  const parts = { store, rulesFor: async () => rules, now: () => now };
  const retention = createRetention({ ...parts, terms, onForgotten: () => {} });
  const dropped = noteDroppedNames(store, createPortalMemory(), clock, { warn: () => {} });
  dropped.note(portalId, ['traits.phone', 'sarah@finpilot.test is no name']);
  const erasure = createErasure({ ...parts, onErased: () => {}, waitMs: 0 });
  const privacy = createPrivacy({ store, terms, retention, dropped });
  const app = createExpressApp({ error: () => {} }, (routes) => {
    routes.get('/admin/portals', (_request, response) => void response.json({ portals: [state.portal] }));
    routes.use(express.json());
    routes.use(createErasureRoutes({ store, erasure, auditDeed }), createPrivacyRoutes({ store, privacy, auditDeed }));
  });
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const messages = [
    { type: 'identify', traits: { email: 'sarah@finpilot.test' } },
    { type: 'track', event: 'Report Created' },
  ];
  for (const [index, message] of messages.entries()) {
    const context = { receivedAt: now - 100 * dayMs + index, source: 'server' } as const;
    const read = normaliseMessage({ messageId: `m${index}`, userId: 'sarah', ...message }, context);
    if ('rejected' in read) throw new Error(read.rejected);
    await store.acceptEvents(portalId, [[read.event]], rules);
  }
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await store.close();
});

const zo = (...words: string[]) => runZo(url, [addPrivacy, addErase], words);

describe('zo privacy retention', () => {
  it('shows how long what is kept', async () => {
    const { stdout, code } = await zo('privacy', 'retention');
    expect(code).toBe(0);
    expect(stdout).toContain('events: 90 days\n');
    expect(stdout).toContain('people: for ever\n');
    expect(stdout).toContain('The playbook looks back 30 days');
  });

  it('changes it, deletes what is old, and says how much', async () => {
    const { stdout } = await zo('privacy', 'retention', '--set', 'receipts=365', 'people=forever', '--run');
    expect(stdout).toContain('receipts: 365 days');
    expect(stdout).toContain('events: 90 days; gone before 2025-12-10 00:00:00 Europe/Berlin; 2 just now');
    const again = JSON.parse((await zo('privacy', 'retention', '--run', '--json')).stdout);
    expect(again.forgotten).toMatchObject({ events: 0, people: 0 });
  });

  it('says what is wrong and what to do', async () => {
    expect(await zo('privacy', 'retention', '--set', 'event=90')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Say such as events=120 or people=forever'),
    });
    expect((await zo('privacy', 'retention', '--set', 'messageIds=2')).stderr).toContain('at least 7 days');
  });
});

describe('zo privacy allow-list', () => {
  it('shows, adds and removes; the names that came are offered, and no other words', async () => {
    expect((await zo('privacy', 'allow-list')).stdout).toContain('  traits.phone: in 1 message\n');
    expect((await zo('privacy', 'allow-list', '--add', 'traits.phone')).stdout).toContain(
      'Kept besides: traits.phone.',
    );
    const { allowed, dropped } = JSON.parse(
      (await zo('privacy', 'allow-list', '--remove', 'traits.phone', '--json')).stdout,
    );
    expect([allowed, dropped.map(({ name }: { name: string }) => name)]).toEqual([[], ['traits.phone']]);
    expect((await zo('privacy', 'allow-list', '--add', 'phone')).stderr).toContain('say traits.jobTitle');
  });
});

describe('zo privacy export and erase', () => {
  it('prints every row, by address, user id, contact or number', async () => {
    const { stdout, stderr, code } = await zo('privacy', 'export', 'sarah@finpilot.test');
    const parts = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).part);
    expect(parts).toEqual(expect.arrayContaining(['person', 'identity', 'usage of events that are gone']));
    expect([code, stderr]).toEqual([0, `${parts.length} rows about one person\n`]);
    expect(JSON.parse((await zo('privacy', 'export', 'sarah', '--json')).stdout)).toHaveLength(parts.length);
    expect((await zo('privacy', 'export', 'contact:999')).stderr).toContain('0 rows about nobody known by that');
    expect((await zo('privacy', 'export')).stderr).toContain('Say whom, once');
  });

  it('counts first, then erases; the old command does the same', async () => {
    const counted = await zo('privacy', 'erase', 'sarah@finpilot.test', '--dry-run');
    expect(counted).toMatchObject({ code: 0, stdout: expect.stringContaining('Kept about one person:\n  person: 1') });
    expect((await zo('erase', 'sarah', '--hubspot')).stdout).toContain('Every zo_* property of their contact');
    expect((await zo('erase', 'sarah', '--yes', '--dry-run')).stderr).toContain('not both');
    const done = await zo('privacy', 'erase', 'sarah@finpilot.test', '--yes');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Erased: 1 of our people, 0 raw events.') });
    const rows = (await zo('privacy', 'export', 'sarah@finpilot.test', '--json')).stdout;
    expect(JSON.parse(rows)).toEqual([]);
    const audit = await store.auditEntries(portalId, { limit: 20 });
    expect(audit.find(({ deed }) => deed === 'erase person')).toMatchObject({
      detail: 'one person',
      author: 'operator',
    });
    expect(JSON.stringify(audit)).not.toContain('sarah');
  });
});
