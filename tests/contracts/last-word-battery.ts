/** What every store promises of people with more than one handoff: the same one speaks for them wherever that is asked. */
import fc from 'fast-check';
import { type Handoff, type HandoffStatus, isOpen } from '../../backend/handoff/handoff.ts';
import { lastWord } from '../../backend/handoff/last-word.ts';
import { type HandoffBatteryStore, handoffActs } from '../support/handoff-acts.ts';
import { alertedHandoff, facts, hourMs, now, waitingHandoff } from '../support/handoffs.ts';

type One = {
  of: 'sarah' | 'sarah-2';
  status: HandoffStatus;
  closedAt: number | null;
  told: 'nobody' | 'an AE' | 'Slack';
};

const ends = ['returned', 'not_a_fit', 'won', 'lost', 'rejected', 'withdrawn', 'withdrawn'] as const;
const ended = (of: One['of']): fc.Arbitrary<One> =>
  fc.record({
    of: fc.constant(of),
    status: fc.constantFrom(...ends),
    closedAt: fc.integer({ min: 1, max: 4 }).map((hours) => now - hours * hourMs),
    told: fc.constantFrom('nobody', 'an AE', 'Slack'),
  });
const open = (of: One['of']): fc.Arbitrary<One> =>
  fc.constantFrom<One>(
    { of, status: 'waiting', closedAt: null, told: 'nobody' },
    { of, status: 'alerted', closedAt: null, told: 'Slack' },
  );
const some = (of: One['of']) =>
  fc
    .tuple(fc.array(ended(of), { maxLength: 3 }), fc.option(open(of), { nil: null, freq: 3 }))
    .map(([over, last]) => (last === null ? over : [...over, last]));
const someOfBoth = fc.tuple(some('sarah'), some('sarah-2')).map((lists) => lists.flat());

