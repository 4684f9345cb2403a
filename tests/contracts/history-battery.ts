/** What every store promises to whoever replays a portal's history, and to the history card's pages of events. */
import type { CardStore } from '../../backend/store/card-store.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { HistoryStore } from '../../backend/store/history-store.ts';
import type { FoldRules, IngestStore } from '../../backend/store/store.ts';
import { event } from '../support/events.ts';
import { facts, now, timeZone } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';

type Store = HistoryStore & HandoffStore & IngestStore & Pick<CardStore, 'personEvents'>;

const rules: FoldRules = { playbook: acmePlaybook(), timeZone };

export function historyBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 37_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 10;
  });

  const accept = (...events: Parameters<typeof event>[0][]) =>
    store.acceptEvents(portalId, [events.map((is) => event({ receivedAt: now, ...is }))], rules);
  const joined = (userId: string, groupId: string, receivedAt = now) => ({
    ...{ type: 'group' as const, name: null },
    ...{ userId, groupId, receivedAt, eventAt: receivedAt },
  });
  const idOf = async (userId: string) => (await store.personByIdentity(portalId, `u:${userId}`))!.personId;
  const known = (body: string) => (JSON.parse(body) as { userId: string; name: string }).name;

  it('finds people by their contacts, the earliest where several share one', async () => {
    await accept({ userId: 'ada' }, { userId: 'ben' }, { userId: 'cleo' });
    const linked = [2, 1, 3].map((subjectId) => ({
      ...{ subjectId, recordId: subjectId === 3 ? '503' : '501' },
      ...{ written: {}, problem: null },
    }));
    await store.acknowledge(portalId, 'contact', linked);
    expect(await store.personsOfContacts(portalId, ['503', '77', '501'])).toEqual(
      new Map([
        ['503', 3],
        ['501', 1],
      ]),
    );
    expect(await store.personsOfContacts(portalId + 1, ['501'])).toEqual(new Map());
  });

  it('spreads a sample of people evenly, and leaves out sample activity', async () => {
    await accept(...Array.from({ length: 9 }, (_, index) => ({ userId: `user-${index}` })));
    await accept({ userId: 'zo-sample-sarah', source: 'sample' });
    expect(await store.samplePersons(portalId, 100)).toEqual({ personIds: [1, 2, 3, 4, 5, 6, 7, 8, 9], all: 10 });
    expect(await store.samplePersons(portalId, 4)).toEqual({ personIds: [3, 6, 9], all: 10 });
    expect(await store.samplePersons(portalId, 1)).toEqual({ personIds: [], all: 10 });
    expect(await store.samplePersons(portalId + 1, 4)).toEqual({ personIds: [], all: 0 });
  });

  it('groups people with all members of their company, those asked for first, and alone without one', async () => {
    await accept(joined('ada', 'g1', now), joined('ben', 'g1', now - 5), joined('cleo', 'g1', now + 5));
    await accept({ userId: 'dan' }, joined('eve', 'g2'));
    await store.saveFacts(portalId, [{ personId: await idOf('cleo'), facts: facts({ contactId: '503' }) }], now);
    const asked = await Promise.all(['eve', 'dan', 'cleo'].map(idOf));
    const groups = await store.peopleGroups(portalId, [...asked, 99]);
    expect(groups.map(({ groupIds, people }) => [groupIds, people.map(({ userIds }) => userIds[0])])).toEqual([
      [[], ['dan']],
      [['g2'], ['eve']],
      [['g1'], ['cleo', 'ben', 'ada']],
    ]);
    expect(groups[2]?.people[0]).toMatchObject({ contactId: '503', facts: { contactId: '503', exists: true } });
    expect(groups[2]?.people[1]).toMatchObject({ contactId: null, facts: null });
    expect(await store.peopleGroups(portalId + 1, asked)).toEqual([]);
    expect(await store.peopleGroups(portalId, [])).toEqual([]);
  });

  it('of a company of more than a thousand gives the earliest, and whoever is asked for', async () => {
    const people = Array.from({ length: 1_005 }, (_, index) => joined(`user-${index}`, 'g1', now + index));
    for (let start = 0; start < people.length; start += 250) await accept(...people.slice(start, start + 250));
    const last = await idOf('user-1004');
    const [group] = await store.peopleGroups(portalId, [last]);
    expect(group?.people).toHaveLength(1_000);
    expect(group?.people[0]?.personId).toBe(last);
    expect(group?.people.slice(1).map(({ userIds }) => userIds[0])).toEqual(
      Array.from({ length: 999 }, (_, index) => `user-${index}`),
    );
  }, 60_000);

  it('gives kept events of these people, and of those who became them, under who they are today', async () => {
    await accept(
      { userId: 'ada', name: 'One' },
      { userId: null, anonymousId: 'phone', name: 'Two' },
      { userId: 'ben', name: 'Three' },
    );
    await accept(
      { type: 'identify', name: null, userId: 'ada', anonymousId: 'phone' },
      { userId: 'ada', name: 'Four' },
    );
    const ada = await idOf('ada');
    const { events, lastSeq } = await store.keptEvents(portalId, new Set([ada]), 0);
    expect(events.map(({ personId, body }) => [personId, known(body)])).toEqual([
      [ada, 'One'],
      [ada, 'Two'],
      [ada, null],
      [ada, 'Four'],
    ]);
    expect(events[0]).toMatchObject({ receivedAt: now, source: 'server' });
    expect((await store.keptEvents(portalId, new Set([ada]), 3)).events).toHaveLength(2);
    expect(await store.keptEvents(portalId, new Set([ada]), lastSeq!)).toEqual({ events: [], lastSeq: null });
    expect(await store.keptEvents(portalId, new Set(), 0)).toEqual({ events: [], lastSeq });
    expect(await store.keptEvents(portalId + 1, new Set([ada]), 0)).toEqual({ events: [], lastSeq: null });
  });

  it('pages a person’s events from the newest on, whichever of their ids is asked for', async () => {
    await accept({ userId: 'ada', name: 'One' }, { userId: null, anonymousId: 'phone', name: 'Two' });
    await accept({ type: 'identify', name: null, userId: 'ada', anonymousId: 'phone' }, { userId: 'ben', name: 'No' });
    await accept({ userId: 'ada', name: 'Three' });
    const newest = { before: Number.MAX_SAFE_INTEGER, limit: 2 };
    for (const personId of [1, 2]) {
      const page = await store.personEvents(portalId, personId, newest);
      expect(page.map(({ seq, body }) => [seq, known(body)])).toEqual([
        [5, 'Three'],
        [3, null],
      ]);
      const rest = await store.personEvents(portalId, personId, { before: 3, limit: 9 });
      expect(rest.map(({ body }) => known(body))).toEqual(['Two', 'One']);
    }
    expect(await store.personEvents(portalId + 1, 1, newest)).toEqual([]);
  });
}
