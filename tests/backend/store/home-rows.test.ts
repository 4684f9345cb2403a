import { countFunnel } from '../../../backend/home/funnel.ts';
import type { Effect } from '../../../backend/outbox/effect.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { dayMs, minuteMs, now, timeZone, waitingHandoff } from '../../support/handoffs.ts';
import { type HomeServer, homePortalId, samplePlaybook, startHomeServerOn } from '../../support/home-server.ts';

const portalId = homePortalId;
const rules = { playbook: samplePlaybook(), timeZone };

describe.each(engines)('%s', (_engine, openStore) => {
  describe('what waits and what failed', () => {
    let store: EitherStore;
    beforeAll(async () => {
      store = await openStore();
      const effects = Array.from(
        { length: 4 },
        (_, index): Effect => ({
          kind: 'post alert',
          handoffId: index,
          place: { to: 'dm', email: 'maria@acme.test' },
          key: `alert:${index}:dm`,
          lane: 'slack:maria',
          priority: 0,
        }),
      );
      for (const [index, effect] of effects.entries()) await store.enqueue(portalId, [effect], now + index * minuteMs);
      const claimed = await store.claimEffects(portalId, 'slack:maria', 2, now + 9 * minuteMs, 'lease');
      const outcomes = [
        { outcome: 'failed', reason: 'token_revoked' },
        { outcome: 'unconfirmed', reason: 'the connection was lost' },
      ] as const;
      const settled = claimed.map(({ key, lease, generation }, index) => ({
        key,
        lease,
        generation,
        outcome: outcomes[index]!,
      }));
      await store.settleEffects(portalId, settled, now);
      await store.acceptEvents(portalId, [['a', 'b', 'c'].map((userId) => event({ userId, receivedAt: now }))], rules);
    }, 60_000);
    afterAll(() => store.close());

    it('lists what failed with why, the newest first', async () => {
      expect(await store.failedEffects(portalId, 5)).toEqual([
        {
          key: 'alert:1:dm',
          kind: 'post alert',
          state: 'unconfirmed',
          createdAt: now + minuteMs,
          reason: 'the connection was lost',
        },
        { key: 'alert:0:dm', kind: 'post alert', state: 'failed', createdAt: now, reason: 'token_revoked' },
      ]);
    });

    it.each([
      [5, { count: 2, isMore: false, oldestAt: now + 2 * minuteMs }],
      [2, { count: 2, isMore: false, oldestAt: now + 2 * minuteMs }],
      [1, { count: 1, isMore: true, oldestAt: now + 2 * minuteMs }],
    ])('counts what is to be delivered up to %i, and says whether there is more', async (most, counted) => {
      expect(await store.effectsToDeliver(portalId, most)).toEqual(counted);
    });

    it('counts who is to be decided, what failed, and when an event came last; nobody else’s', async () => {
      expect(await store.peopleToDecide(portalId, 2)).toEqual({ count: 2, isMore: true, oldestAt: now });
      expect(await store.effectsFailed(portalId, 9)).toEqual({ count: 2, isMore: false, oldestAt: now });
      expect(await store.lastEventAt(portalId)).toBe(now);
      const nothing = { count: 0, isMore: false, oldestAt: null };
      expect(await store.peopleToDecide(portalId + 1, 9)).toEqual(nothing);
      expect(await store.effectsToDeliver(portalId + 1, 9)).toEqual(nothing);
      expect(await store.lastEventAt(portalId + 1)).toBeNull();
    });
  });

  describe('the funnel', () => {
    let server: HomeServer<EitherStore>;
    const count = () => countFunnel(server.store, portalId);
    const lead = { keyActions: 14, invited: 2 };

    beforeEach(async () => {
      server = await startHomeServerOn(await openStore());
      await server.person({ ...lead, name: 'Sarah', group: 'finpilot', company: 'FinPilot', contactId: '501' });
      await server.person({
        ...lead,
        name: 'Alex',
        group: 'finpilot',
        company: 'FinPilot',
        contactId: '502',
        invited: 0,
        keyActions: 1,
      });
      await server.settle();
    }, 60_000);
    afterEach(() => server.close());

    it('counts neither who has no name nor who belongs to us', async () => {
      await server.store.acceptEvents(
        portalId,
        [
          [
            event({ userId: null, anonymousId: 'a-1', receivedAt: now }),
            event({ userId: 'ops', email: 'ops@acme.test', receivedAt: now }),
          ],
        ],
        rules,
      );
      await server.settle();
      expect(await count()).toEqual({ 'signed up': 2, activated: 2, ready: 1, 'handed off': 1, engaged: 0, won: 0 });
    });

    it('keeps who came so far once, however the handoff ended and whether they are ready still', async () => {
      const [handoff] = await server.store.handoffs(portalId, { limit: 1 });
      await server.store.transactHandoff(portalId, { handoffId: handoff!.handoffId }, now, ({ handoff: open }) => ({
        answer: null,
        change: {
          handoff: {
            ...open!,
            status: 'won',
            closedAt: now,
            touch: { at: now, by: 'owner', kind: 'call', via: 'HubSpot', minutes: 5 },
          },
          effects: [],
          receipts: [],
        },
      }));
      expect(await count()).toMatchObject({ ready: 1, 'handed off': 1, engaged: 1, won: 1 });
    });

    it('is the same, in steps of one and all at once', async () => {
      const whole = await server.store.countPeople(portalId, 0, 100);
      const sum = { signedUp: 0, activated: 0, ready: 0 };
      for (let after: number | null = 0; after !== null; ) {
        const step = await server.store.countPeople(portalId, after, 1);
        for (const key of ['signedUp', 'activated', 'ready'] as const) sum[key] += step[key];
        after = step.last;
      }
      expect({ ...sum, last: null }).toEqual(whole);
    });
  });

  describe('the newest handoffs', () => {
    let store: EitherStore;
    beforeAll(async () => {
      store = await openStore();
    }, 60_000);
    afterAll(() => store.close());

    it('are those opened or handed off since then, each once, the newest first', async () => {
      const moments = [
        { openedAt: now - 3 * dayMs, handedOffAt: now - 2 * dayMs },
        { openedAt: now - 3 * dayMs, handedOffAt: now - minuteMs },
        { openedAt: now - 5 * minuteMs, handedOffAt: null },
      ];
      await store.acceptEvents(portalId, [['a', 'b', 'c'].map((userId) => event({ userId, receivedAt: now }))], rules);
      for (const [index, of] of moments.entries()) {
        await store.transactHandoff(portalId, { personId: index + 1 }, now, ({ newHandoffId }) => {
          const handoff = waitingHandoff({ handoffId: newHandoffId(), personId: index + 1, ...of });
          return { answer: null, change: { handoff, effects: [], receipts: [] } };
        });
      }
      const since = async (limit: number) =>
        (await store.handoffsSince(portalId, now - dayMs, limit)).map(({ handoffId }) => handoffId);
      expect([await since(9), await since(1)]).toEqual([[2, 3], [2]]);
      expect(await store.handoffsNow(portalId, now - dayMs)).toEqual({ opened: 1, handedOff: 1, overdue: 0 });
      expect(await store.handoffsSince(portalId + 1, now - dayMs, 9)).toEqual([]);
    });

    it('come behind those that are overdue or wait for an owner, from whichever day, the oldest first', async () => {
      const changes = { 1: { status: 'breached' }, 3: { heldSince: now } } as const;
      for (const [handoffId, change] of Object.entries(changes)) {
        await store.transactHandoff(portalId, { handoffId: Number(handoffId) }, now, ({ handoff }) => ({
          answer: null,
          change: { handoff: { ...handoff!, ...change }, effects: [], receipts: [] },
        }));
      }
      const pressing = async (limit: number) =>
        (await store.pressingHandoffs(portalId, limit)).map(({ handoffId }) => handoffId);
      expect([await pressing(9), await pressing(1)]).toEqual([[1, 3], [1]]);
      expect(await store.pressingHandoffs(portalId + 1, 9)).toEqual([]);
    });
  });
});