export function lastWordBattery(openStore: () => Promise<HandoffBatteryStore>): void {
  let store: HandoffBatteryStore;
  let portalId = 27_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });
  const { accept, idOf, join, settle, decideAll, twoHandoffs, openOf } = handoffActs(
    () => store,
    () => portalId,
  );

  async function put({ of, status, closedAt, told }: One): Promise<void> {
    const personId = await idOf(of);
    await store.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
      const handoffId = newHandoffId();
      const { alerts } = alertedHandoff();
      const isOver = closedAt !== null;
      const handoff = waitingHandoff({
        ...{ handoffId, revision: 0, personId, contactId: null, status, closedAt },
        handedOffAt: told === 'an AE' || (told === 'Slack' && !isOver) ? now : null,
        alerts: told === 'Slack' ? alerts : {},
        timers: {},
      });
      return { answer: null, change: { handoff, effects: [], receipts: [] } };
    });
  }
  const becomeOne = () => accept({ type: 'alias', userId: 'sarah', previousId: 'sarah-2', name: null });

  /** In other words than the rule's own. */
  function speaking(handoffs: Handoff[]): Handoff | undefined {
    const wasTold = ({ status, handedOffAt, alerts }: Handoff) =>
      status !== 'withdrawn' || handedOffAt !== null || Object.keys(alerts).length > 0;
    const isHeard = handoffs.some(wasTold) ? handoffs.filter(wasTold) : handoffs;
    const last = Math.max(...isHeard.map(({ closedAt }) => closedAt ?? 0));
    const newest = (some: Handoff[]) => some.toSorted((one, other) => other.handoffId - one.handoffId)[0];
    return handoffs.find(({ status }) => isOpen(status)) ?? newest(isHeard.filter(({ closedAt }) => closedAt === last));
  }
  const handoffsOf = async (personId: number) =>
    (await store.handoffs(portalId, { limit: 50 })).filter((handoff) => handoff.personId === personId);
  const wantedOf = async (personId: number) => (await store.contactWork(portalId, [personId]))[0]?.record?.wanted ?? {};
  const inputOf = async (personId: number) =>
    (await store.decisionInputs(portalId, 100)).find(({ person }) => person.personId === personId)!;

  async function expectOneToSpeak(userId: string): Promise<void> {
    const personId = await idOf(userId);
    const handoffs = await handoffsOf(personId);
    const expected = speaking(handoffs);
    if (expected === undefined) return;
    expect(lastWord(handoffs)?.handoffId).toBe(expected.handoffId);
    const heard = await store.transactHandoff(portalId, { personId }, now, ({ newest }) => ({
      answer: newest!.handoffId,
    }));
    expect(heard).toBe(expected.handoffId);
    const wanted = await wantedOf(personId);
    expect(wanted.zo_handoff_status).toBe(expected.status);
    const over = speaking(handoffs.filter(({ status }) => !isOpen(status)));
    expect((await inputOf(personId)).isNotAFit).toBe(over?.status === 'not_a_fit');
  }

  it('whatever they were told, and whoever of two became one: the same one speaks in every place', async () => {
    await fc.assert(
      fc.asyncProperty(someOfBoth, async (all) => {
        portalId += 1;
        for (const userId of ['sarah', 'sarah-2']) await join(userId);
        for (const one of all) await put(one);
        for (const userId of ['sarah', 'sarah-2']) await expectOneToSpeak(userId);
        await becomeOne();
        await expectOneToSpeak('sarah');
        expect(await handoffsOf(await idOf('sarah'))).toHaveLength(all.length);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  const notAFit: Omit<One, 'of'> = { status: 'not_a_fit', closedAt: now - 2 * hourMs, told: 'Slack' };
  const untold: Omit<One, 'of'> = { status: 'withdrawn', closedAt: now - hourMs, told: 'nobody' };
  const bothWays = [
    ['sarah', 'sarah-2'],
    ['sarah-2', 'sarah'],
  ] as const;

  it.each(bothWays)('who was no fit as %s stays so when what was withdrawn as %s told nobody', async (one, other) => {
    for (const userId of [one, other]) await join(userId);
    await put({ of: one, ...notAFit });
    await put({ of: other, ...untold });
    await becomeOne();
    const personId = await idOf('sarah');
    expect(await inputOf(personId)).toMatchObject({ isNotAFit: true, openHandoff: null, handoffCount: 2 });
    expect(await wantedOf(personId)).toMatchObject({
      zo_handoff_status: 'not_a_fit',
      zo_handoff_outcome: 'not_a_fit',
      zo_handoff_count: '2',
    });
  });

  it.each(bothWays)('who was no fit as %s is not handed off as %s, which nobody was told of', async (one, other) => {
    for (const userId of [one, other]) await join(userId);
    for (const userId of [one, other]) {
      const contactId = userId === 'sarah' ? '501' : '502';
      await store.saveFacts(portalId, [{ personId: await idOf(userId), facts: facts({ contactId }) }], now);
    }
    await put({ of: one, ...notAFit });
    await put({ of: other, status: 'waiting', closedAt: null, told: 'nobody' });
    await becomeOne();
    await settle();
    const personId = await idOf('sarah');
    expect(await handoffsOf(personId)).toMatchObject([{ status: 'withdrawn' }, { status: 'not_a_fit' }]);
    expect(await wantedOf(personId)).toMatchObject({ zo_handoff_gate: 'not_a_fit', zo_handoff_status: 'not_a_fit' });
  });

  describe('whose only open handoff was of somebody with another contact', () => {
    let personId: number;
    beforeEach(async () => {
      await twoHandoffs();
      await join('sarah-2');
      personId = await idOf('sarah-2');
      const known = { subjectId: personId, recordId: '700', written: {}, problem: null };
      await store.acknowledge(portalId, 'contact', [known]);
      await settle();
      await accept({ type: 'alias', userId: 'sarah-2', previousId: 'sarah', name: null });
    });

    it('is not let through the gate before HubSpot was asked about the contact that is left', async () => {
      const [decision] = (await decideAll()).filter((one) => one.personId === personId);
      expect(decision).toMatchObject({ openHandoffId: expect.any(Number), handoffChange: null });
      expect(decision!.gate).not.toBe('open');
      expect(decision!.effects.map(({ key }) => key)).toContain(`facts:${personId}`);
      await settle();
      await store.saveFacts(portalId, [{ personId, facts: facts({ contactId: '700' }) }], now);
      await settle();
      expect(await wantedOf(personId)).toMatchObject({ zo_handoff_gate: 'open', zo_handoff_status: 'waiting' });
      expect(await openOf(personId)).toMatchObject([{ contactId: '700' }]);
    });

    it('is not handed off where HubSpot says of it that it is a customer', async () => {
      await settle();
      await store.saveFacts(
        portalId,
        [{ personId, facts: facts({ contactId: '700', lifecycleStage: 'customer' }) }],
        now,
      );
      await settle();
      expect(await openOf(personId)).toEqual([]);
      expect(await wantedOf(personId)).toMatchObject({ zo_handoff_gate: 'customer_or_open_deal' });
    });
  });
}
