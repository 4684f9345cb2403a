import {
  type HomeAnswer,
  type HomeExportAnswer,
  type HomeTableAnswer,
  homeExportPath,
  homePath,
  homeTablePath,
} from '@zo/shared';
import type { z } from 'zod';
import {
  homeAnswerSchema,
  homeExportAnswerSchema,
  homeTableAnswerSchema,
} from '../../../backend/http/app/home-schemas.ts';
import { now } from '../../support/handoffs.ts';
import { type HomeServer, homePortalId, type Signed, startHomeServer } from '../../support/home-server.ts';
import { readCsv } from '../../support/read-csv.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Unfolds intersections, so that `{a} & {b}` and `{a, b}` are the same. */
type Plain<T> = T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

it('the schemas of the answers and the types the page knows are the same', () => {
  const home: Same<Plain<z.infer<typeof homeAnswerSchema>>, Plain<HomeAnswer>> = true;
  const table: Same<Plain<z.infer<typeof homeTableAnswerSchema>>, Plain<HomeTableAnswer>> = true;
  const file: Same<Plain<z.infer<typeof homeExportAnswerSchema>>, Plain<HomeExportAnswer>> = true;
  expect([home, table, file]).toEqual([true, true, true]);
});

let server: HomeServer;

async function home(signed?: Signed) {
  const answer = homeAnswerSchema.parse(await (await server.get(homePath, signed)).json());
  if (answer.status !== 'ready') throw new Error(answer.status);
  return answer;
}
async function table(query: string) {
  const answer = homeTableAnswerSchema.parse(await (await server.get(`${homeTablePath}?${query}`)).json());
  if (answer.status !== 'ready') throw new Error(answer.status);
  return answer;
}
async function file(query: string) {
  const answer = homeExportAnswerSchema.parse(await (await server.get(`${homeExportPath}?${query}`)).json());
  if (answer.status !== 'ready') throw new Error(answer.status);
  return answer;
}

