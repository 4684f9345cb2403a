/** Reports over HTTP, and the operator's tool on top of it, as an operator runs it. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { addExport } from '../../../../backend/cli/export.ts';
import { addReport } from '../../../../backend/cli/report.ts';
import type { Handoff } from '../../../../backend/handoff/handoff.ts';
import { createReportRoutes } from '../../../../backend/http/admin/report-routes.ts';
import { createExpressApp } from '../../../../backend/http/express-app.ts';
import { createPortalMemory } from '../../../../backend/portals/portal-memory.ts';
import { type HandoffRow, handoffColumns } from '../../../../backend/reports/handoff-row.ts';
import { beforeSetting, keepBefore } from '../../../../backend/reports/keep-before.ts';
import {
  createReports,
  type OutcomesAnswer,
  type ReviewAnswer,
  type SlaAnswer,
} from '../../../../backend/reports/reports.ts';
import { saveHandoff } from '../../../../backend/store/sqlite/handoff-rows.ts';
import { openSqliteStore, type SqliteStore } from '../../../../backend/store/sqlite/open.ts';
import { sampleBefore, sampleHandoffs } from '../../../../scripts/docs/sample-handoffs.ts';
import { read } from '../../../repository/source-files.ts';
import { alertedHandoff, clockTerms, portalState } from '../../../support/handoffs.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';
import { readCsv } from '../../../support/read-csv.ts';
import { runZo } from '../../../support/run-zo.ts';

const before = sampleBefore();
const portal = { ...portalState().portal, goLiveAt: before.to };
const { portalId } = portal;
const empty = { ...portal, portalId: portalId + 1, goLiveAt: null };
const state = portalState({ portal, playbook: acmePlaybook({ workingHours: clockTerms.hours }) });
let store: SqliteStore;
let server: Server;
let url: string;
let folder: string;
/** Whom the server serves. */
let served: { portalId: number }[] = [portal];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zo-reports-'));
  store = await openSqliteStore(':memory:');
  for (const one of [portal, empty]) await store.savePortal(one);
  await store.saveSetting(portalId, beforeSetting, before, before.readAt);
  for (const handoff of sampleHandoffs()) saveHandoff(store.connection, portalId, handoff);
  const states = { get: async (id: number) => (id === portalId ? state : null) };
  const clock = { now: () => before.to };
  const kept = keepBefore({
    store,
    states,
    memory: createPortalMemory(),
    hubspot: new Map(),
    clock,
    log: { debug: () => {}, warn: () => {} },
  });
  const reports = createReports({ store, states, before: kept });
  const app = createExpressApp({ error: () => {} }, (routes) => {
    routes.get('/admin/portals', (_request, response) => void response.json({ portals: served }));
    routes.use(createReportRoutes({ store, reports }));
  });
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  served = [portal];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await store.close();
  await rm(folder, { recursive: true });
});

