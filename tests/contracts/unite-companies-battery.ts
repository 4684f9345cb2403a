/** What every store promises when two product companies turn out to be one HubSpot company. */
import fc from 'fast-check';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { RulesStore } from '../../backend/store/rules-store.ts';
import type { FoldRules, IngestStore, OutboxStore } from '../../backend/store/store.ts';
import { event, normaliseAgain } from '../support/events.ts';
import { dayMs, dayOf, now, timeZone } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { rebuildUsage } from '../support/rebuild-usage.ts';

type Store = HandoffStore & IngestStore & OutboxStore & RulesStore;

const rules: FoldRules = { playbook: acmePlaybook(), timeZone };

export function uniteCompaniesBattery(openStore: () => Promise<Store>, stories = 150): void {
  let store: Store;
  let portalId = 27_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  const accept = (is: Partial<NormalisedEvent>, portal = portalId) =>
    store.acceptEvents(portal, [[event({ receivedAt: now, eventAt: now, ...is })]], rules);
  const join = async (userId: string, groupId: string, ago = 0, portal = portalId) => {
    await accept({ type: 'group', userId, groupId, name: null, traits: { name: groupId.toUpperCase() } }, portal);
    await accept({ userId, eventAt: now - ago * dayMs }, portal);
  };
  const companyOf = async (userId: string, portal = portalId) =>
    (await store.company(portal, (await store.personByIdentity(portal, `u:${userId}`))!.companyId!))!;
  const unite = (companyId: number, heldBy: string | null, recordId = '900') =>
    store.uniteCompanies(portalId, [{ companyId, recordId, heldBy }], rules, now);
  const link = (companyId: number, recordId: string, portal = portalId) =>
    store.acknowledge(portal, 'company', [{ subjectId: companyId, recordId, written: {}, problem: null }]);

  it('counts the people of both, each once, and keeps the group id that HubSpot carries', async () => {
    await join('ann', 'one');
    await join('ben', 'one', 2);
    await join('ben', 'two', 2);
    await join('cat', 'two', 40);
    const [one, two] = [await companyOf('ann'), await companyOf('cat')];
    expect(await unite(one.companyId, 'two')).toEqual([{ fromId: one.companyId, intoId: two.companyId }]);
    expect(await companyOf('ann')).toEqual({
      companyId: two.companyId,
      profile: expect.objectContaining({ groupIds: ['two', 'one'] }),
      usage: { lastActiveDays: [40, 2, 0].map((ago) => [dayOf(now - ago * dayMs), 1]) },
      activeUsers: 2,
    });
    expect(await store.company(portalId, one.companyId)).toBeNull();
    const work = await store.companyWork(portalId, [two.companyId]);
    expect(work).toMatchObject([{ record: { recordId: '900', problem: null } }]);
  });

  it('later events of either group count there', async () => {
    await join('ann', 'one');
    await join('ben', 'two');
    await unite((await companyOf('ben')).companyId, 'one');
    await join('cat', 'two');
    await join('dan', 'one');
    expect(await companyOf('cat')).toMatchObject({ companyId: 1, activeUsers: 4 });
    const active = await accept({ userId: 'ben' }).then(() => companyOf('ben'));
    expect(active.activeUsers).toBe(4);
  });

  it('a company known by domain joins the one of the group, which gives the id', async () => {
    await accept({ type: 'identify', userId: 'eve', name: null, email: 'eve@one.test' });
    await join('ann', 'one');
    await link((await companyOf('eve')).companyId, '900');
    await unite((await companyOf('ann')).companyId, null);
    expect(await companyOf('ann')).toMatchObject({ profile: { groupIds: ['one'], domains: ['one.test'] } });
    expect((await companyOf('eve')).companyId).toBe((await companyOf('ann')).companyId);
  });

  it('marks everybody at the new company, and wants it written', async () => {
    await join('ann', 'one');
    await join('ben', 'two');
    const claimed = await store.claimEffects(portalId, 'hubspot', 50, now, 'before');
    await store.settleEffects(
      portalId,
      claimed.map(({ key, generation }) => ({ key, generation, lease: 'before', outcome: { outcome: 'done' } })),
      now,
    );
    await unite(2, 'one');
    expect((await store.claimEffects(portalId, 'hubspot', 50, now, 'after')).map(({ key }) => key)).toEqual([
      'company:1',
    ]);
    const inputs = await store.decisionInputs(portalId, 10);
    expect(inputs.map(({ company }) => [company?.companyId, company?.activeUsers])).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('leaves alone what belongs to a group nobody knows, or to one known under another company', async () => {
    await join('ann', 'one');
    await join('ben', 'two');
    await link(2, '700');
    expect([await unite(1, 'somebody-else'), await unite(1, 'two'), await unite(1, null)]).toEqual([[], [], []]);
    expect((await companyOf('ann')).companyId).toBe(1);
  });

  it('never reaches into another portal', async () => {
    const other = portalId + 50_000;
    await join('ann', 'one', 0, other);
    await join('ben', 'two', 0, other);
    await link(2, '900', other);
    await join('ann', 'one');
    expect(await unite(1, null)).toEqual([]);
    await join('ben', 'two');
    await unite(1, 'two');
    expect(await companyOf('ann', other)).toMatchObject({ companyId: 1, activeUsers: 1 });
    expect(await companyOf('ben', other)).toMatchObject({ companyId: 2, activeUsers: 1 });
  });

  it('whatever people and companies become one, a rebuild finds the same usage again', async () => {
    const user = fc.constantFrom('ann', 'ben', 'cat', 'dan');
    const group = fc.constantFrom('one', 'two', 'three');
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.constant('join' as const), user, group, fc.nat(45)) },
      { weight: 2, arbitrary: fc.tuple(fc.constant('persons' as const), user, user, fc.nat(1)) },
      { weight: 2, arbitrary: fc.tuple(fc.constant('companies' as const), group, group, fc.nat(1)) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
        portalId += 1;
        for (const [what, one, other, ago] of steps) {
          if (what === 'join') await join(one, other, ago);
          const person = what === 'persons' ? await store.personByIdentity(portalId, `u:${one}`) : null;
          if (person !== null) {
            const claim = { personId: person.personId, contactId: '501', heldBy: { userId: other } };
            await store.unitePersons(portalId, [claim], rules, now);
          }
          const companyId = what === 'companies' ? await companyIdOf(one) : null;
          if (companyId !== null) await unite(companyId, other);
        }
        const before = await look();
        await rebuildUsage(store, portalId, rules, normaliseAgain, now);
        expect(await look()).toEqual(before);
      }),
      { numRuns: stories },
    );

    async function companyIdOf(groupId: string): Promise<number | null> {
      for (const companyId of [1, 2, 3]) {
        const company = await store.company(portalId, companyId);
        if (company?.profile.groupIds.includes(groupId)) return companyId;
      }
      return null;
    }
    async function look() {
      const companies = await Promise.all([1, 2, 3].map((companyId) => store.company(portalId, companyId)));
      const persons = await Promise.all(
        ['ann', 'ben', 'cat', 'dan'].map((userId) => store.personByIdentity(portalId, `u:${userId}`)),
      );
      return {
        companies,
        persons: persons.map((person) => person && { ...person, revision: null }),
        seen: (await store.eventsSeen(portalId)).map(({ name, events, people }) => [name, events, people]).sort(),
      };
    }
  }, 180_000);
}
