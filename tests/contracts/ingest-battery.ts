/** What every store promises about events: each counts once, whose it is, what it adds up to, what the clock owes. */
import { localDay, startOfLocalDay } from '@zo/shared';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import { priorities } from '../../backend/outbox/effect.ts';
import type { RulesStore } from '../../backend/store/rules-store.ts';
import type { FoldRules, IngestStore, OutboxStore } from '../../backend/store/store.ts';
import { event, normaliseAgain } from '../support/events.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { rebuildUsage } from '../support/rebuild-usage.ts';

const timeZone = 'Europe/Berlin';
const rules: FoldRules = { playbook: acmePlaybook(), timeZone };
const noon = Date.parse('2026-03-10T12:00:00+01:00');
const dayMs = 86_400_000;

type Store = IngestStore & OutboxStore & RulesStore;

export function ingestBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 5000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  const at = (is: Partial<NormalisedEvent>) => event({ receivedAt: noon, eventAt: noon, ...is });
  const accept = (events: NormalisedEvent[], theirs = rules) => store.acceptEvents(portalId, [events], theirs);
  const user = (userId: string) => store.personByIdentity(portalId, `u:${userId}`);
  const companyOf = async (userId: string) => store.company(portalId, (await user(userId))!.companyId!);

  it('counts an event once, however often and in whatever request it comes', async () => {
    const one = at({ messageId: 'm1' });
    const two = at({ messageId: 'm2' });
    expect(await store.acceptEvents(portalId, [[one, two], [one], [at({ messageId: 'm3' }), one]], rules)).toEqual([
      { accepted: 2, duplicates: [] },
      { accepted: 0, duplicates: [0] },
      { accepted: 1, duplicates: [1] },
    ]);
    expect(await accept([two])).toEqual([{ accepted: 0, duplicates: [0] }]);
    expect((await user('sarah'))?.usage.signals['key action']?.total).toBe(3);
  });

  it('counts the same message id once per portal', async () => {
    await store.acceptEvents(portalId, [[at({ messageId: 'same' })]], rules);
    const [other] = await store.acceptEvents(portalId + 50_000, [[at({ messageId: 'same' })]], rules);
    expect(other).toEqual({ accepted: 1, duplicates: [] });
    expect((await user('sarah'))?.usage.signals['key action']?.total).toBe(1);
  });

  it('forgets message ids only when told to', async () => {
    await accept([at({ messageId: 'old', receivedAt: noon - 8 * dayMs }), at({ messageId: 'new' })]);
    expect(await store.expireMessageIds(portalId, noon - 7 * dayMs)).toBe(1);
    expect(await store.expireMessageIds(portalId, noon - 7 * dayMs)).toBe(0);
    expect(await accept([at({ messageId: 'new' }), at({ messageId: 'old' })])).toEqual([
      { accepted: 1, duplicates: [0] },
    ]);
  });

  it('gives an anonymous person’s usage to the user it turns out to be', async () => {
    await accept([at({ userId: null, anonymousId: 'a1' }), at({ userId: null, anonymousId: 'a1' })]);
    await accept([at({ userId: 'sarah' })]);
    await accept([at({ type: 'identify', userId: 'sarah', anonymousId: 'a1' })]);
    const sarah = await user('sarah');
    expect(sarah?.usage.signals['key action']?.total).toBe(3);
    expect((await store.personByIdentity(portalId, 'a:a1'))?.personId).toBe(sarah?.personId);
  });

  it('never makes two users one person through a shared device', async () => {
    await accept([at({ userId: 'sarah', anonymousId: 'kiosk' }), at({ userId: 'tim', anonymousId: 'kiosk' })]);
    expect((await user('sarah'))?.personId).not.toBe((await user('tim'))?.personId);
    expect((await store.personByIdentity(portalId, 'a:kiosk'))?.profile.userIds).toEqual(['sarah']);
  });

  it('makes two users one person by alias and keeps the older user id first', async () => {
    await accept([at({ userId: 'old' }), at({ userId: 'new' })]);
    await accept([at({ type: 'alias', userId: 'new', previousId: 'old' })]);
    const [one, other] = [await user('old'), await user('new')];
    expect(one).toEqual(other);
    expect(one?.profile.userIds).toEqual(['old', 'new']);
    expect(one?.usage.signals['key action']?.total).toBe(2);
  });

  it.each([
    ['somebody who was there', true],
    ['somebody new', false],
  ])(
    'whoever becomes, in one request, somebody new who becomes %s is found under all their ids',
    async (_, isThere) => {
      await accept([at({ userId: 'first' }), ...(isThere ? [at({ userId: 'third' })] : [])]);
      await accept([
        at({ userId: 'second' }),
        at({ type: 'alias', userId: 'second', previousId: 'first' }),
        ...(isThere ? [] : [at({ userId: 'third' })]),
        at({ type: 'alias', userId: 'third', previousId: 'second' }),
      ]);
      expect(await accept([at({ userId: 'first' })])).toEqual([{ accepted: 1, duplicates: [] }]);
      const found = await Promise.all(['first', 'second', 'third'].map(user));
      expect(new Set(found.map((person) => person?.personId)).size).toBe(1);
      expect(found[0]?.usage.signals['key action']?.total).toBe(4);
    },
  );

  it('finds the person of an alias whose earlier events arrive late', async () => {
    await accept([at({ type: 'alias', userId: 'new', previousId: 'a9' })]);
    await accept([at({ userId: null, anonymousId: 'a9' }), at({ userId: 'new' })]);
    expect((await user('new'))?.usage.signals['key action']?.total).toBe(2);
  });

  it('keeps the newest traits, whenever they arrive', async () => {
    await accept([
      at({ type: 'identify', email: 'sarah@finpilot.test', traits: { name: 'Sarah Chen', plan: 'trial' } }),
    ]);
    await accept([
      at({
        type: 'identify',
        eventAt: noon - 1000,
        email: 'old@finpilot.test',
        traits: { plan: 'free', firstName: 'S' },
      }),
    ]);
    expect((await user('sarah'))?.profile).toMatchObject({
      email: 'sarah@finpilot.test',
      firstName: 'Sarah',
      lastName: 'Chen',
      plan: 'trial',
    });
  });

  it('joins people to the company of their group, else to that of their business address', async () => {
    const sarah = { email: 'sarah@finpilot.test' };
    await accept([at({ type: 'identify', ...sarah }), at({})]);
    expect(await companyOf('sarah')).toMatchObject({
      profile: { groupIds: [], domains: ['finpilot.test'] },
      activeUsers: 1,
    });
    const byDomain = (await user('sarah'))!.companyId!;
    await accept([
      at({ type: 'group', groupId: 'g1', traits: { name: 'FinPilot', website: 'https://www.finpilot.test/x' } }),
    ]);
    expect(await companyOf('sarah')).toMatchObject({
      profile: { groupIds: ['g1'], name: 'FinPilot', domains: ['finpilot.test'] },
      activeUsers: 1,
    });
    expect((await store.company(portalId, byDomain))?.activeUsers).toBe(0);
  });

  it('joins by a mailbox provider’s domain where the playbook calls it a business, and not where it calls one personal', async () => {
    const emailDomains = { business: ['gmail.com'], personal: ['finpilot.test'] };
    const own = { timeZone, playbook: acmePlaybook({ emailDomains }) };
    const twins = [
      at({ type: 'identify', userId: 'twin', email: 'twin@gmail.com' }),
      at({ type: 'identify', email: 'sarah@eu.finpilot.test' }),
    ];
    await accept(twins);
    expect((await user('twin'))?.companyId).toBeNull();
    expect(await companyOf('sarah')).toMatchObject({ profile: { domains: ['finpilot.test'] } });

    await rebuildUsage(store, portalId, own, normaliseAgain, noon);
    expect(await companyOf('twin')).toMatchObject({ profile: { domains: ['gmail.com'] } });
    expect((await user('sarah'))?.companyId).toBeNull();

    await rebuildUsage(store, portalId, rules, normaliseAgain, noon);
    expect((await user('twin'))?.companyId).toBeNull();
    expect(await companyOf('sarah')).toMatchObject({ profile: { domains: ['finpilot.test'] } });
  });

  it('counts somebody of two groups in both and decides by the one joined last', async () => {
    await accept([at({}), at({ type: 'group', groupId: 'g1' }), at({ type: 'group', groupId: 'g2' })]);
    await accept([at({ userId: 'tim' }), at({ userId: 'tim', type: 'group', groupId: 'g1' })]);
    expect(await companyOf('sarah')).toMatchObject({ profile: { groupIds: ['g2'] }, activeUsers: 1 });
    expect(await companyOf('tim')).toMatchObject({ profile: { groupIds: ['g1'] }, activeUsers: 2 });
  });

  it('keeps a user at their own company when an anonymous visitor of another turns out to be them', async () => {
    await accept([
      at({ type: 'group', groupId: 'own' }),
      at({ type: 'group', groupId: 'visited', userId: null, anonymousId: 'a1' }),
    ]);
    await accept([at({ anonymousId: 'a1' })]);
    expect(await companyOf('sarah')).toMatchObject({ profile: { groupIds: ['own'] }, activeUsers: 1 });
  });

  it('counts neither tests nor impersonations nor, for companies, people of excluded domains', async () => {
    await accept([
      at({ userId: 'test', excluded: 'test' }),
      at({ type: 'group', groupId: 'g1' }),
      at({ excluded: 'impersonated' }),
    ]);
    expect(await user('test')).toBeNull();
    expect((await user('sarah'))?.usage.lastActiveAt).toBeNull();
    await accept([at({})]);
    expect((await companyOf('sarah'))?.activeUsers).toBe(1);
    await accept([at({ type: 'identify', email: 'sarah@acme.test' })]);
    expect((await companyOf('sarah'))?.activeUsers).toBe(0);
    await accept([at({ type: 'identify', email: 'sarah@finpilot.test' })]);
    expect((await companyOf('sarah'))?.activeUsers).toBe(1);
  });

  it('counts signals of system events without making anybody active', async () => {
    await accept([at({ system: true })]);
    expect((await user('sarah'))?.usage).toMatchObject({
      lastActiveAt: null,
      activeDays: [],
      recent: [],
      signals: { 'key action': { total: 1 } },
    });
  });

  it('lists the events seen with how many people sent each', async () => {
    await accept([
      at({}),
      at({}),
      at({ userId: 'tim', receivedAt: noon + 5, eventAt: noon }),
      at({ type: 'page', path: '/pricing' }),
      at({ name: 'Tried', excluded: 'test' }),
    ]);
    expect(await store.eventsSeen(portalId)).toEqual([
      { name: 'Report Created', events: 3, people: 2, lastSeenAt: noon + 5 },
      { name: 'page /pricing', events: 1, people: 1, lastSeenAt: noon },
    ]);
  });

  it('wants the company written when its active users change, once however many events', async () => {
    await accept([at({}), at({ type: 'group', groupId: 'g1' }), at({ userId: 'tim' })]);
    await accept([at({ userId: 'tim', type: 'group', groupId: 'g1' }), at({}), at({})]);
    const companyId = (await user('sarah'))!.companyId!;
    expect(await store.claimEffects(portalId, 'hubspot', 10, noon, 'one')).toMatchObject([
      { key: `company:${companyId}`, priority: priorities.routine, effect: { kind: 'sync company', companyId } },
    ]);
  });

  it('wakes a company exactly when somebody leaves its thirty days', async () => {
    const longAgo = noon - 20 * dayMs;
    await accept([at({ type: 'group', groupId: 'g1' }), at({})]);
    await accept([at({ userId: 'tim', type: 'group', groupId: 'g1' }), at({ userId: 'tim', eventAt: longAgo })]);
    const leavesAt = startOfLocalDay(localDay(longAgo, timeZone) + 30, timeZone);
    expect(await store.wakeDue(portalId, leavesAt - 1, rules, 100)).toEqual({ persons: 0, companies: 0, more: false });
    expect((await companyOf('sarah'))?.activeUsers).toBe(2);
    expect(await store.wakeDue(portalId, leavesAt, rules, 100)).toEqual({ persons: 0, companies: 1, more: false });
    expect((await companyOf('sarah'))?.activeUsers).toBe(1);
    expect(await store.wakeDue(portalId, leavesAt, rules, 100)).toEqual({ persons: 0, companies: 0, more: false });
    const ends = startOfLocalDay(localDay(noon, timeZone) + 30, timeZone);
    expect(await store.wakeDue(portalId, ends, rules, 100)).toMatchObject({ companies: 1 });
    expect(await store.wakeDue(portalId, ends + 400 * dayMs, rules, 100)).toMatchObject({ companies: 0 });
    expect((await companyOf('sarah'))?.activeUsers).toBe(0);
  });

  it('rebuilds usage under other signals from the raw events', async () => {
    await accept([
      at({ name: 'Widget Made' }),
      at({ type: 'group', groupId: 'g1' }),
      at({ userId: null, anonymousId: 'a1' }),
    ]);
    await accept([at({ type: 'identify', anonymousId: 'a1' })]);
    const before = await user('sarah');
    const signals = [{ name: 'widgets', matchers: [{ event: 'Widget Made' }] }];
    const changed = { timeZone, playbook: acmePlaybook({ signals }) };
    const seen: number[] = [];
    expect(await rebuildUsage(store, portalId, changed, normaliseAgain, noon, (done) => seen.push(done))).toEqual({
      events: 4,
      persons: 1,
    });
    const after = await user('sarah');
    expect(seen.at(-1)).toBe(4);
    expect(Object.keys(after?.usage.signals ?? {})).toEqual(['widgets']);
    expect({ ...after, usage: { ...after?.usage, signals: {} } }).toEqual({
      ...before,
      revision: after!.revision,
      usage: { ...before?.usage, signals: {} },
    });
    expect(await store.eventsSeen(portalId)).toEqual([
      { name: 'Report Created', events: 1, people: 1, lastSeenAt: noon },
      { name: 'Widget Made', events: 1, people: 1, lastSeenAt: noon },
    ]);
  });

  it('learns from browser events when a rebuild stops ignoring them', async () => {
    const ignoring = { timeZone, playbook: acmePlaybook({ ignoreBrowserEvents: true }) };
    await accept([at({ source: 'browser', anonymousId: 'a1' }), at({ userId: 'tim' })], ignoring);
    expect(await user('sarah')).toBeNull();
    await rebuildUsage(store, portalId, rules, normaliseAgain, noon);
    expect((await user('sarah'))?.usage.signals['key action']?.total).toBe(1);
    expect((await store.personByIdentity(portalId, 'a:a1'))?.profile.userIds).toEqual(['sarah']);
    await rebuildUsage(store, portalId, rules, normaliseAgain, noon);
    expect((await user('sarah'))?.usage.signals['key action']?.total).toBe(1);
  });

  it('changes nothing when a group fails', async () => {
    const broken = at({ messageId: 'm2', traits: null, receivedAt: Number.NaN, eventAt: Number.NaN });
    await expect(accept([at({ messageId: 'm1' }), broken])).rejects.toThrow();
    expect(await user('sarah')).toBeNull();
    expect(await accept([at({ messageId: 'm1' })])).toEqual([{ accepted: 1, duplicates: [] }]);
  });

  it('accepts groups of one portal that arrive at once without losing a count', async () => {
    const groups = Array.from({ length: 8 }, () => [at({ userId: null, anonymousId: 'a1' }), at({})]);
    await Promise.all(groups.map((events) => accept(events)));
    expect((await user('sarah'))?.usage.signals['key action']?.total).toBe(8);
  });
}
