/** What every store promises about HubSpot's records: what is remembered of them, and who is linked to which. */
import { type ClaimedEffect, priorities } from '../../backend/outbox/effect.ts';
import type { LinkStore } from '../../backend/store/link-store.ts';
import type { HandoffBatteryStore } from '../support/handoff-acts.ts';
import { batteryRules, handoffActs } from '../support/handoff-acts.ts';
import { facts, now } from '../support/handoffs.ts';
import { linkOrder } from '../support/link-order.ts';

type Store = HandoffBatteryStore & LinkStore;

export function recordsBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 8000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });
  const acts = handoffActs(
    () => store,
    () => portalId,
  );
  const { idOf, accept, join, dirty, settle, twoHandoffs, openOf } = acts;

  describe('a record', () => {
    const recordOf = async (personId: number) => (await store.contactWork(portalId, [personId]))[0]?.record;

    it('remembers exactly what HubSpot took, over several answers', async () => {
      const { sarah } = await twoHandoffs();
      const took = (written: Record<string, string>, problem: string | null = null) =>
        store.acknowledge(portalId, 'contact', [{ subjectId: sarah, recordId: '501', written, problem }]);
      await took({ zo_plan: 'free', zo_pql_score: '1' });
      await took({ zo_pql_score: '2' }, 'zo_plan was refused');
      expect(await recordOf(sarah)).toMatchObject({
        recordId: '501',
        written: { zo_plan: 'free', zo_pql_score: '2' },
        problem: 'zo_plan was refused',
      });
      await took({});
      expect((await recordOf(sarah))?.problem).toBeNull();
    });

    it('knows nothing any more of what was sent and not answered', async () => {
      const { sarah } = await twoHandoffs();
      const taken = {
        subjectId: sarah,
        recordId: '501',
        written: { zo_plan: 'free', zo_pql_score: '1' },
        problem: null,
      };
      await store.acknowledge(portalId, 'contact', [taken]);
      const half = { ...taken, written: { zo_pql_score: '2' }, unsure: ['zo_plan', 'zo_pql_score', 'zo_user_id'] };
      await store.acknowledge(portalId, 'contact', [half]);
      expect((await recordOf(sarah))?.written).toEqual({ zo_pql_score: '2' });
    });

    it.each([
      ['a process that ended', (_claimed: ClaimedEffect[]) => store.recoverEffects(portalId)],
      [
        'somebody who had lost the lease',
        async (claimed: ClaimedEffect[]) => {
          const lost = claimed.map((effect) => ({ ...effect, lease: 'lost', outcome: { outcome: 'done' } as const }));
          expect(await store.settleEffects(portalId, lost, now)).toEqual([false]);
        },
      ],
      [
        'a failure of ours',
        (claimed: ClaimedEffect[]) => {
          const outcome = { outcome: 'interrupted', afterMs: 0, reason: 'internal error' } as const;
          return store.settleEffects(
            portalId,
            claimed.map((effect) => ({ ...effect, outcome })),
            now,
          );
        },
      ],
    ])('after %s knows nothing any more of whom it was writing, and of the others what it knew', async (_what, end) => {
      const { sarah, ben } = await twoHandoffs();
      const claim = () => store.claimEffects(portalId, 'hubspot', 100, now + 1, 'one');
      const done = (await claim()).map((effect) => ({ ...effect, outcome: { outcome: 'done' } as const }));
      await store.settleEffects(portalId, done, now);
      const written = { zo_plan: 'free', zo_handoff_gate: 'closed' };
      const both = [sarah, ben].map((subjectId) => ({ subjectId, recordId: null, written, problem: null }));
      await store.acknowledge(portalId, 'contact', both);
      const again = { key: `contact:${sarah}`, lane: 'hubspot', priority: priorities.routine } as const;
      await store.enqueue(portalId, [{ ...again, kind: 'sync contact', personId: sarah, createIfMissing: false }], now);
      const claimed = await claim();
      expect(claimed.map(({ key }) => key)).toEqual([`contact:${sarah}`]);
      await end(claimed);
      expect((await recordOf(sarah))?.written).toEqual({});
      expect((await recordOf(ben))?.written).toEqual(written);
    });

    it('of people who became one while one of them was written knows nothing, and has it written', async () => {
      for (const userId of ['sarah', 'sarah-2']) await join(userId);
      await settle();
      const [sarah, second] = [await idOf('sarah'), await idOf('sarah-2')];
      const taken = { subjectId: second, recordId: '501', written: { zo_plan: 'free' }, problem: null };
      await store.acknowledge(portalId, 'contact', [taken]);
      const sync = { kind: 'sync contact', createIfMissing: false, lane: 'hubspot', priority: 1 } as const;
      await store.enqueue(portalId, [{ ...sync, personId: second, key: `contact:${second}` }], now);
      const claimed = await store.claimEffects(portalId, 'hubspot', 100, now + 1, 'one');
      expect(claimed.map(({ key }) => key)).toContain(`contact:${second}`);
      const claim = { personId: second, contactId: '501', heldBy: { personId: sarah } };
      const united = await store.unitePersons(portalId, [claim], batteryRules, now);
      expect(united).toMatchObject([{ fromId: second, intoId: sarah }]);
      expect(await recordOf(sarah)).toMatchObject({ recordId: '501', written: {} });
      await store.settleEffects(
        portalId,
        claimed.map((effect) => ({ ...effect, outcome: { outcome: 'done' } })),
        now + 1,
      );
      const again = await store.claimEffects(portalId, 'hubspot', 100, now + 2, 'two');
      expect(again.map(({ key }) => key)).toContain(`contact:${sarah}`);
    });

    /** The second's contact is being written; then they are the first, who has none. */
    async function mergedWhileWritten() {
      for (const userId of ['sarah', 'sarah-2']) await join(userId);
      await settle();
      const [sarah, second] = [await idOf('sarah'), await idOf('sarah-2')];
      const taken = { subjectId: second, recordId: '501', written: { zo_plan: 'free' }, problem: null };
      await store.acknowledge(portalId, 'contact', [taken]);
      await finish(await store.claimEffects(portalId, 'hubspot', 100, now + 1, 'before'));
      const sync = { kind: 'sync contact', createIfMissing: false, lane: 'hubspot', priority: 1 } as const;
      await store.enqueue(portalId, [{ ...sync, personId: second, key: `contact:${second}` }], now);
      const writing = await store.claimEffects(portalId, 'hubspot', 100, now + 1, 'one');
      expect(writing.map(({ key }) => key)).toEqual([`contact:${second}`]);
      const claim = { personId: second, contactId: '501', heldBy: { personId: sarah } };
      expect(await store.unitePersons(portalId, [claim], batteryRules, now)).toHaveLength(1);
      return { sarah, writing };
    }
    const finish = (claimed: ClaimedEffect[], lease?: string) =>
      store.settleEffects(
        portalId,
        claimed.map((effect) => ({ ...effect, lease: lease ?? effect.lease, outcome: { outcome: 'done' } })),
        now + 1,
      );
    const keysFor = async (lease: string) =>
      (await store.claimEffects(portalId, 'hubspot', 100, now + 2, lease)).map(({ key }) => key);

    it('is not written for whom a person became while another batch writes it for who they were', async () => {
      const { sarah, writing } = await mergedWhileWritten();
      expect(await keysFor('beside')).not.toContain(`contact:${sarah}`);
      await finish(writing);
      expect(await keysFor('after')).toContain(`contact:${sarah}`);
    });

    it.each([
      ['ended', true],
      ['lost its lease', false],
    ])(
      'of whom a person became is written once more after a late write for who they were that %s',
      async (_, isHeld) => {
        const { sarah, writing } = await mergedWhileWritten();
        if (!isHeld) {
          await finish(writing);
          await finish(await store.claimEffects(portalId, 'hubspot', 100, now + 2, 'two'));
        }
        const taken = { subjectId: sarah, recordId: '501', written: { zo_plan: 'pro' }, problem: null };
        await store.acknowledge(portalId, 'contact', [taken]);
        expect(await finish(writing, isHeld ? 'one' : 'lost')).toEqual([isHeld]);
        expect((await recordOf(sarah))?.written).toEqual({});
        const again = await store.claimEffects(portalId, 'hubspot', 100, now + 2, 'three');
        expect(again.map(({ key }) => key)).toContain(`contact:${sarah}`);
        await finish(again);
        expect(await keysFor('four')).toEqual([]);
      },
    );

    it('takes its open handoff along to another contact, whoever found it', async () => {
      const { sarah, ben } = await twoHandoffs();
      await store.acknowledge(portalId, 'contact', [{ subjectId: sarah, recordId: '601', written: {}, problem: null }]);
      await store.saveFacts(portalId, [{ personId: ben, facts: facts({ contactId: '602' }) }], now);
      expect(await openOf(sarah)).toMatchObject([{ contactId: '601' }]);
      expect(await openOf(ben)).toMatchObject([{ contactId: '602' }]);
    });

    it('keeps facts with their moment, and marks the person', async () => {
      await join('sarah');
      const sarah = await idOf('sarah');
      await settle();
      await store.saveFacts(portalId, [{ personId: sarah, facts: facts({ lifecycleStage: 'customer' }) }], now + 5);
      expect(await recordOf(sarah)).toMatchObject({
        recordId: '501',
        facts: { lifecycleStage: 'customer' },
        factsAt: now + 5,
      });
      expect(await dirty()).toEqual([sarah]);
    });
  });

  describe('Link product user', () => {
    it('puts a user id or an address under the contact, once', async () => {
      await join('sarah');
      expect(await store.linkProductUser(portalId, linkOrder('501', ' sarah '), now)).toEqual({ status: 'linked' });
      expect(await store.linkProductUser(portalId, linkOrder('501', 'Sarah@finpilot.test'), now)).toEqual({
        status: 'linked',
      });
      expect(await store.linkProductUser(portalId, linkOrder('502', 'sarah'), now)).toEqual({
        status: 'linked elsewhere',
        contactId: '501',
      });
      expect(await store.linkProductUser(portalId, linkOrder('501', 'nobody'), now)).toEqual({
        status: 'unknown user',
      });
      expect((await store.cardWork(portalId, '501'))?.person.personId).toBe(await idOf('sarah'));
    });

    const said = async (personId: number) =>
      (await store.receipts(portalId, { personId, limit: 10 })).map(({ kind, body }) => [kind, body]);

    it('leaves a receipt on everybody who is that contact, and is taken back with one', async () => {
      await join('sarah');
      await join('ben');
      const [sarah, ben] = [await idOf('sarah'), await idOf('ben')];
      await store.acknowledge(portalId, 'contact', [{ subjectId: ben, recordId: '501', written: {}, problem: null }]);
      const order = linkOrder('501', 'sarah');
      expect(await store.unlinkProductUser(portalId, linkOrder('501', 'sarah'), now)).toEqual({ status: 'not linked' });
      await store.linkProductUser(portalId, order, now);
      const linked = ['link', { step: 'linked', by: order.by, contactId: '501' }];
      expect([await said(sarah), await said(ben)]).toEqual([[linked], [linked]]);
      // Whom HubSpot itself knows under the contact, nobody linked.
      const undo = linkOrder('501', 'sarah');
      expect(await store.unlinkProductUser(portalId, undo, now)).toEqual({ status: 'unlinked' });
      expect(await store.unlinkProductUser(portalId, undo, now)).toEqual({ status: 'unlinked' });
      expect(await store.unlinkProductUser(portalId, linkOrder('501', 'sarah'), now)).toEqual({ status: 'not linked' });
      expect(await said(sarah)).toEqual([['link', { step: 'unlinked', by: order.by, contactId: '501' }], linked]);
      expect((await store.cardWork(portalId, '501'))?.person.personId).toBe(ben);
    });

    it('with the same key is done once, and with that key nothing else is', async () => {
      await join('sarah');
      const order = linkOrder('501', 'sarah');
      expect(await store.linkProductUser(portalId, order, now)).toEqual({ status: 'linked' });
      expect(await store.linkProductUser(portalId, order, now)).toEqual({ status: 'linked' });
      expect(await said(await idOf('sarah'))).toHaveLength(1);
      const other = store.linkProductUser(portalId, { ...order, contactId: '502' }, now);
      await expect(other).rejects.toThrow('used for something else');
      await expect(store.unlinkProductUser(portalId, order, now)).rejects.toThrow('used for something else');
    });

    it('stays while a handoff of that contact is open', async () => {
      await join('sarah');
      await join('ben');
      const sarah = await idOf('sarah');
      await settle();
      await store.linkProductUser(portalId, linkOrder('501', 'sarah'), now);
      await store.saveFacts(portalId, [{ personId: sarah, facts: facts() }], now);
      await settle();
      expect(await openOf(sarah)).toHaveLength(1);
      expect(await store.unlinkProductUser(portalId, linkOrder('501', 'sarah'), now)).toEqual({
        status: 'handed off',
      });
    });
  });

  it('of a company’s members knows those of its own portal, where another has a company and people of the same numbers', async () => {
    const other = portalId + 50_000;
    for (const [userId, portal] of [
      ['sarah', portalId],
      ['sarah', other],
      ['ben', other],
    ] as const) {
      await join(userId, portal);
    }
    await accept({ type: 'group', userId: 'zoe', groupId: 'elsewhere', name: null });
    await accept({ userId: 'zoe', email: 'zoe@elsewhere.test', groupId: 'elsewhere' });
    const [sarah, zoe, ben] = [await idOf('sarah'), await idOf('zoe'), await idOf('ben', other)];
    expect([sarah, zoe]).toEqual([await idOf('sarah', other), ben]);
    const { companyId } = (await store.person(portalId, sarah))!;
    expect((await store.person(other, ben))!.companyId).toBe(companyId);
    const contactOf = (personId: number, of: number) => ({
      personId,
      facts: facts({ contactId: `${of}-${personId}`, primaryCompany: { id: '901', name: null } }),
    });
    for (const portal of [portalId, other]) {
      const contacts = [sarah, zoe].map((personId) => contactOf(personId, portal));
      await store.saveFacts(portal, contacts, now);
      await store.acknowledge(portal, 'company', [
        { subjectId: companyId!, recordId: '900', written: {}, problem: null },
      ]);
    }
    expect(await store.companyWork(portalId, [companyId!])).toMatchObject([
      { memberContactIds: [`${portalId}-${sarah}`], memberDomains: ['finpilot.test'] },
    ]);
    expect(await store.readMembersBeside(portalId, '900', now)).toBe(1);
    const keys = (await store.claimEffects(portalId, 'hubspot', 100, now, 'one')).map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith('changed:'))).toEqual([`changed:${sarah}`]);
  });

  it('keeps nothing of what HubSpot answers about somebody who was erased meanwhile', async () => {
    await join('sarah');
    const personId = await idOf('sarah');
    await settle();
    await store.erasePersons(portalId, [personId], [], batteryRules, now);
    await store.acknowledge(portalId, 'contact', [
      { subjectId: personId, recordId: '501', written: { email: 'sarah@finpilot.test' }, problem: null },
    ]);
    await store.saveFacts(portalId, [{ personId, facts: facts() }], now);
    expect(await store.linkedRecords(portalId, 'contact', 0, 10)).toEqual([]);
    expect(await dirty()).not.toContain(personId);
  });
}
