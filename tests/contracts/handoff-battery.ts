/** What every store promises about handoffs: nothing is lost when two change the same, and no portal sees another's. */
import { unchanged } from '../../backend/handoff/combine-changes.ts';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import { noOwnerAlarm } from '../../backend/handoff/handoff-alarms.ts';
import type { HandoffChange, HandoffStep } from '../../backend/handoff/handoff-change.ts';
import { receiptOfAssignment } from '../../backend/handoff/receipt.ts';
import { withdraw } from '../../backend/handoff/steps/opening.ts';
import { assignedTo } from '../support/assignments.ts';
import { type HandoffBatteryStore, handoffActs } from '../support/handoff-acts.ts';
import { dayMs, facts, hourMs, maria, now } from '../support/handoffs.ts';
import { linkOrder } from '../support/link-order.ts';

export function handoffBattery(openStore: () => Promise<HandoffBatteryStore>): void {
  let store: HandoffBatteryStore;
  let portalId = 7000;
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
  const { accept, idOf, dirty, settle, twoHandoffs, openOf } = acts;
  const look: HandoffStep<string> = ({ handoff, newest }) => ({ answer: `${handoff?.handoffId} ${newest?.handoffId}` });

  describe('a command on a handoff', () => {
    it('finds it by its id, its person or its contact', async () => {
      const { sarah } = await twoHandoffs();
      const { handoffId } = (await openOf(sarah))[0]!;
      for (const selector of [{ handoffId }, { personId: sarah }, { contactId: '501' }]) {
        expect(await store.transactHandoff(portalId, selector, now, look)).toBe(`${handoffId} ${handoffId}`);
      }
      expect(await store.transactHandoff(portalId, { contactId: '999' }, now, look)).toBeNull();
      expect(await store.transactHandoff(portalId, { handoffId: 999 }, now, look)).toBeNull();
    });

    it('loses nothing when many run at once', async () => {
      const { sarah } = await twoHandoffs();
      const add: HandoffStep<number> = ({ handoff }) => ({
        answer: handoff!.returnReasons.length,
        change: unchanged({ ...handoff!, returnReasons: [...handoff!.returnReasons, 'one more'] }),
      });
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => store.transactHandoff(portalId, { personId: sarah }, now, add)),
      );
      expect(answers.toSorted((a, b) => a! - b!)).toEqual(Array.from({ length: 12 }, (_, index) => index));
      expect((await openOf(sarah))[0]?.returnReasons).toHaveLength(12);
    });

    it('leaves nothing behind when its step fails', async () => {
      const { sarah } = await twoHandoffs();
      const [before] = await openOf(sarah);
      const fails = store.transactHandoff(portalId, { personId: sarah }, now, ({ newHandoffId }) => {
        newHandoffId();
        throw new Error('a bug');
      });
      await expect(fails).rejects.toThrow('a bug');
      expect(await openOf(sarah)).toEqual([before]);
    });

    it('commits effects, receipts, ledger, wake and alarm with it, and marks the person', async () => {
      const { sarah, ben } = await twoHandoffs();
      await store.transactHandoff(portalId, { personId: sarah }, now, ({ handoff }) => ({
        answer: null,
        change: {
          handoff: {
            ...handoff!,
            status: 'assigned',
            owner: { id: maria.id, email: maria.email, name: maria.name, setByUs: true, reason: 'next in rotation' },
            timers: { clock: now + dayMs + 1, 'return rule': now + dayMs },
          },
          effects: [
            {
              kind: 'post alert',
              handoffId: handoff!.handoffId,
              place: { to: 'channel', channel: '#pql-handoff' },
              key: 'alert:x',
              lane: 'slack:#pql-handoff',
              priority: 0,
            },
          ],
          receipts: [receiptOfAssignment(assignedTo(maria), 1)],
          ledger: { [maria.email]: { ideal: 0.5, handoffs: 1 } },
          alarm: { key: 'no-owner', message: 'look' },
        },
      }));
      expect(await store.claimEffects(portalId, 'slack:#pql-handoff', 5, now, 'one')).toMatchObject([
        { key: 'alert:x' },
      ]);
      expect((await store.receipts(portalId, { personId: sarah, limit: 1 }))[0]).toMatchObject({ kind: 'assignment' });
      const { handoffId } = (await openOf(sarah))[0]!;
      expect(await store.dueHandoffs(portalId, now + dayMs - 1, 10)).not.toContain(handoffId);
      expect(await store.dueHandoffs(portalId, now + dayMs, 10)).toContain(handoffId);
      expect(await store.alarms(portalId)).toMatchObject([{ key: 'no-owner' }]);
      expect(await dirty()).toContain(sarah);
      const [work] = await store.contactWork(portalId, [sarah]);
      expect(work?.record?.wanted).toMatchObject({ zo_handoff_status: 'assigned', zo_handoff_owner: maria.id });
      const colleague = await store.transactHandoff(portalId, { personId: ben }, now, (context) => ({
        answer: [context.ledger, context.companyOwnerId, context.handoffCount],
      }));
      expect(colleague).toEqual([{ [maria.email]: { ideal: 0.5, handoffs: 1 } }, maria.id, 1]);
    });

    it('takes an alarm about it back when its reason is gone, whichever step made it so', async () => {
      const { sarah } = await twoHandoffs();
      const { handoffId } = (await openOf(sarah))[0]!;
      const change = (step: (handoff: Handoff) => HandoffChange) =>
        store.transactHandoff(portalId, { personId: sarah }, now, ({ handoff }) => ({
          answer: null,
          change: step(handoff!),
        }));
      await change((handoff) => ({
        ...unchanged({ ...handoff, status: 'assigned', heldSince: now }),
        alarm: { key: noOwnerAlarm(handoff), message: 'nobody' },
      }));
      await change((handoff) => unchanged({ ...handoff, acceptedAt: now }));
      expect(await store.alarms(portalId)).toMatchObject([{ key: noOwnerAlarm({ handoffId }) }]);
      await change((handoff) => unchanged({ ...handoff, status: 'won', closedAt: now }));
      expect(await store.alarms(portalId)).toEqual([]);
    });

    it('knows what an owner has open and was given since a moment, and keeps entries of the ledger it is not told of', async () => {
      const { sarah, ben } = await twoHandoffs();
      const owner = { id: maria.id, email: maria.email, name: maria.name, setByUs: true, reason: 'next in rotation' };
      const give = (personId: number, handedOffAt: number, email: string, since?: number) =>
        store.transactHandoff(portalId, { personId }, now, ({ handoff }) => ({
          answer: null,
          change: {
            ...unchanged({ ...handoff!, owner: { ...owner, since }, handedOffAt }),
            ledger: { [email]: { ideal: 1, handoffs: 1 } },
          },
        }));
      await give(sarah, now - dayMs, maria.email);
      // He waited for somebody, or was somebody else's before.
      await give(ben, now - 9 * dayMs, 'tom@acme.test', now);
      await store.transactHandoff(portalId, { personId: sarah }, now, ({ handoff }) => ({
        answer: null,
        change: withdraw(handoff!, 'not_ready', now),
      }));
      const loads = await store.transactHandoff(portalId, { personId: ben }, now, ({ ledger, loadOf }) => ({
        answer: [Object.keys(ledger), loadOf(maria.id, now), loadOf(maria.id, now - dayMs), loadOf('79', 0)],
      }));
      expect(loads).toEqual([
        [maria.email, 'tom@acme.test'],
        { open: 1, given: 1 },
        { open: 1, given: 2 },
        { open: 0, given: 0 },
      ]);
    });

    it('knows whose the contact was last, else somebody of the company, in handoffs that ended since a moment', async () => {
      const { sarah, ben } = await twoHandoffs();
      const ends = (personId: number, ownerId: string | null, closedAt: number) =>
        store.transactHandoff(portalId, { personId }, now, ({ handoff }) => {
          const owner = ownerId === null ? null : { ...maria, id: ownerId, setByUs: true, reason: 'next in rotation' };
          return { answer: null, change: withdraw({ ...handoff!, owner }, 'not_ready', closedAt) };
        });
      const lastOwner = (personId: number, since: number) =>
        store.transactHandoff(portalId, { personId }, now, (context) => ({ answer: [context.lastOwner(since)] }));
      const anew = async () => {
        for (const personId of [sarah, ben]) await store.saveFacts(portalId, [{ personId, facts: facts() }], now);
        await settle();
      };
      expect(await lastOwner(sarah, 0)).toEqual([null]);
      await ends(ben, maria.id, now - dayMs);
      expect(await lastOwner(sarah, now - dayMs)).toEqual([{ ownerId: maria.id, at: now - dayMs, of: 'company' }]);
      expect(await lastOwner(sarah, now - dayMs + 1)).toEqual([null]);
      await ends(sarah, '72', now - 2 * dayMs);
      expect(await lastOwner(sarah, 0)).toEqual([{ ownerId: '72', at: now - 2 * dayMs, of: 'contact' }]);
      await anew();
      await ends(ben, '73', now);
      await ends(sarah, null, now);
      expect(await lastOwner(sarah, 0)).toEqual([{ ownerId: '72', at: now - 2 * dayMs, of: 'contact' }]);
      expect(await lastOwner(sarah, now - hourMs)).toEqual([{ ownerId: '73', at: now, of: 'company' }]);
      expect(await lastOwner(ben, 0)).toEqual([{ ownerId: '73', at: now, of: 'contact' }]);
    });

    it('closes it so that a new one can be opened', async () => {
      const { sarah } = await twoHandoffs();
      await store.transactHandoff(portalId, { personId: sarah }, now, ({ handoff }) => ({
        answer: null,
        change: withdraw(handoff!, 'not_ready', now),
      }));
      expect(await openOf(sarah)).toEqual([]);
      await store.saveFacts(portalId, [{ personId: sarah, facts: facts() }], now);
      await settle();
      expect(await openOf(sarah)).toHaveLength(1);
      expect(await store.handoffs(portalId, { open: false, limit: 10 })).toMatchObject([{ status: 'withdrawn' }]);
    });

    it('of what HubSpot shows, one that ended changes nothing once there is a newer one', async () => {
      const { sarah } = await twoHandoffs();
      const withdrawn: HandoffStep<number> = ({ handoff }) => ({
        answer: handoff!.handoffId,
        change: withdraw(handoff!, 'not_ready', now),
      });
      const older = (await store.transactHandoff(portalId, { personId: sarah }, now, withdrawn))!;
      await store.saveFacts(portalId, [{ personId: sarah, facts: facts() }], now);
      await settle();
      const shown = async () => (await store.contactWork(portalId, [sarah]))[0]?.record?.wanted;
      const before = await shown();
      expect(before?.zo_handoff_status).toBe('waiting');
      await store.transactHandoff(portalId, { handoffId: older }, now, ({ handoff }) => ({
        answer: null,
        change: unchanged({ ...handoff!, status: 'returned' }),
      }));
      expect(await shown()).toEqual(before);
    });

    it.each(['returned', 'rejected', 'won', 'lost'] as const)(
      'that is %s opens no other one at once',
      async (status) => {
        const { sarah } = await twoHandoffs();
        await store.transactHandoff(portalId, { personId: sarah }, now, ({ handoff }) => ({
          answer: null,
          change: unchanged({ ...handoff!, status, closedAt: now }),
        }));
        await settle({ now: now + hourMs });
        expect(await openOf(sarah)).toEqual([]);
        expect(await store.gateCounts(portalId)).toEqual({ cooling_down: 1, open: 1 });
      },
    );

    it('wakes handoffs at their earliest timer, earliest first', async () => {
      const { sarah, ben } = await twoHandoffs();
      for (const [personId, timers] of [
        [sarah, { clock: now + 2, snooze: now + 3 }],
        [ben, { 'return rule': now + 9, clock: now + 1 }],
      ] as const) {
        await store.transactHandoff(portalId, { personId }, now, ({ handoff }) => ({
          answer: null,
          change: unchanged({ ...handoff!, timers }),
        }));
      }
      const [first, second] = [(await openOf(ben))[0]!.handoffId, (await openOf(sarah))[0]!.handoffId];
      expect(await store.dueHandoffs(portalId, now, 10)).toEqual([]);
      expect(await store.dueHandoffs(portalId, now + 2, 10)).toEqual([first, second]);
      expect(await store.dueHandoffs(portalId, now + 2, 1)).toEqual([first]);
      expect(await store.nextWakeAt(portalId)).toBe(now + 1);
    });
  });

  describe('a call', () => {
    const answered: HandoffStep<unknown> = ({ answeredBefore }) => ({
      answer: answeredBefore ?? 'new',
      call: { callbackId: 'cb-1', action: 'assign-owner', answer: { hs_execution_state: 'BLOCK' } },
    });
    const ask = () => store.transactHandoff(portalId, { contactId: '501', callbackId: 'cb-1' }, now, answered);

    it('is answered the same when it is repeated, and with its outputs once completed', async () => {
      await twoHandoffs();
      expect(await store.callAnswer(portalId, 'cb-1')).toBeUndefined();
      expect(await ask()).toBe('new');
      expect(await ask()).toEqual({ hs_execution_state: 'BLOCK' });
      await store.completeCall(portalId, 'cb-1', { zo_owner_id: '71' });
      expect(await ask()).toEqual({ zo_owner_id: '71' });
      expect(await store.callAnswer(portalId, 'cb-1')).toEqual({ zo_owner_id: '71' });
      expect(await store.callAnswer(portalId + 1, 'cb-1')).toBeUndefined();
    });
  });

  it('a command on one may open one of a colleague, both or neither', async () => {
    const { sarah, ben } = await twoHandoffs();
    const both: HandoffStep<unknown> = ({ handoff, colleague }) => {
      const other = colleague('502')!;
      const opened = { ...other.newest!, handoffId: other.newHandoffId(), revision: 0, status: 'waiting' as const };
      return {
        answer: [other.person.personId, other.handoff, colleague('999')],
        change: withdraw(handoff!, 'not_ready', now),
        also: { ...unchanged({ ...opened, closedAt: null }), wanted: { zo_handoff_trigger: 'instead' } },
      };
    };
    // Ben has one already.
    await expect(store.transactHandoff(portalId, { personId: sarah }, now, both)).rejects.toThrow();
    expect([(await openOf(sarah)).length, (await openOf(ben)).length]).toEqual([1, 1]);
    await store.transactHandoff(portalId, { personId: ben }, now, ({ handoff }) => ({
      answer: null,
      change: withdraw(handoff!, 'not_ready', now),
    }));
    expect(await store.transactHandoff(portalId, { personId: sarah }, now, both)).toEqual([ben, null, null]);
    expect([(await openOf(sarah)).length, (await openOf(ben)).length]).toEqual([0, 1]);
    const [work] = await store.contactWork(portalId, [ben]);
    expect(work?.record?.wanted.zo_handoff_trigger).toBe('instead');
  });

  it('handoffs follow people who turn out to be one', async () => {
    const { sarah, ben } = await twoHandoffs();
    await store.transactHandoff(portalId, { personId: ben }, now, ({ handoff }) => ({
      answer: null,
      change: withdraw(handoff!, 'not_ready', now),
    }));
    const { handoffId } = (await openOf(sarah))[0]!;
    await accept({ type: 'alias', userId: 'ben', previousId: 'sarah', name: null, groupId: null });
    const merged = await idOf('sarah');
    expect(await idOf('ben')).toBe(merged);
    expect(await store.handoff(portalId, handoffId)).toMatchObject({ personId: merged });
    expect(
      await store.transactHandoff(portalId, { handoffId }, now, ({ person }) => ({ answer: person.personId })),
    ).toBe(merged);
  });

  it('portals with the same users, contacts and calls never mix', async () => {
    const other = portalId + 40_000;
    const here = await twoHandoffs();
    const there = await twoHandoffs(other);
    const [mine] = await openOf(here.sarah);
    await store.transactHandoff(other, { contactId: '501' }, now, ({ handoff }) => ({
      answer: null,
      change: withdraw(handoff!, 'not_ready', now),
      call: { callbackId: 'same', action: 'assign-owner', answer: 'theirs' },
    }));
    await store.acknowledge(other, 'contact', [
      { subjectId: there.sarah, recordId: '501', written: { zo_plan: 'theirs' }, problem: 'theirs' },
    ]);
    await store.saveFacts(other, [{ personId: there.ben, facts: facts({ firstName: 'Theirs' }) }], now);
    expect(await openOf(here.sarah)).toEqual([mine]);
    expect((await store.contactWork(portalId, [here.sarah]))[0]?.record).toMatchObject({ written: {}, problem: null });
    expect(await store.callAnswer(portalId, 'same')).toBeUndefined();
    expect(await dirty()).toEqual([]);
    expect(await store.gateCounts(portalId)).toEqual({ open: 2 });
    const empty = portalId + 80_000;
    expect(await store.cardWork(empty, '501')).toBeNull();
    expect(await store.contactWork(empty, [here.sarah])).toEqual([]);
    expect(await store.handoffs(empty, { limit: 10 })).toEqual([]);
    expect(await store.receipts(empty, { limit: 10 })).toEqual([]);
    expect(await store.linkProductUser(empty, linkOrder('501', 'sarah'), now)).toEqual({ status: 'unknown user' });
    expect(await store.transactHandoff(empty, { contactId: '501' }, now, look)).toBeNull();
    expect(await store.hasEvents(empty)).toBe(false);
  });
}