const verbs: ((tool: Command) => void)[] = [addReport, addExport];
const zo = (...words: string[]) => runZo(url, verbs, words);
async function ask<Answer>(route: string, of = portalId): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${url}/admin/portals/${of}/reports/${route}`);
  return { status: response.status, body: (await response.json()) as Answer };
}

describe('reports over HTTP', () => {
  it('count the handoffs of their days, first and last included, in the portal’s zone', async () => {
    const counts = async (query: string) => {
      const sla = (await ask<SlaAnswer>(`sla${query}`)).body;
      const outcomes = (await ask<OutcomesAnswer>(`outcomes${query}`)).body;
      const review = (await ask<ReviewAnswer>(`review${query}`)).body;
      return [sla.all.count + sla.withoutClock, outcomes.all.count, review.opened];
    };
    expect(await counts('')).toEqual([10, 11, 11]);
    expect(await counts('?from=2026-03-03&to=2026-03-03')).toEqual([1, 1, 1]);
    expect(await counts('?from=2026-03-09')).toEqual([5, 6, 6]);
    expect(await counts('?to=2026-03-08')).toEqual([5, 5, 5]);
    expect(await counts('?from=2026-04-01')).toEqual([0, 0, 0]);
  });

  it('say of which days and of which zone', async () => {
    expect((await ask('sla?from=2026-03-03&to=2026-03-04')).body).toMatchObject({
      period: { from: 20_515, to: 20_516 },
      timeZone: 'Europe/Berlin',
      before: { medianMinutes: 580, noEngagement: 2 },
    });
  });

  it('of a portal that is not live have no before, and of one without handoffs nothing', async () => {
    expect((await ask('sla', empty.portalId)).body).toMatchObject({ all: { count: 0 }, before: null, byOwner: [] });
    expect((await ask('handoffs', empty.portalId)).body).toEqual({ handoffs: [] });
  });

  it.each([
    ['sla?from=2026-02-30', '"from" must be a day of the calendar such as 2026-03-01, not "2026-02-30"'],
    ['outcomes?to=yesterday', '"to" must be a day of the calendar such as 2026-03-01, not "yesterday"'],
    ['review?from=', '"from" must be a day of the calendar such as 2026-03-01, not ""'],
    ['sla?from=2026-03-02T00:00', '"from" must be a day of the calendar such as 2026-03-01, not "2026-03-02T00:00"'],
    ['sla?from=2026-03-05&to=2026-03-04', '"from" must not lie after "to", as 2026-03-05 does after 2026-03-04'],
  ])('%s is refused in words', async (route, message) => {
    expect(await ask(route)).toEqual({ status: 400, body: { error: { code: 'invalid_request', message } } });
  });

  it.each(['sla?since=2026-03-01', 'sla?from=2026-03-01&from=2026-03-02', 'handoffs?after=-1', 'handoffs?limit=1001'])(
    '%s is refused',
    async (route) => {
      expect((await ask(route)).status).toBe(400);
    },
  );

  it('are not there for a portal nobody knows, nor under another name', async () => {
    expect([(await ask('sla', 1)).status, (await ask('everything')).status]).toEqual([404, 404]);
  });

  it('give handoffs as rows, page by page', async () => {
    const page = async (query: string) =>
      (await ask<{ handoffs: HandoffRow[] }>(`handoffs${query}`)).body.handoffs.map(({ handoff }) => handoff);
    expect(await page('?limit=4')).toEqual([1, 2, 3, 4]);
    expect(await page('?limit=4&after=8')).toEqual([9, 10, 11]);
    expect(await page('?after=11')).toEqual([]);
  });
});

/** What docs/reports.md shows of a command, without the line of the command itself. */
function shownInDocs(command: string): string {
  const document = read('docs/reports.md');
  const begin = document.indexOf(`$ npm run zo -- ${command}\n`);
  return document.slice(document.indexOf('\n', begin) + 1, document.indexOf('```', begin));
}

