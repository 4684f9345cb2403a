/** What every store promises to the settings in HubSpot. */
import { localWeek } from '@zo/shared';
import type { RulesStore } from '../../backend/store/rules-store.ts';
import type { SettingsStore } from '../../backend/store/settings-store.ts';
import type { FoldRules, IngestStore, PortalStore } from '../../backend/store/store.ts';
import { event, normaliseAgain } from '../support/events.ts';
import { now, timeZone } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { rebuildUsage } from '../support/rebuild-usage.ts';

type Store = SettingsStore & IngestStore & RulesStore & Pick<PortalStore, 'writeKey'>;

const weekMs = 7 * 24 * 60 * 60_000;
const week = localWeek(now, timeZone);
const rules: FoldRules = { playbook: acmePlaybook(), timeZone };

/** `run` runs one statement on the database itself. */
export function settingsBattery(openStore: () => Promise<Store>, run: (sql: string) => Promise<unknown>): void {
  let store: Store;
  let portalId = 9_000;
  let ids = 0;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 10;
  });

  const accept = (name: string, times: number, receivedAt: number) =>
    store.acceptEvents(
      portalId,
      [
        Array.from({ length: times }, () => {
          ids += 1;
          return event({ name, messageId: `m${ids}`, receivedAt });
        }),
      ],
      rules,
    );
  const counts = async (at: number) =>
    (await store.newestEvents(portalId, at, 10)).map(({ name, events, thisWeek, lastWeek }) => [
      name,
      events,
      thisWeek,
      lastWeek,
    ]);

  it('all that ever came is told with its first and last time, and of a portal only its own', async () => {
    expect(await store.arrivedEvents(portalId)).toBeNull();
    await accept('Report Created', 3, now);
    await accept('Signed Up', 1, now + 60_000);
    expect(await store.arrivedEvents(portalId)).toEqual({ events: 4, firstAt: now, lastAt: now + 60_000 });
    expect(await store.arrivedEvents(portalId + 1)).toBeNull();
  });

  it('colleagues of one domain are told by what put them where; nobody where all joined alike', async () => {
    const accepted = (is: Parameters<typeof event>[0]) => store.acceptEvents(portalId, [[event(is)]], rules);
    const known = async (userId: string, email: string) => {
      await accepted({ type: 'identify', userId, email });
      await accepted({ userId });
    };
    for (const name of ['anna', 'ben', 'cleo']) await known(name, `${name}@newco.test`);
    await known('dora', 'dora@other.test');
    expect(await store.domainPlaces(portalId, 100)).toEqual([]);
    await accepted({ type: 'group', userId: 'anna', groupId: 'newco' });
    const [byDomain, byGroup] = await store.domainPlaces(portalId, 100);
    expect(byDomain).toMatchObject({ domain: 'newco.test', via: 'domain', people: 2, groupId: null });
    expect(byGroup).toMatchObject({ domain: 'newco.test', via: 'group', people: 1, groupId: 'newco' });
    expect(byGroup!.companyId).not.toBe(byDomain!.companyId);
    expect(await store.domainPlaces(portalId, 1)).toEqual([]);
    expect(await store.domainPlaces(portalId + 1, 100)).toEqual([]);
  });

  it('what was done last is told with who did it; what was refused or goes on was not done', async () => {
    const deed = 'send test alert';
    const begun = async (requestId: string, author: string) =>
      (await store.beginAudit(portalId, { requestId, author, deed, detail: '' }, now)).entry.auditId;
    const end = (auditId: number, at: number, outcome: 'done' | 'refused') =>
      store.endAudit(portalId, auditId, { at, outcome, answer: null });
    await end(await begun('one', 'ana@acme.test'), now, 'done');
    await end(await begun('two', 'ben@acme.test'), now + 1, 'done');
    await end(await begun('three', 'cleo@acme.test'), now + 2, 'refused');
    await begun('four', 'dora@acme.test');
    expect(await store.lastDone(portalId, deed)).toEqual({ at: now + 1, author: 'ben@acme.test' });
    expect(await store.lastDone(portalId, 'go live')).toBeNull();
    expect(await store.lastDone(portalId + 1, deed)).toBeNull();
  });

  describe('events of a week', () => {
    it('are counted by weeks of the portal’s days; a week that has passed is the one before', async () => {
      await accept('Report Created', 3, now - weekMs);
      await accept('Report Created', 2, now);
      await accept('Signed Up', 4, now - 3 * weekMs);
      expect(await counts(week)).toEqual([
        ['Report Created', 5, 2, 3],
        ['Signed Up', 4, 0, 0],
      ]);
      expect(await counts(week + 1)).toEqual([
        ['Report Created', 5, 0, 2],
        ['Signed Up', 4, 0, 0],
      ]);
    });

    it('begin on Monday by the portal’s clock', () => {
      const sundayNight = Date.UTC(2026, 10, 22, 23, 30);
      expect(localWeek(sundayNight, 'Europe/Berlin')).toBe(localWeek(sundayNight, 'America/New_York') + 1);
    });

    it('are given by name as well, and of a portal only its own', async () => {
      await accept('Report Created', 1, now);
      expect(await store.eventsNamed(portalId, week, ['Report Created', 'Never'])).toEqual([
        { name: 'Report Created', events: 1, people: 1, lastSeenAt: now, thisWeek: 1, lastWeek: 0 },
      ]);
      expect(await store.eventsNamed(portalId + 1, week, ['Report Created'])).toEqual([]);
    });

    it('say the same of this week after usage was counted again', async () => {
      await accept('Report Created', 1, now);
      const before = await store.eventsNamed(portalId, week, ['Report Created']);
      await rebuildUsage(store, portalId, rules, normaliseAgain, now);
      expect(await store.eventsNamed(portalId, week, ['Report Created'])).toEqual(before);
    });
  });

  describe('write keys', () => {
    it('are listed by the beginning of their hash, revoked once, and only in their portal', async () => {
      const hash = 'ab'.repeat(32);
      await store.addWriteKey(hash, { portalId, source: 'browser', name: 'The website' }, 5);
      await store.noteWriteKeyUse(hash, 8);
      expect(await store.writeKeys(portalId, 10)).toEqual([
        { keyId: 'abababab', source: 'browser', name: 'The website', createdAt: 5, lastUsedAt: 8, revokedAt: null },
      ]);
      expect(await store.revokeWriteKey(portalId + 1, 'abababab', 9)).toBe(false);
      expect(await store.revokeWriteKey(portalId, 'ab', 9)).toBe(false);
      expect(await store.writeKey(hash)).not.toBeNull();
      expect(await store.revokeWriteKey(portalId, 'abababab', 9)).toBe(true);
      expect(await store.revokeWriteKey(portalId, 'abababab', 10)).toBe(false);
      expect(await store.writeKey(hash)).toBeNull();
      expect((await store.writeKeys(portalId, 10))[0]?.revokedAt).toBe(9);
    });
  });

  describe('grants', () => {
    it('are kept as they were given first, by address', async () => {
      await store.saveGrant(portalId, { email: 'tom@acme.test', grantedBy: 'ops@acme.test', grantedAt: 1 });
      await store.saveGrant(portalId, { email: 'lee@acme.test', grantedBy: 'ops@acme.test', grantedAt: 2 });
      await store.saveGrant(portalId, { email: 'tom@acme.test', grantedBy: 'lee@acme.test', grantedAt: 3 });
      expect(await store.grants(portalId)).toEqual([
        { email: 'lee@acme.test', grantedBy: 'ops@acme.test', grantedAt: 2 },
        { email: 'tom@acme.test', grantedBy: 'ops@acme.test', grantedAt: 1 },
      ]);
      expect(await store.removeGrant(portalId, 'tom@acme.test')).toBe(true);
      expect(await store.removeGrant(portalId, 'tom@acme.test')).toBe(false);
      expect(await store.grants(portalId + 1)).toEqual([]);
    });
  });

  describe('the audit', () => {
    const entry = { requestId: 'request-1', author: 'ops@acme.test', deed: 'go live', detail: '' } as const;

    it('has an entry per request, ended once', async () => {
      const begun = await store.beginAudit(portalId, entry, 5);
      expect(begun).toEqual({ entry: { ...entry, auditId: 1, at: 5, ended: null }, isNew: true });
      await store.endAudit(portalId, 1, { at: 6, outcome: 'done', answer: { status: 'done' } });
      await store.endAudit(portalId, 1, { at: 7, outcome: 'failed', answer: null });
      const ended = { at: 6, outcome: 'done', answer: { status: 'done' } };
      expect(await store.beginAudit(portalId, entry, 9)).toEqual({ entry: { ...begun.entry, ended }, isNew: false });
    });

    it('is read in pages, newest first', async () => {
      for (let one = 1; one <= 4; one += 1)
        await store.beginAudit(portalId, { ...entry, requestId: `request-${one}` }, one);
      const ids = async (page: { before?: number; limit: number }) =>
        (await store.auditEntries(portalId, page)).map(({ auditId }) => auditId);
      expect(await ids({ limit: 3 })).toEqual([4, 3, 2]);
      expect(await ids({ limit: 3, before: 2 })).toEqual([1]);
      expect(await store.auditEntries(portalId + 1, { limit: 3 })).toEqual([]);
    });

    it.each([
      ['be removed', 'DELETE FROM audit WHERE true'],
      ['name another author', "UPDATE audit SET author = 'tom@acme.test' WHERE true"],
      ['end otherwise than it did', "UPDATE audit SET outcome = 'failed' WHERE ended_at IS NOT NULL"],
    ])('cannot %s', async (_what, sql) => {
      await store.beginAudit(portalId, entry, 5);
      await store.endAudit(portalId, 1, { at: 6, outcome: 'done', answer: null });
      await expect(run(`${sql} AND portal_id = ${portalId}`)).rejects.toThrow('append-only');
    });
  });
}
