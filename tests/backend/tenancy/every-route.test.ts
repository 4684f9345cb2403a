/** Every mounted route with every kind of credential against the ids of another portal. A route without a row fails here. */
import { jest } from '@jest/globals';
import { documentedRoutes } from '../../../backend/http/documented-routes.ts';
import type { HubspotState } from '../../../sandbox/demo/hubspot-state.ts';
import { ask, comparable, credentials } from './ask.ts';
import { canary, other } from './named-portals.ts';
import { fingerprint } from './portal-rows.ts';
import { rows } from './rows.ts';
import { startTwoPortals, type TwoPortals } from './two-portals.ts';

jest.setTimeout(60_000);

let two: TwoPortals;
let before: Record<string, string>;
let hubspotBefore: string;

/** Each call is judged by itself; what came of all of them, by the last test. */
let beforeCall: Record<string, string>;
beforeEach(() => {
  beforeCall = others();
});
beforeAll(async () => {
  two = await startTwoPortals();
  before = others();
  hubspotBefore = await othersHubspot();
}, 120_000);
afterAll(() => two?.stop(), 30_000);

const others = () => fingerprint(two.world.databaseFile, other.portalId);
async function othersHubspot(): Promise<string> {
  const { contacts, companies } = await two.world.control<HubspotState>(
    'GET',
    `/sandbox/state?portal=${other.portalId}`,
  );
  return JSON.stringify({ contacts, companies });
}

it('the other portal is full of life', () => {
  const filled = [
    'handoffs',
    'persons',
    'companies',
    'receipts',
    'write_keys',
    'grants',
    'audit',
    'playbooks',
    'credentials',
  ];
  for (const table of [...filled, 'settings', 'alarms', 'outbox', 'action_calls', 'slack_links', 'oauth_states']) {
    expect([table, before[table]]).not.toEqual([table, expect.stringMatching(/^0 rows/)]);
  }
});

it('every route has a row, and no other', () => {
  const documented = documentedRoutes.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(rows.map(({ route }) => route).toSorted()).toEqual(documented.toSorted());
});

describe.each(rows.map((row) => [row.route, row] as const))('%s', (_route, row) => {
  it('tells and changes nothing of another portal, and answers as for what nobody has', async () => {
    const named = row.calls(two.otherIds, { own: two.ownIds });
    const nobodys = row.calls(two.nobodysIds, { own: two.ownIds });
    for (const [index, call] of named.entries()) {
      const answer = await ask(two, row, call);
      expect(answer.text.toLowerCase()).not.toContain(canary);
      expect([index, answer.status, answer.text]).toEqual([index, call.status, expect.anything()]);
      if (row.differs !== undefined || JSON.stringify(call) === JSON.stringify(nobodys[index])) continue;
      const asNobody = await ask(two, row, nobodys[index]!);
      expect(comparable(answer, two.otherIds)).toBe(comparable(asNobody, two.nobodysIds));
    }
    expect(others()).toEqual(beforeCall);
  });

  it('is not opened by any other kind of credential', async () => {
    const isOpen = row.credential === 'none' || row.credential === 'state';
    for (const call of row.calls(two.otherIds, { own: two.ownIds }).slice(0, 1)) {
      for (const credential of credentials.filter((one) => one !== row.credential)) {
        const answer = await ask(two, row, call, credential);
        expect(answer.text.toLowerCase()).not.toContain(canary);
        expect([credential, answer.status]).toEqual([credential, isOpen ? call.status : 401]);
      }
    }
    expect(others()).toEqual(beforeCall);
  });

  it('does what it does for its own portal to no other', async () => {
    if (row.foreignOnly !== undefined) return;
    for (const call of row.calls(two.ownIds, { own: two.ownIds })) {
      const answer = await ask(two, row, call);
      expect(answer.text.toLowerCase()).not.toContain(canary);
      expect(answer.status).toBeLessThan(500);
    }
    expect(others()).toEqual(beforeCall);
  });
});

it('afterwards nothing of the other portal has changed, nor in its HubSpot', async () => {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(others()).toEqual(before);
  expect(await othersHubspot()).toBe(hubspotBefore);
});