describe('zo report', () => {
  it.each(['sla', 'outcomes', 'review'])('%s prints what the documentation shows', async (name) => {
    const words = ['report', name, '--from', '2026-03-02', '--to', '2026-03-15'];
    expect(await zo(...words)).toEqual({ code: 0, stdout: shownInDocs(words.join(' ')), stderr: '' });
  });

  it('prints JSON, and writes the table beside it', async () => {
    const file = path.join(folder, 'sla.csv');
    const { stdout } = await zo('report', 'sla', '--json', '--csv', file);
    expect(JSON.parse(stdout)).toEqual((await ask('sla')).body);
    const [head, ...rows] = readCsv(await readFile(file, 'utf8'));
    expect(head).toEqual([
      'part',
      'name',
      'count',
      'in_time',
      'breached',
      'running',
      'stopped',
      'median_working_minutes',
      'p90_working_minutes',
      'median_before_go_live',
    ]);
    expect(rows[0]).toEqual(['all', '', '9', '6', '2', '1', '0', '40', '200', '580']);
    expect(rows).toContainEqual(['owner', 'Tom Becker <tom@acme.test>', '3', '2', '1', '0', '0', '40', '70', '671']);
    expect(rows).toContainEqual(['before go-live', 'no first engagement', '2', '', '', '', '', '', '', '']);
    expect(rows.every((row) => row.length === head!.length)).toBe(true);
  });

  it.each(['outcomes', 'review'])('%s writes a whole table', async (name) => {
    const file = path.join(folder, `${name}.csv`);
    await zo('report', name, '--csv', file);
    const [head, ...rows] = readCsv(await readFile(file, 'utf8'));
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.every((row) => row.length === head!.length)).toBe(true);
  });

  it('of no time at all says so in words', async () => {
    const { stdout } = await zo('report', 'sla', '--from', '2026-04-01');
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'Handed off from 2026-04-01 on (Europe/Berlin)',
      'First call: none was made (before go-live: 580).',
      'No first call was due.',
    ]);
    expect((await zo('report', 'review', '--to', '2026-01-01')).stdout).toBe(
      'Opened up to 2026-01-01 (Europe/Berlin)\nNo reviewer was asked about any of 0 handoffs.\n',
    );
    expect((await zo('report', 'outcomes', '--to', '2026-01-01')).stdout).toContain('none has ended with sales yet');
  });

  it('refuses what is no day before it asks anybody', async () => {
    const { code, stderr } = await zo('report', 'sla', '--from', '2026-02-30');
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('It must be a day of the calendar, such as 2026-03-01.'),
    ]);
  });

  it('says when the file cannot be written', async () => {
    const { code, stderr } = await zo('report', 'sla', '--csv', path.join(folder, 'missing', 'sla.csv'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('sla.csv could not be written: ENOENT')]);
  });
});

describe('zo export handoffs', () => {
  it('writes every handoff as one row, to a file or to standard output, the same', async () => {
    const file = path.join(folder, 'handoffs.csv');
    expect(await zo('export', 'handoffs', '--csv', file)).toMatchObject({ code: 0, stdout: '' });
    const text = await readFile(file, 'utf8');
    const [head, ...rows] = readCsv(text);
    expect(head).toEqual(handoffColumns);
    expect(rows.map(([handoff, status]) => [handoff, status])).toEqual(
      sampleHandoffs().map(({ handoffId, status }) => [String(handoffId), status]),
    );
    const { stdout, stderr } = await zo('export', 'handoffs');
    expect(stdout).toBe(text);
    expect(stderr).toContain('11 handoffs');
  });

  it('goes through more than a page, and runs no name as a formula', async () => {
    const hostile = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '"; DROP', 'two\nlines', 'a,b'];
    const others = { ...portal, portalId: portalId + 2 };
    await store.savePortal(others);
    served = [portal, others];
    for (let number = 1; number <= 1_001; number += 1) {
      const owner: Handoff['owner'] = {
        ...alertedHandoff().owner!,
        name: hostile[number % hostile.length]!,
        reason: hostile[(number + 1) % hostile.length]!,
      };
      saveHandoff(store.connection, others.portalId, alertedHandoff({ handoffId: number, personId: number, owner }));
    }
    const { stdout } = await zo('export', 'handoffs', '--portal', String(others.portalId));
    const [head, ...rows] = readCsv(stdout);
    expect(rows.map(([handoff]) => Number(handoff))).toEqual(Array.from({ length: 1_001 }, (_, index) => index + 1));
    const names = [...new Set(rows.map((row) => row[head!.indexOf('owner')]))];
    const harmless = ["'=1+1", "'+1", "'-1", "'@SUM(1)", "'\t'=1", "'\r'=1", '"; DROP', 'two\nlines', 'a,b'];
    expect(names.toSorted()).toEqual(harmless.toSorted());
  });

  it('of a portal without handoffs is the header alone', async () => {
    served = [portal, empty];
    const { stdout, stderr } = await zo('export', 'handoffs', '--portal', String(empty.portalId));
    expect(readCsv(stdout)).toEqual([handoffColumns]);
    expect(stderr).toBe('No handoffs yet.\n');
  });

  it('says when the file cannot be written', async () => {
    const { code, stderr } = await zo('export', 'handoffs', '--csv', path.join(folder, 'missing', 'handoffs.csv'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('handoffs.csv could not be written: ENOENT')]);
  });
});