describe('a portal in which nothing has happened', () => {
  beforeAll(async () => {
    server = await startHomeServer();
  });
  afterAll(() => server.close());

  it('answers zeros, empty tables and what to do first', async () => {
    const { tables, firstCalls, funnel, ...answer } = await home();
    const none = { count: 0, isMore: false, oldestAt: null };
    expect(answer).toEqual({
      status: 'ready',
      asOf: now,
      portal: { portalId: homePortalId, uiDomain: 'app.hubspot.com', timeZone: 'Europe/Berlin' },
      live: { goLiveAt: expect.any(Number), performedBy: 'direct', isWorkflowWanted: true },
      eventsReceived: false,
      today: { opened: 0, handedOff: 0, overdue: 0, waitingForOwner: 0, inReview: 0 },
      reviewing: { refusal: null },
      health: { lastEventAt: null, lastWriteAt: null, toDecide: none, toDeliver: none, alarms: 0, failed: none },
    });
    expect(funnel?.steps.map(({ people }) => people)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(firstCalls?.weeks.map(({ week, count }) => [week, count])).toEqual(
      ['04', '05', '06', '07', '08', '09', '10', '11'].map((week) => [`2026-W${week}`, 0]),
    );
    expect(tables.today).toMatchObject({ rows: [], page: 1, pages: 1, found: 0, of: 0, isCut: false });
    expect(tables.checks.rows[0]?.cells).toEqual([
      'HubSpot',
      'Problem',
      'no access token',
      'Set HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN.',
    ]);
  });

  it.each([
    ['no playbook', homePortalId + 1, 'playbook'],
    ['nobody connected', 5, 'portal'],
  ])('says what is missing where there is %s', async (_, portal, missing) => {
    for (const path of [homePath, `${homeTablePath}?name=today`, `${homeExportPath}?name=today`]) {
      expect(await (await server.get(path, { portal })).json()).toEqual({ status: 'not connected', missing });
    }
  });

  it.each([homePath, `${homeTablePath}?name=today`, `${homeExportPath}?name=today`])(
    'answers nobody whom HubSpot did not sign for: %s',
    async (path) => {
      expect((await server.get(path, { secret: 'another' })).status).toBe(401);
    },
  );

  it.each(['name=nothing', 'name=today&page=0', 'name=today&name=review', ''])('refuses %j', async (query) => {
    expect((await server.get(`${homeTablePath}?${query}`)).status).toBe(400);
  });
});

const made = { name: 'Made', group: 'made', company: 'Made', contactId: '801', source: 'sample' } as const;

describe('a portal with people', () => {
  beforeAll(async () => {
    server = await startHomeServer();
    // At FinPilot there are two; the others are alone at theirs.
    const sarah = {
      name: 'Sarah',
      group: 'finpilot',
      company: 'FinPilot',
      keyActions: 14,
      contactId: '501',
      invited: 2,
    };
    await server.person(sarah);
    await server.person({ ...sarah, name: 'Alex', keyActions: 1, contactId: '502', invited: 0 });
    await server.person({ ...sarah, name: 'Jonas', group: 'soloworks', company: 'Soloworks', contactId: '503' });
    for (let number = 1; number <= 12; number += 1) {
      const name = `Lone${String(number).padStart(2, '0')}`;
      await server.person({ ...sarah, name, group: `g${number}`, company: name, contactId: String(600 + number) });
    }
    await server.person({ ...sarah, ...made });
    await server.person({
      ...sarah,
      name: 'Ada',
      group: 'largecorp',
      company: 'LargeCorp',
      contactId: '701',
      employees: 500,
    });
    await server.person({
      ...sarah,
      name: 'Ben',
      group: 'largecorp',
      company: 'LargeCorp',
      contactId: '702',
      keyActions: 0,
      employees: 500,
    });
    await server.settle();
  });
  afterAll(() => server.close());

  it('lists who was handed off today, and who waits for a reviewer', async () => {
    const { today, tables } = await home();
    expect(today).toEqual({ opened: 2, handedOff: 1, overdue: 0, waitingForOwner: 0, inReview: 1 });
    expect(tables.today.rows.map(({ cells }) => cells.slice(1, 5))).toEqual([
      ['Ada', 'LargeCorp', null, 'In review'],
      ['Sarah', 'FinPilot', 'Maria', 'Assigned'],
    ]);
    expect(tables.review.rows.map(({ cells, contactId }) => [...cells, contactId])).toEqual([
      [now, 'Ada', 'LargeCorp', 60_000, 'Expected contract value at least 15,000', expect.anything(), '701'],
    ]);
  });

  it('names who is one condition short, with that one thing', async () => {
    const { tables } = await home();
    expect(tables['near-misses']).toMatchObject({ found: 15, of: 15, pages: 2, isCut: false });
    const rows = tables['near-misses'].rows;
    expect(rows.find(({ cells }) => cells[0] === 'Jonas')).toEqual({
      id: expect.any(String),
      cells: [
        'Jonas',
        'Soloworks',
        '1 more active user (has 1, needs 2)',
        65,
        expect.any(Number),
        expect.stringContaining('Active users'),
      ],
      contactId: '503',
      handoffId: null,
    });
  });

  it('lists and counts nobody of the sample activity, though one condition short', async () => {
    const work = await server.store.cardWork(homePortalId, made.contactId);
    expect(work?.decision).toMatchObject({ gate: 'not_ready', decision: { readiness: { conditionsMissing: 1 } } });
    expect(await table(`name=near-misses&filter=${made.name}`)).toMatchObject({ rows: [], found: 0, of: 15 });
    const { funnel } = await home();
    expect(funnel?.steps[0]).toEqual({ step: 'signed up', people: 17 });
  });

  it('counts how many came how far', async () => {
    const { funnel } = await home();
    expect(funnel).toEqual({
      asOf: now,
      steps: [
        { step: 'signed up', people: 17 },
        { step: 'activated', people: 17 },
        { step: 'ready', people: 2 },
        { step: 'handed off', people: 1 },
        { step: 'engaged', people: 0 },
        { step: 'won', people: 0 },
      ],
    });
  });

  it('tells first calls and fair shares by owner', async () => {
    const { firstCalls, tables } = await home();
    expect(firstCalls?.all).toEqual({
      count: 1,
      inTime: 0,
      breached: 0,
      running: 1,
      medianMinutes: null,
      p90Minutes: null,
    });
    expect(firstCalls?.weeks.at(-1)).toMatchObject({ week: '2026-W11', count: 1 });
    expect(tables.owners.rows.map(({ cells }) => cells)).toEqual([['Maria', 1, 0, 0, 1, null, null]]);
    expect(tables.fairness.rows.map(({ cells }) => cells.slice(0, 4))).toEqual([
      ['Maria', 1, 0.3, 1],
      ['Tom', 1, 0.3, 0],
      ['Lee', 1, 0.3, 0],
    ]);
  });

  it.each([
    ['an operator', 'Ops@acme.test', null],
    ['an AE', 'maria@acme.test', expect.stringContaining('operator')],
    ['nobody HubSpot names', null, 'HubSpot did not say who you are.'],
  ])('says whether %s may decide a review', async (_, as, refusal) => {
    expect((await home({ as })).reviewing).toEqual({ refusal });
  });

  it('sorts, filters and pages a table', async () => {
    const names = ({ rows }: { rows: { cells: unknown[] }[] }) => rows.map(({ cells }) => cells[0]);
    const sorted = await table('name=near-misses&sort=-person&page=2');
    expect(names(sorted)).toEqual(['Lone02', 'Lone01', 'Jonas', 'Ben', 'Alex']);
    const filtered = await table('name=near-misses&filter=SOLO');
    expect([names(filtered), filtered.found, filtered.of]).toEqual([['Jonas'], 1, 15]);
    expect((await table('name=near-misses&page=99')).page).toBe(2);
  });

  it('writes a table as a file, as it is sorted and filtered', async () => {
    const { csv, ...about } = await file('name=near-misses&sort=person&filter=lone0');
    expect(about).toEqual({ status: 'ready', fileName: 'zo-near-misses-2026-03-10.csv', rows: 9, isCut: false });
    const [headings, first] = readCsv(csv);
    expect(headings).toEqual(['Person', 'Company', 'Missing', 'Score', 'Last active', 'Condition']);
    expect(first).toEqual([
      'Lone01',
      'Lone01',
      '1 more active user (has 1, needs 2)',
      '65',
      '2026-03-09T09:00:00.000Z',
      expect.any(String),
    ]);
  });
});
