/** What every store promises about the past that is loaded: each row once, its place with it, and nothing of it is news. */
import fc from 'fast-check';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import type { BackfillStore, HistoryRows, Place } from '../../backend/store/backfill-store.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { HomeStore } from '../../backend/store/home-store.ts';
import type { RulesStore } from '../../backend/store/rules-store.ts';
import type { FoldRules, IngestStore, OutboxStore, PortalStore } from '../../backend/store/store.ts';
import type { WatchStore } from '../../backend/store/watch-store.ts';
import { bruteForcePersons } from '../support/brute-force-persons.ts';
import { event, normaliseAgain } from '../support/events.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { rebuildUsage } from '../support/rebuild-usage.ts';

export type StoreOfHistory = IngestStore &
  OutboxStore &
  PortalStore &
  HandoffStore &
  HomeStore &
  WatchStore &
  BackfillStore &
  RulesStore;

const timeZone = 'Europe/Berlin';
const rules: FoldRules = { playbook: acmePlaybook(), timeZone };
const noon = Date.parse('2026-03-10T12:00:00+01:00');
const dayMs = 86_400_000;
const order = { key: 'key-1', fileKey: 'file-1', name: 'events.ndjson (segment)' };
const start: Place = { line: 0, byte: 0 };

export function backfillBattery(openStore: () => Promise<StoreOfHistory>): void {
  let store: StoreOfHistory;
  let portalId = 91_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  const past = (is: Partial<NormalisedEvent>) =>
    event({ source: 'backfill', receivedAt: noon, eventAt: noon - 5 * dayMs, ...is });
  const live = (is: Partial<NormalisedEvent>) => event({ receivedAt: noon, eventAt: noon, ...is });
  const begin = (restart = false, now = noon) => store.beginBackfill(portalId, order, restart, now);
  const user = (userId: string) => store.personByIdentity(portalId, `u:${userId}`);
  const marked = async (line: 'soon' | 'later') =>
    (await store.decisionInputs(portalId, 100, line)).map(({ person, happened }) => ({
      user: person.profile.userIds[0],
      happened,
    }));

  /** A row to each event, a hundred bytes long, from where the file is believed to be. */
  function rowsOf(events: NormalisedEvent[], change: Partial<HistoryRows> = {}): HistoryRows {
    const from = change.from ?? start;
    return {
      key: order.key,
      from,
      to: { line: from.line + events.length, byte: from.byte + 100 * events.length },
      rows: events.map((one, index) => ({ line: from.line + index + 1, events: [one] })),
      rejected: [],
      skipped: 0,
      startsReport: true,
      now: noon,
      ...change,
    };
  }
  const load = (events: NormalisedEvent[], change: Partial<HistoryRows> = {}) =>
    store.acceptHistory(portalId, rowsOf(events, change), rules);

  it('moves a file’s place with the events of it, and finds it there again', async () => {
    expect(await begin()).toEqual({
      ...order,
      reached: start,
      counts: { accepted: 0, duplicates: 0, rejected: 0, skipped: 0 },
      report: { from: 0, rejected: [] },
      begunAt: noon,
      movedAt: noon,
      endedAt: null,
    });
    const problem = { line: 2, reason: 'timestamp is not an ISO 8601 date' };
    const two = [past({ messageId: 'a' }), past({ messageId: 'b' })];
    expect(await load(two, { to: { line: 4, byte: 400 }, rejected: [problem], skipped: 1, now: noon + 1 })).toEqual({
      counts: { accepted: 2, duplicates: 0, rejected: 1, skipped: 1 },
      rejected: [problem],
    });
    expect(await begin()).toMatchObject({
      reached: { line: 4, byte: 400 },
      counts: { accepted: 2, duplicates: 0, rejected: 1, skipped: 1 },
      report: { from: 0, rejected: [problem] },
      begunAt: noon,
    });
    expect((await user('sarah'))?.usage.signals['key action']?.total).toBe(2);
  });

  it('tells what is taken without a part of it, and counts it as taken', async () => {
    await begin();
    const part = { line: 1, reason: 'its e-mail address is none', part: true as const };
    expect(await load([past({ messageId: 'a' })], { rejected: [part] })).toEqual({
      counts: { accepted: 1, duplicates: 0, rejected: 0, skipped: 0 },
      rejected: [part],
    });
    expect(await begin()).toMatchObject({ counts: { rejected: 0 }, report: { rejected: [part] } });
  });

  it('takes nothing for a place where the file is not, or no longer', async () => {
    await begin();
    expect(await load([past({})], { from: { line: 3, byte: 300 } })).toBeNull();
    expect(await load([past({})], { key: 'unknown' })).toBeNull();
    const first = [past({ messageId: 'first' })];
    expect(await load(first)).not.toBeNull();
    expect(await load(first)).toBeNull();
    expect((await user('sarah'))?.usage.signals['key action']?.total).toBe(1);
  });

  it('tells what was known already, whether it came live or by the file itself', async () => {
    await store.acceptEvents(portalId, [[live({ messageId: 'came live' })]], rules);
    await begin();
    const twice = [past({ messageId: 'came live' }), past({ messageId: 'new' }), past({ messageId: 'new' })];
    expect(await load(twice)).toMatchObject({ counts: { accepted: 1, duplicates: 2, rejected: 0 } });
  });

  it('counts a row by its own event, not by what it says of a group or a person besides', async () => {
    await begin();
    const group = past({ type: 'group', groupId: 'g1', messageId: 'joined' });
    const rows = ['a', 'b'].map((messageId, index) => ({ line: index + 1, events: [group, past({ messageId })] }));
    expect(await load([], { rows, to: { line: 2, byte: 200 } })).toMatchObject({
      counts: { accepted: 2, duplicates: 0 },
    });
    expect((await store.company(portalId, (await user('sarah'))!.companyId!))?.profile.groupIds).toEqual(['g1']);
  });

  it('adds a request’s rejected lines up until the next one begins', async () => {
    await begin();
    const problem = (line: number) => ({ line, reason: 'no' });
    await load([], { to: { line: 1, byte: 100 }, rejected: [problem(1)] });
    const then = { from: { line: 1, byte: 100 }, to: { line: 2, byte: 200 }, startsReport: false };
    await load([], { ...then, rejected: [problem(2)] });
    expect((await store.backfill(portalId, order.key))?.report).toEqual({
      from: 0,
      rejected: [problem(1), problem(2)],
    });
    await load([], { from: then.to, to: { line: 3, byte: 300 }, rejected: [problem(3)] });
    expect((await store.backfill(portalId, order.key))?.report).toEqual({ from: 2, rejected: [problem(3)] });
  });

  it('begins again from the beginning when asked to, and counts nothing twice', async () => {
    await begin();
    const two = [past({ messageId: 'a' }), past({ messageId: 'b' })];
    await load(two);
    await store.endBackfill(portalId, order.key, noon);
    expect(await begin()).toMatchObject({ reached: { line: 2 }, endedAt: noon });
    expect(await begin(true)).toMatchObject({ reached: start, counts: { accepted: 0 }, endedAt: null });
    expect(await load(two)).toMatchObject({ counts: { accepted: 0, duplicates: 2 } });
    expect((await user('sarah'))?.usage.signals['key action']?.total).toBe(2);
  });

  it('lists files newest first, finds the same file read otherwise, and knows whether one is moving', async () => {
    await begin();
    expect(await store.isBackfilling(portalId, noon)).toBe(true);
    expect(await store.isBackfilling(portalId, noon + 1)).toBe(false);
    await load([past({})], { now: noon + 5000 });
    expect(await store.isBackfilling(portalId, noon + 1)).toBe(true);
    await store.endBackfill(portalId, order.key, noon + 6000);
    expect(await store.isBackfilling(portalId, noon)).toBe(false);
    await store.beginBackfill(portalId, { ...order, key: 'key-2', name: 'the same, as CSV' }, false, noon + 7000);
    expect((await store.backfills(portalId, 10)).map(({ key }) => key)).toEqual(['key-2', 'key-1']);
    expect((await store.backfillsOfFile(portalId, 'file-1')).map(({ key }) => key)).toEqual(['key-1', 'key-2']);
    expect(await store.backfills(portalId + 50_000, 10)).toEqual([]);
    expect(await store.backfill(portalId + 50_000, order.key)).toBeNull();
  });

  it('lets whom history alone changed wait behind everybody else, until something live happens to them', async () => {
    await begin();
    await load([past({ userId: 'old' }), past({ userId: 'both' })]);
    await store.acceptEvents(portalId, [[live({ userId: 'new' })]], rules);
    const onlyHistory = { live: false, active: false, history: true };
    expect(await marked('soon')).toEqual([{ user: 'new', happened: { live: true, active: true, history: false } }]);
    expect(await marked('later')).toEqual([
      { user: 'old', happened: onlyHistory },
      { user: 'both', happened: onlyHistory },
    ]);
    expect(await store.peopleToDecide(portalId, 10)).toMatchObject({ count: 1 });
    expect(await store.historyFigures(portalId, 10)).toEqual({ toDecide: 2, ready: 0 });
    expect(await store.historyFigures(portalId, 1)).toEqual({ toDecide: 1, ready: 0 });

    await store.acceptEvents(portalId, [[live({ userId: 'both' })]], rules);
    expect(await marked('later')).toEqual([{ user: 'old', happened: onlyHistory }]);
    const both = (await marked('soon')).find(({ user: one }) => one === 'both');
    expect(both?.happened).toEqual({ live: true, active: true, history: true });
  });

  it('tells being active from being identified', async () => {
    await store.acceptEvents(portalId, [[live({ type: 'identify', email: 'sarah@finpilot.test' })]], rules);
    expect(await marked('soon')).toEqual([{ user: 'sarah', happened: { live: true, active: false, history: false } }]);
    await store.acceptEvents(portalId, [[live({ name: 'Nightly Sync', system: true, userId: 'robot' })]], rules);
    expect((await marked('soon')).at(-1)?.happened).toMatchObject({ active: false });
  });

  it('what history says of somebody is not lost when they turn out to be somebody else', async () => {
    await store.acceptEvents(portalId, [[live({ userId: 'sarah' })]], rules);
    await begin();
    await load([past({ userId: 'sarah@old' })]);
    await store.acceptEvents(portalId, [[live({ type: 'alias', userId: 'sarah', previousId: 'sarah@old' })]], rules);
    expect(await marked('later')).toEqual([]);
    expect(await marked('soon')).toEqual([{ user: 'sarah', happened: { live: true, active: true, history: true } }]);
  });

  it('marks people of a company whose history makes it larger as history too', async () => {
    const email = 'sarah@finpilot.test';
    await store.acceptEvents(portalId, [[live({ type: 'identify', email }), live({})]], rules);
    for (const { person, dirtySince } of await store.decisionInputs(portalId, 10)) {
      expect([person.profile.email, dirtySince]).toEqual([email, expect.any(Number)]);
    }
    await begin();
    await load([
      past({ type: 'identify', userId: 'tim', email: 'tim@finpilot.test' }),
      past({ userId: 'tim', eventAt: noon - dayMs }),
    ]);
    expect(await marked('soon')).toEqual([{ user: 'sarah', happened: { live: true, active: true, history: true } }]);
    expect((await marked('later')).map(({ user: one }) => one)).toEqual(['tim']);
  });

  it('writes what follows for companies behind everything live', async () => {
    await begin();
    await load([past({ type: 'group', groupId: 'g1' }), past({ eventAt: noon - dayMs })]);
    const [claimed] = await store.claimEffects(portalId, 'hubspot', 10, noon, 'lease');
    expect(claimed).toMatchObject({ kind: 'sync company', priority: 2 });
  });

  it('is no arrival: names are known since they happened, and the last event is the last live one', async () => {
    await begin();
    await load([past({ name: 'Report Created' }), past({ name: 'Old Thing' })]);
    expect(await store.lastEventAt(portalId)).toBe(noon - 5 * dayMs);
    expect(await store.newEventNames(portalId, noon - 2 * dayMs, 10)).toEqual([]);
    await store.acceptEvents(portalId, [[live({ name: 'Report Created', receivedAt: noon - 1000 })]], rules);
    expect(await store.lastSeen(portalId, ['Report Created', 'Old Thing'])).toEqual(
      new Map([
        ['Report Created', noon - 1000],
        ['Old Thing', noon - 5 * dayMs],
      ]),
    );
    expect(await store.lastEventAt(portalId)).toBe(noon - 1000);
    expect((await store.eventsSeen(portalId)).find(({ name }) => name === 'Report Created')?.events).toBe(2);
    await rebuildUsage(store, portalId, rules, normaliseAgain, noon);
    expect((await store.lastSeen(portalId, ['Old Thing'])).get('Old Thing')).toBe(noon - 5 * dayMs);
  });

  it('takes nobody back to the company they were at before', async () => {
    const join = (groupId: string, is: Partial<NormalisedEvent>) => ({ type: 'group' as const, groupId, ...is });
    await store.acceptEvents(portalId, [[live(join('now', {}))]], rules);
    await begin();
    await load([past(join('before', {})), past(join('earlier', { userId: 'tim', eventAt: noon - 2 * dayMs }))]);
    const second = { from: { line: 2, byte: 200 } };
    await load([past(join('long ago', { userId: 'tim', eventAt: noon - 9 * dayMs }))], second);
    const groupOf = async (userId: string) =>
      (await store.company(portalId, (await user(userId))!.companyId!))?.profile.groupIds;
    expect([await groupOf('sarah'), await groupOf('tim')]).toEqual([['now'], ['earlier']]);
  });

  it('split and repeated in any way, with live events in between, a file adds up to what one pass of it does', async () => {
    const users = fc.constantFrom('ann', 'ben', 'cat');
    const row = fc.record({
      userId: users,
      what: fc.constantFrom('Report Created', 'Onboarding Completed', 'Signed In', 'group g1', 'group g2'),
      daysAgo: fc.integer({ min: 0, max: 60 }),
    });
    const scenario = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 25 }),
      /** Ends of requests; and which of them are sent a second time, as after an answer that was lost. */
      cuts: fc.array(fc.record({ at: fc.nat(25), isRepeated: fc.boolean() }), { maxLength: 6 }),
      live: fc.array(fc.record({ before: fc.nat(25), userId: users }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ rows, cuts, live: liveOnes }) => {
        const file = rows.map(({ userId, what, daysAgo }, index) =>
          past({
            userId,
            messageId: `row-${index}`,
            eventAt: noon - daysAgo * dayMs - index,
            ...(what.startsWith('group') ? { type: 'group', groupId: what.slice(6), name: null } : { name: what }),
          }),
        );
        const now = liveOnes.map(({ before, userId }, index) => ({
          before,
          event: live({ userId, messageId: `live-${index}`, receivedAt: noon + index, eventAt: noon + index }),
        }));
        const ends = [...new Set([...cuts.map(({ at }) => Math.min(at, file.length)), file.length])]
          .filter((at) => at > 0)
          .sort((one, other) => one - other);

        portalId += 1;
        await begin();
        let at = 0;
        for (const end of ends) {
          for (const one of now) {
            if (one.before >= at && one.before < end) await store.acceptEvents(portalId, [[one.event]], rules);
          }
          const change = { from: { line: at, byte: at * 100 } };
          expect(await load(file.slice(at, end), change)).not.toBeNull();
          if (cuts.some((cut) => cut.at === end && cut.isRepeated)) {
            expect(await load(file.slice(at, end), change)).toBeNull();
          }
          at = end;
        }
        for (const one of now) await store.acceptEvents(portalId, [[one.event]], rules);
        const inParts = await everybody();
        const { counts } = (await store.backfill(portalId, order.key))!;
        expect(counts).toEqual({ accepted: file.length, duplicates: 0, rejected: 0, skipped: 0 });

        portalId += 1;
        await begin();
        await load(file);
        for (const one of now) await store.acceptEvents(portalId, [[one.event]], rules);
        expect(inParts).toEqual(await everybody());
        const people = bruteForcePersons([...file, ...now.map((one) => one.event)], false);
        expect(inParts.map(({ events, group }) => ({ events, group }))).toEqual(
          ['ann', 'ben', 'cat'].map((name) => {
            const who = people.find(({ keys }) => keys.has(`u:${name}`));
            const named = who?.events.filter(({ type }) => type === 'track').length ?? 0;
            return { events: named, group: who?.group || null };
          }),
        );
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  /** What everybody's events add up to, whichever order they came in. */
  async function everybody() {
    return Promise.all(
      ['ann', 'ben', 'cat'].map(async (name) => {
        const person = await user(name);
        const company = person?.companyId ? await store.company(portalId, person.companyId) : null;
        const { signals = {}, activeDays = [], lastActiveAt = null, recent = [] } = person?.usage ?? {};
        return {
          events: activeDays.reduce((sum, [, count]) => sum + count, 0),
          group: company === null ? null : `g:${company?.profile.groupIds[0]}`,
          signals: Object.fromEntries(Object.entries(signals).map(([key, { events: _, ...signal }]) => [key, signal])),
          activeDays,
          lastActiveAt,
          recent,
        };
      }),
    );
  }
}
