import { createPortalMemory } from '../../../backend/portals/portal-memory.ts';
import { takeTurns } from '../../../backend/portals/take-turns.ts';
import { openSqliteStore, type SqliteStore } from '../../../backend/store/sqlite/open.ts';
import { keepWatching, type Watch } from '../../../backend/watch/keep-watching.ts';
import type { Looks } from '../../../backend/watch/looks.ts';
import { type StoredSample, watchSettings } from '../../../backend/watch/watch-report.ts';
import { waitUntil } from '../../../sandbox/demo/wait-until.ts';
import { event } from '../../support/events.ts';
import { dayMs, hourMs, minuteMs, portalState, waitingHandoff } from '../../support/handoffs.ts';
import { startTestPortal, type TestPortal } from '../../support/hubspot-portal.ts';

const portalId = 424242;
const asked = portalState();
const state = { ...asked, portal: { ...asked.portal, portalId, goLiveAt: 0 } };
/** A Tuesday, an hour after the last of many events. */
const start = Date.parse('2026-06-02T10:00:00+02:00');
const onboarding = 'Onboarding Completed';

let portal: TestPortal;
let store: SqliteStore;
let now: number;
let warned: string[];
let woken: number;
let watch: Watch | null = null;

function begin(hubspot = portal, turns = takeTurns(createPortalMemory(), 'looks')): void {
  watch = keepWatching({
    memory: createPortalMemory(),
    ...{ store, turns, appId: null, lookMs: 5 },
    states: { get: async () => state },
    hubspot: new Map([[portalId, hubspot.gateway]]),
    clock: { now: () => now, plausibleNows: () => [now] },
    log: { warn: (_fields: object, words?: string) => void warned.push(words ?? ''), error: console.error },
    wake: () => {
      woken += 1;
    },
  });
}

async function end(): Promise<void> {
  await watch?.stop();
  watch = null;
}

/** Moves the clock, an hour at most at a time as a service that runs would see it, and waits for each look. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= hourMs) {
    now += Math.min(left, hourMs);
    await waitUntil(
      'a look',
      async () => {
        const { lookedAt } = (await store.setting(portalId, watchSettings.looks)) as Looks;
        return lookedAt === now ? { value: true } : { instead: String(lookedAt) };
      },
      10_000,
      2,
    );
  }
}

async function until(isIt: (sample: StoredSample) => boolean): Promise<StoredSample> {
  return waitUntil<StoredSample>(
    'the sample',
    async () => {
      const sample = (await store.setting(portalId, watchSettings.sample)) as StoredSample | null;
      return sample !== null && isIt(sample) ? { value: sample } : { instead: JSON.stringify(sample) };
    },
    10_000,
    5,
  );
}

/** Every hour of the office for four weeks, the last an hour ago. */
async function rememberOnboarding(): Promise<void> {
  const hours = Array.from({ length: 28 * 24 }, (_, index) => start - (index + 1) * hourMs);
  const arrivals = hours.map((hourStart) => ({ name: onboarding, hourStart }));
  await store.noteArrivals(portalId, arrivals.reverse(), 28 * dayMs);
  await accept(onboarding, start - hourMs);
}

async function accept(name: string, receivedAt: number): Promise<void> {
  const rules = { playbook: state.playbook, timeZone: state.portal.timeZone };
  await store.acceptEvents(portalId, [[event({ name, receivedAt })]], rules);
}

const alarms = async () => (await store.alarms(portalId)).map(({ key, times }) => [key, times]);

beforeAll(async () => {
  portal = await startTestPortal({ tenSecondlyLimit: 5_000 }, { pacing: { limit: 5_000 } });
});
afterAll(() => portal.close());

beforeEach(async () => {
  store = await openSqliteStore(':memory:');
  now = start;
  warned = [];
  woken = 0;
  await rememberOnboarding();
  begin();
  await until(() => true);
});
afterEach(async () => {
  await end();
  await store.close();
});

