/** What every store promises to whoever hears of, or looks for, values that changed in HubSpot. */
import { nothingChanged } from '../../backend/handoff/hubspot-changes.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { FoldRules, IngestStore, OutboxStore } from '../../backend/store/store.ts';
import type { KnownFacts, ValuesStore } from '../../backend/store/values-store.ts';
import { event } from '../support/events.ts';
import { facts, now, timeZone, waitingHandoff } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';

type Store = ValuesStore & HandoffStore & IngestStore & OutboxStore;

const rules: FoldRules = { playbook: acmePlaybook(), timeZone };
const acme = { id: '900', name: 'Acme' };
const orbit = { id: '901', name: 'Orbit' };

export function valuesBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 33_000;
  beforeAll(async () => {
    store = await openStore();
  });
  /** Four people: 1 and 3 under Acme, 2 under Orbit, 4 linked and never read. */
  beforeEach(async () => {
    portalId += 10;
    await store.acceptEvents(
      portalId,
      [['ada', 'ben', 'cleo', 'dan'].map((userId) => event({ userId, receivedAt: now }))],
      rules,
    );
    const known = [acme, orbit, acme].map((primaryCompany, index) => ({
      personId: index + 1,
      facts: facts({ contactId: String(501 + index), primaryCompany }),
    }));
    await store.saveFacts(portalId, known, now);
    await store.acknowledge(portalId, 'contact', [{ subjectId: 4, recordId: '504', written: {}, problem: null }]);
    const marked = await store.decisionInputs(portalId, 10);
    expect(marked).toHaveLength(4);
  });

  const ids = (known: KnownFacts[]) => known.map(({ personId, contactId }) => [personId, contactId]);
  const since = async (personId: number) =>
    (await store.decisionInputs(portalId, 10)).find(({ person }) => person.personId === personId)?.dirtySince;

  it('people are found by their contacts, once they were read', async () => {
    const found = await store.factsOfContacts(portalId, ['503', '501', '504', '77', '501']);
    expect(ids(found)).toEqual([
      [1, '501'],
      [3, '503'],
    ]);
    expect(found[0]).toEqual({
      personId: 1,
      contactId: '501',
      facts: facts({ contactId: '501', primaryCompany: acme }),
      factsAt: now,
    });
    expect(await store.factsOfContacts(portalId, [])).toEqual([]);
    expect(await store.factsOfContacts(portalId + 1, ['501'])).toEqual([]);
  });

  it('people are found by their primary company, page by page, and companies that are nobody’s are told apart', async () => {
    expect(ids(await store.factsUnderCompany(portalId, '900', 0, 1))).toEqual([[1, '501']]);
    expect(ids(await store.factsUnderCompany(portalId, '900', 1, 9))).toEqual([[3, '503']]);
    expect(await store.factsUnderCompany(portalId + 1, '900', 0, 9)).toEqual([]);
    expect(await store.primaryCompaniesOf(portalId, ['901', '77', '900'])).toEqual(['901', '900']);
    expect(await store.primaryCompaniesOf(portalId + 1, ['900'])).toEqual([]);
  });

  it('a person follows the company of the newest facts, and is under none when the contact has none', async () => {
    await store.saveFacts(
      portalId,
      [
        { personId: 1, facts: facts({ contactId: '501', primaryCompany: orbit }) },
        { personId: 3, facts: facts({ contactId: '503', primaryCompany: null }) },
      ],
      now + 1,
    );
    expect(await store.primaryCompaniesOf(portalId, ['900', '901'])).toEqual(['901']);
    expect(ids(await store.factsUnderCompany(portalId, '901', 0, 9))).toEqual([
      [1, '501'],
      [2, '502'],
    ]);
  });

  it('people with an open handoff are read in the order of their ids', async () => {
    for (const [personId, closedAt] of [
      [3, null],
      [1, null],
      [2, now],
      [4, null],
    ] as const) {
      await store.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
        const about = { handoffId: newHandoffId(), personId, closedAt, contactId: String(500 + personId) };
        const handoff = waitingHandoff({ ...about, status: closedAt === null ? 'waiting' : 'withdrawn' });
        return { answer: null, change: { handoff, effects: [], receipts: [] } };
      });
    }
    expect(ids(await store.factsOfHandedOff(portalId, 0, 9))).toEqual([
      [1, '501'],
      [3, '503'],
    ]);
    expect(ids(await store.factsOfHandedOff(portalId, 0, 1))).toEqual([[1, '501']]);
    expect(ids(await store.factsOfHandedOff(portalId, 1, 9))).toEqual([[3, '503']]);
    expect(await store.factsOfHandedOff(portalId + 1, 0, 9)).toEqual([]);
  });

  it('what is read anew is kept in the place of what it is based on, and decides again whom it concerns', async () => {
    const [ada, ben, cleo] = await store.factsOfContacts(portalId, ['501', '502', '503']);
    const before = await since(1);
    const anew = (known: KnownFacts, change: Parameters<typeof facts>[0], basedOn = known.factsAt) => ({
      personId: known.personId,
      facts: { ...known.facts, ...change },
      factsAt: now + 5,
      basedOn,
    });
    const refreshed = [
      anew(ada!, { lifecycleStage: 'customer' }),
      anew(ben!, { firstName: 'Benjamin' }),
      anew(cleo!, { lifecycleStage: 'customer' }, now - 1),
      anew({ ...ada!, personId: 4 }, {}),
      anew({ ...ada!, personId: 99 }, {}),
    ];
    expect(await store.refreshFacts(portalId, refreshed, now + 6)).toBe(1);
    const known = await store.factsOfContacts(portalId, ['501', '502', '503']);
    expect(known.map(({ facts: of, factsAt }) => [of.lifecycleStage, of.firstName, factsAt])).toEqual([
      ['customer', 'Sarah', now + 5],
      ['lead', 'Benjamin', now + 5],
      ['lead', 'Sarah', now],
    ]);
    expect([await since(1), await since(2), await since(3)]).toEqual([before! + 1, before, before]);
    expect(await store.refreshFacts(portalId, refreshed, now + 7)).toBe(0);
    expect(await store.refreshFacts(portalId, [], now)).toBe(0);
  });

  it('an open handoff follows its person to the contact that was read', async () => {
    await store.transactHandoff(portalId, { personId: 1 }, now, ({ newHandoffId }) => ({
      answer: null,
      change: { handoff: waitingHandoff({ handoffId: newHandoffId(), contactId: '501' }), effects: [], receipts: [] },
    }));
    const [ada] = await store.factsOfContacts(portalId, ['501']);
    const merged = { ...ada!.facts, contactId: '777' };
    await store.refreshFacts(portalId, [{ personId: 1, facts: merged, factsAt: now + 1, basedOn: now }], now + 1);
    expect((await store.handoff(portalId, 1))?.contactId).toBe('777');
    expect(ids(await store.factsOfContacts(portalId, ['501', '777']))).toEqual([[1, '777']]);
  });

  it('what changed is read again, of those who are ours, and deals in any case', async () => {
    expect(
      await store.noteChanges(portalId, { ...nothingChanged, contactIds: ['501', '504', '77'], dealIds: ['31'] }, now),
    ).toBe(3);
    expect(await store.noteChanges(portalId, { ...nothingChanged, contactIds: ['77'] }, now)).toBe(0);
    expect(await store.noteChanges(portalId + 1, { ...nothingChanged, contactIds: ['501'] }, now)).toBe(0);
    const claimed = await store.claimEffects(portalId, 'hubspot', 9, now, 'lease');
    expect(claimed.map(({ key, priority }) => [key, priority]).sort()).toEqual([
      ['changed:1', 1],
      ['changed:4', 1],
      ['deal:31', 1],
    ]);
  });
}
