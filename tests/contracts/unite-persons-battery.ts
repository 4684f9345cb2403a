/** What every store promises when two product users turn out to be one HubSpot contact. */
import { decide } from '../../backend/handoff/decide.ts';
import { notAFit } from '../../backend/handoff/steps/ending.ts';
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { ReceiptStore } from '../../backend/store/receipt-store.ts';
import type { RulesStore } from '../../backend/store/rules-store.ts';
import type { FoldRules, IngestStore, OutboxStore } from '../../backend/store/store.ts';
import { event, normaliseAgain } from '../support/events.ts';
import { alertedHandoff, dayMs, decisionContext, facts, now, timeZone } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { rebuildUsage } from '../support/rebuild-usage.ts';
import { withEvents } from '../support/signal-events.ts';

type Store = HandoffStore & IngestStore & OutboxStore & ReceiptStore & RulesStore;

const rules: FoldRules = { playbook: acmePlaybook(), timeZone };

export function unitePersonsBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 17_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  const accept = (is: Partial<NormalisedEvent>, portal = portalId) =>
    store.acceptEvents(portal, [[event({ receivedAt: now, eventAt: now, ...is })]], rules);
  const personOf = async (userId: string, portal = portalId) => (await store.personByIdentity(portal, `u:${userId}`))!;
  const idOf = async (userId: string, portal = portalId) => (await personOf(userId, portal)).personId;
  const join = async (userId: string, groupId = 'finpilot', portal = portalId) => {
    await accept({ type: 'group', userId, groupId, name: null }, portal);
    await accept({ userId, email: `${userId}@finpilot.test` }, portal);
  };
  const claim = async (userId: string, heldBy: string | null, contactId = '501') => ({
    personId: await idOf(userId),
    contactId,
    heldBy: heldBy === null ? null : { userId: heldBy },
  });
  const unite = (...claims: Awaited<ReturnType<typeof claim>>[]) => store.unitePersons(portalId, claims, rules, now);
  async function settle(): Promise<void> {
    for (let round = 0; round < 10; round += 1) {
      const inputs = await store.decisionInputs(portalId, 100);
      const decisions = inputs.map((input) => decide(input, decisionContext()));
      if (decisions.length === 0) return;
      await store.commitDecisions(portalId, decisions, 1, now);
    }
  }
  const openHandoffs = () => store.handoffs(portalId, { open: true, limit: 10 });

  it('adds up what both did, on every day, and counts one person at the company', async () => {
    await join('sarah');
    await join('sarah-2');
    for (const ago of [0, 1, 1, 3]) await accept({ userId: 'sarah', eventAt: now - ago * dayMs });
    for (const ago of [1, 2]) await accept({ userId: 'sarah-2', eventAt: now - ago * dayMs });
    const before = await personOf('sarah');
    expect(await unite(await claim('sarah-2', 'sarah'))).toMatchObject([{ intoId: before.personId }]);
    const one = await personOf('sarah-2');
    expect(one).toMatchObject({ personId: before.personId, profile: { userIds: ['sarah', 'sarah-2'] } });
    expect(one.usage.signals['key action']).toMatchObject({ total: 8 });
    expect(one.usage.activeDays.map(([, count]) => count)).toEqual([1, 1, 3, 3]);
    expect((await store.company(portalId, one.companyId!))?.activeUsers).toBe(1);
    const seen = (await store.eventsSeen(portalId)).find(({ name }) => name === 'Report Created');
    expect(seen).toMatchObject({ events: 8, people: 1 });
  });

  it('keeps the user id that HubSpot carries, also where the other appeared first', async () => {
    await join('first');
    await join('second');
    const second = await idOf('second');
    await unite(await claim('first', 'second'));
    expect(await personOf('first')).toMatchObject({
      personId: second,
      profile: { userIds: ['second', 'first'] },
    });
    expect((await store.contactWork(portalId, [second]))[0]?.record).toMatchObject({ recordId: '501', problem: null });
  });

  it('finds those linked to the same contact one after the other: the older one survives', async () => {
    await join('first');
    await join('second');
    const first = await idOf('first');
    for (const userId of ['second', 'first']) {
      await store.saveFacts(portalId, [{ personId: await idOf(userId), facts: facts() }], now);
    }
    const second = await idOf('second');
    expect(await unite(await claim('second', null))).toEqual([{ fromId: second, intoId: first }]);
    expect(await unite(await claim('second', null))).toEqual([]);
    expect((await store.cardWork(portalId, '501'))?.person.personId).toBe(first);
  });

  it('is in both companies afterwards', async () => {
    await join('sarah', 'one');
    await join('sarah-2', 'two');
    await unite(await claim('sarah-2', 'sarah'));
    for (const companyId of [1, 2]) {
      const work = await store.companyWork(portalId, [companyId]);
      expect(work[0]).toMatchObject({ company: { activeUsers: 1 }, memberContactIds: ['501'] });
    }
  });

  /** Of sarah and sarah-2, whose contacts HubSpot still tells apart. */
  async function twoOpenHandoffs() {
    for (const userId of ['sarah', 'sarah-2', 'ben']) await join(userId);
    await settle();
    for (const [userId, contactId] of [
      ['sarah', '501'],
      ['sarah-2', '502'],
    ] as const) {
      await store.saveFacts(portalId, [{ personId: await idOf(userId), facts: facts({ contactId }) }], now);
    }
    await settle();
    const [kept, other] = (await openHandoffs()).toSorted((a, b) => a.personId - b.personId);
    return { kept: kept!, other: other! };
  }

  it('leaves one open handoff and withdraws the other with a receipt', async () => {
    const { kept, other } = await twoOpenHandoffs();
    await store.acknowledge(portalId, 'contact', [
      { subjectId: other.personId, recordId: '501', written: {}, problem: null },
    ]);
    await unite(await claim('sarah-2', null));
    expect(await openHandoffs()).toMatchObject([{ handoffId: kept.handoffId, personId: await idOf('sarah') }]);
    expect(await store.handoff(portalId, other.handoffId)).toMatchObject({ status: 'withdrawn', closedAt: now });
    expect((await store.receipts(portalId, { personId: kept.personId, limit: 1 }))[0]).toMatchObject({
      handoffId: other.handoffId,
      body: { because: 'same HubSpot contact', continuesAs: kept.handoffId },
    });
    await settle();
    expect(await openHandoffs()).toHaveLength(1);
  });

  it('goes by the handoff that goes on, though the one that was withdrawn was opened later', async () => {
    await join('sarah');
    await join('sarah-2');
    const opened = async (userId: string) =>
      (await store.transactHandoff(portalId, { personId: await idOf(userId) }, now, ({ newHandoffId, person }) => {
        const handoff = alertedHandoff({ handoffId: newHandoffId(), revision: 0, personId: person.personId });
        return { answer: handoff.handoffId, change: { handoff, effects: [], receipts: [] } };
      }))!;
    const kept = await opened('sarah');
    const other = await opened('sarah-2');
    expect(other).toBeGreaterThan(kept);
    await accept({ type: 'alias', userId: 'sarah', previousId: 'sarah-2', name: null });
    const speaking = () =>
      store.transactHandoff(portalId, { handoffId: kept }, now, ({ newest }) => ({
        answer: newest?.handoffId ?? null,
      }));
    expect(await speaking()).toBe(kept);

    const step = { by: 'Maria', reason: 'too small', leadStatus: null, leadStatusBefore: null, now: now + 1 };
    await store.transactHandoff(portalId, { handoffId: kept }, now + 1, ({ handoff }) => ({
      answer: true,
      change: notAFit(handoff!, step),
    }));
    expect(await speaking()).toBe(kept);
    const personId = await idOf('sarah');
    const [input] = (await store.decisionInputs(portalId, 100)).filter(({ person }) => person.personId === personId);
    expect(input).toMatchObject({ openHandoff: null, isNotAFit: true });
  });

  it('leaves one open handoff after an alias, too, and forgets the record of the one who is gone', async () => {
    const { kept, other } = await twoOpenHandoffs();
    await accept({ type: 'alias', userId: 'sarah', previousId: 'sarah-2', name: null });
    expect(await openHandoffs()).toMatchObject([{ handoffId: kept.handoffId }]);
    expect(await store.handoff(portalId, other.handoffId)).toMatchObject({
      status: 'withdrawn',
      personId: kept.personId,
    });
    expect(await store.cardWork(portalId, '502')).toBeNull();
    expect((await store.cardWork(portalId, '501'))?.handoffs).toHaveLength(2);
  });

  it('moves the only open handoff, and opens no second one for the same crossing', async () => {
    await join('sarah');
    await join('ben');
    await accept({ userId: 'sarah-2' });
    await settle();
    await store.saveFacts(portalId, [{ personId: await idOf('sarah'), facts: facts() }], now);
    await settle();
    const [handoff] = await openHandoffs();
    expect(handoff).toMatchObject({ personId: await idOf('sarah') });
    const survivor = await idOf('sarah-2');
    await unite(await claim('sarah', 'sarah-2'));
    expect(await openHandoffs()).toMatchObject([{ handoffId: handoff!.handoffId, personId: survivor }]);
    await settle();
    expect(await openHandoffs()).toMatchObject([{ handoffId: handoff!.handoffId, contactId: '501' }]);
    expect((await store.receipts(portalId, { personId: survivor, limit: 9 })).map(({ kind }) => kind)).toEqual([
      'crossing',
    ]);
  });

  it('leaves alone a contact of a user nobody knows, and one known under another contact', async () => {
    await join('sarah');
    await join('ben');
    await store.saveFacts(portalId, [{ personId: await idOf('ben'), facts: facts({ contactId: '700' }) }], now);
    expect(await unite(await claim('sarah', 'somebody-else'), await claim('sarah', 'ben'))).toEqual([]);
    expect(await idOf('sarah')).not.toBe(await idOf('ben'));
  });

  it('links a person whose own other user id the contact carries', async () => {
    await join('sarah');
    await accept({ type: 'alias', userId: 'sarah', previousId: 'old', name: null });
    const sarah = await idOf('sarah');
    expect(await unite(await claim('sarah', 'old'))).toEqual([{ fromId: sarah, intoId: sarah }]);
    expect((await store.contactWork(portalId, [sarah]))[0]?.record?.recordId).toBe('501');
  });

  it('never reaches into another portal', async () => {
    const other = portalId + 50_000;
    await join('sarah');
    for (const userId of ['sarah', 'sarah-2']) await join(userId, 'finpilot', other);
    await store.saveFacts(other, [{ personId: await idOf('sarah-2', other), facts: facts() }], now);
    const before = await personOf('sarah-2', other);
    expect(await unite(await claim('sarah', 'sarah-2'), await claim('sarah', null))).toEqual([]);
    await join('sarah-2');
    await unite(await claim('sarah-2', 'sarah'));
    expect(await personOf('sarah-2', other)).toEqual(before);
    expect(await idOf('sarah', other)).not.toBe(before.personId);
  });

  it('is what a rebuild finds again', async () => {
    await join('sarah', 'one');
    await join('sarah-2', 'two');
    await join('ben', 'two');
    for (const userId of ['sarah', 'sarah-2', 'ben', 'sarah-2']) await accept({ userId, eventAt: now - dayMs });
    await unite(await claim('sarah-2', 'sarah'));
    await accept({ userId: 'sarah-2' });
    const usageOf = async (userId: string) => {
      const { usage } = await personOf(userId);
      return { ...usage, signals: withEvents(usage) };
    };
    const look = async () => ({
      usage: await usageOf('sarah'),
      companies: [await store.company(portalId, 1), await store.company(portalId, 2)],
      seen: (await store.eventsSeen(portalId)).toSorted((a, b) => a.name.localeCompare(b.name)),
    });
    const before = await look();
    await rebuildUsage(store, portalId, rules, normaliseAgain, now);
    expect(await look()).toEqual(before);
  });
}