describe('an event that stops', () => {
  const key = `silence:events:${onboarding}`;

  it('is told once, over a restart and many looks, and ends when it comes again', async () => {
    await pass(hourMs);
    expect(await alarms()).toEqual([]);
    await accept('Onboarding Finished', now);
    await pass(hourMs);
    expect(await alarms()).toEqual([[key, 1]]);
    expect(woken).toBe(1);
    const [note] = await store.claimEffects(portalId, 'slack:operator', 10, now, 'lease');
    expect(note).toMatchObject({
      key: `${key}:${start - hourMs}`,
      effect: {
        headline: 'Onboarding Completed has not arrived since Tue 09:00 Berlin',
        lines: [
          'Usually it comes at least every 1 h',
          'The score needs it (activated)',
          'Has it been renamed? Onboarding Finished is new',
        ],
      },
    });
    await pass(2 * minuteMs);
    await end();
    begin();
    await pass(3 * hourMs);
    expect([await alarms(), woken]).toEqual([[[key, 1]], 1]);
    expect(await store.readyLanes(portalId, now)).toEqual([]);

    await accept(onboarding, now);
    await pass(minuteMs);
    expect(await alarms()).toEqual([]);
  });

  it('while the service is away has not stopped', async () => {
    await end();
    now += 10 * dayMs;
    begin();
    await pass(hourMs);
    expect(await alarms()).toEqual([]);
    await pass(2 * hourMs);
    expect(await alarms()).toEqual([[key, 1]]);
  });

  it('is what the doctor hears of, who looks now', async () => {
    now += hourMs;
    expect(await watch?.look(portalId)).toMatchObject({
      events: [{ name: onboarding, state: 'arriving' }, {}, {}, {}],
      stopped: [],
      handoffs: { state: 'too little known', handoffs: 0 },
      sample: null,
      sampleProblem: null,
    });
  });
});

it('handoffs that stop are told once, and the alarm ends with the next', async () => {
  await accept('Report Created', start);
  const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
  const handOff = (at: number) =>
    store.transactHandoff(portalId, { personId }, at, ({ newHandoffId }) => {
      const about = { handoffId: newHandoffId(), personId, handedOffAt: at, closedAt: at };
      const handoff = { ...waitingHandoff(about), status: 'withdrawn' as const };
      return { answer: null, change: { handoff, effects: [], receipts: [] } };
    });
  for (const agoHours of [5, 4, 3, 2, 1]) await handOff(start - agoHours * hourMs);
  const isSilent = async () => (await alarms()).some(([key]) => key === 'silence:handoffs');
  await pass(dayMs + 6 * hourMs);
  expect(await isSilent()).toBe(false);
  await pass(hourMs);
  expect(await isSilent()).toBe(true);
  await handOff(now);
  await pass(minuteMs);
  expect(await isSilent()).toBe(false);
});

describe('the daily sample', () => {
  beforeEach(async () => {
    const created = await portal.gateway.createContacts([
      { trace: 'a', properties: { email: `${Math.random()}@a.test` } },
    ]);
    const outcome = created.get('a')!;
    const recordId = outcome.ok ? outcome.id : null;
    await store.acknowledge(portalId, 'contact', [{ subjectId: 1, recordId, written: {}, problem: null }]);
  });

  it('is taken a day after the start, and then every day, whatever was restarted', async () => {
    expect(await until(() => true)).toMatchObject({ dueAt: start + dayMs, last: null });
    now = start + 20 * hourMs;
    await end();
    begin();
    now = start + dayMs;
    expect(await until(({ last }) => last !== null)).toMatchObject({ dueAt: start + 2 * dayMs, last: { contacts: 1 } });
    await end();
    begin();
    now = start + 2 * dayMs;
    await until(({ last }) => last?.sampledAt === now);
  });

  it('that HubSpot refused is tried again an hour later, and says so meanwhile', async () => {
    await portal.fail({ match: { path: '/contacts/batch/read' }, mode: 'status', status: 500, times: 1 });
    now = start + dayMs;
    const failed = await until(({ problem }) => problem !== null);
    expect(failed).toMatchObject({ dueAt: now + hourMs, last: null });
    expect(warned).toEqual(['the daily sample could not be taken; again in an hour']);
    expect((await watch?.look(portalId))?.sampleProblem).toBe(failed.problem);
    now += hourMs;
    expect(await until(({ last }) => last !== null)).toMatchObject({ problem: null });
  });

  it('keeps neither looks nor others who wait for their turn when the service ends', async () => {
    const slow = await startTestPortal({}, { timeoutMs: 2_000 });
    const turns = takeTurns(createPortalMemory(), 'looks');
    let ended: Promise<void>;
    try {
      await slow.fail({ match: { path: '/contacts/batch/read' }, mode: 'timeout', times: 9 });
      await end();
      begin(slow, turns);
      now = start + dayMs;
      const isAsked = async () => ((await slow.calls()).length > 0 ? { value: true } : { instead: 'no call' });
      await waitUntil('HubSpot to be asked', isAsked, 10_000, 5);
      await pass(minuteMs);
      ended = end();
      await turns.ended();
      expect(slow.gateway.callCounts()).toEqual([]);
    } finally {
      await slow.close();
    }
    await ended;
    expect(await until(() => true)).toMatchObject({ dueAt: start + dayMs, problem: null });
  });
});
