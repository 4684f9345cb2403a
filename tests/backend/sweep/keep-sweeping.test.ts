import { parseDefinition } from '@zo/shared';
import { NotPermitted } from '../../../backend/hubspot/hubspot-errors.ts';
import type { ChangeQuery } from '../../../backend/hubspot/search-changes.ts';
import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { keepSweeping } from '../../../backend/sweep/keep-sweeping.ts';
import type { SweepParts } from '../../../backend/sweep/sweep-portal.ts';
import { type SweepState, sweepSetting } from '../../../backend/sweep/sweep-state.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { dayMs, minuteMs, portalState } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const state = portalState();
const { portalId } = state.portal;
const start = Date.parse('2026-03-10T10:00:00Z');
const quiet = { error: console.error, warn: () => {}, debug: () => {} };

let store: SqliteStore;
let now: number;
let asked: ChangeQuery[];
let refusal: Error | null;
/** How often the playbook was looked at. */
let looks: number;
let stop: (() => Promise<void>) | null = null;

/** HubSpot where nothing ever changed; it notes what it is asked. */
const gateway: SweepParts['gateway'] = {
  provePortal: async () => {},
  searchChanges: async (_type, query) => {
    asked.push(query);
    if (refusal !== null) throw refusal;
    return [];
  },
  readContacts: async () => new Map(),
  readCompanies: async () => new Map(),
  primaryCompanies: async () => new Map(),
  contactDeals: async () => new Map(),
};

function sweepFor(sentence: string): void {
  const parsed = parseDefinition(sentence);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const playbook = acmePlaybook({ definition: parsed.value });
  ({ stop } = keepSweeping({
    memory: createPortalMemory(),
    store,
    states: {
      get: async () => {
        looks += 1;
        return { ...state, playbook };
      },
    },
    hubspot: new Map([[portalId, gateway]]),
    clock: { now: () => now, plausibleNows: () => [now] },
    log: quiet,
    onChanged: () => {},
    lookEveryMs: 5,
  }));
}

const kept = async () => (await store.setting(portalId, sweepSetting)) as SweepState | null;

async function until(isIt: (kept: SweepState) => boolean): Promise<SweepState> {
  return waitUntil<SweepState>(
    'the sweep',
    async () => {
      const swept = await kept();
      return swept !== null && isIt(swept) ? { value: swept } : { instead: JSON.stringify(swept) };
    },
    10_000,
    5,
  );
}

beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  now = start;
  asked = [];
  looks = 0;
  refusal = null;
});
afterEach(async () => {
  await stop?.();
  await store.close();
});

it('sweeps at once, every five minutes by the clock, and goes on after a restart where it was', async () => {
  sweepFor('A free user becomes an SQL when job title contains head');
  await until(({ finishedAt }) => finishedAt === start);
  expect(asked).toEqual([{ from: start - dayMs }]);
  now += 5 * minuteMs;
  const { watermarks } = await until(({ finishedAt }) => finishedAt === now);
  expect(watermarks).toEqual({ contact: start - dayMs, company: null });

  await stop?.();
  await store.saveSetting(portalId, sweepSetting, { ...(await kept()), watermarks: { contact: 7, company: 8 } }, now);
  sweepFor('A free user becomes an SQL when company number of employees is at least 50');
  now += 5 * minuteMs;
  await until(({ finishedAt }) => finishedAt === now);
  expect(asked.slice(2)).toEqual([{ from: 7 }, { from: 8 }]);
});

it('searches for nothing where the playbook asks HubSpot for nothing', async () => {
  sweepFor('A free user becomes an SQL when zo_pql_score >= 50');
  for (const look of [1, 2, 3]) {
    await waitUntil('a sweep', async () => (looks >= look ? { value: true } : { instead: `${looks}` }), 4_000, 5);
    now += 5 * minuteMs;
  }
  expect(asked).toEqual([]);
  expect(await kept()).toBeNull();
});

it('says why it failed, and tries again half a minute later', async () => {
  refusal = new NotPermitted('scope missing', [], { call: 'search contacts', status: 403 });
  sweepFor('A free user becomes an SQL when job title contains head');
  const failed = await until(({ problem }) => problem !== null);
  expect(failed).toMatchObject({ finishedAt: null, problem: expect.stringContaining('scope missing') });
  refusal = null;
  now += minuteMs / 2;
  await until(({ problem, finishedAt }) => problem === null && finishedAt === now);
});
