/** What every store promises about effects: coalesced by key, in order, worked on by one, never silently lost. */
import fc from 'fast-check';
import { type ClaimedEffect, type Effect, priorities, readFactsEffect } from '../../backend/outbox/effect.ts';
import type { OutboxStore } from '../../backend/store/store.ts';
import { alert, contact } from './outbox-effects.ts';

export function outboxBattery(openStore: () => Promise<OutboxStore>): void {
  let store: OutboxStore;
  let portalId = 6000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  const claim = (now: number, lease: string, limit = 10, lane = 'hubspot') =>
    store.claimEffects(portalId, lane, limit, now, lease);
  const keysOf = (claimed: { key: string }[]) => claimed.map(({ key }) => key);

  it('hands out effects by priority, then age, to one worker each', async () => {
    await store.enqueue(portalId, [contact(1, { priority: priorities.backfill })], 10);
    await store.enqueue(portalId, [contact(2)], 11);
    await store.enqueue(portalId, [contact(3), contact(4, { priority: priorities.crossing })], 12);
    expect(keysOf(await claim(20, 'one', 3))).toEqual(['contact:4', 'contact:2', 'contact:3']);
    expect(keysOf(await claim(20, 'two', 3))).toEqual(['contact:1']);
    expect(await claim(20, 'three')).toEqual([]);
  });

  it('gives only what is urgent enough when asked to', async () => {
    await store.enqueue(portalId, [contact(1), contact(2, { priority: priorities.crossing })], 10);
    const urgent = await store.claimEffects(portalId, 'hubspot', 10, 20, 'one', priorities.crossing);
    expect(keysOf(urgent)).toEqual(['contact:2']);
    expect(await store.claimEffects(portalId, 'hubspot', 10, 20, 'two', priorities.crossing)).toEqual([]);
    expect(keysOf(await claim(20, 'three'))).toEqual(['contact:1']);
  });

  it('gives nothing of a person who is in another claim of the lane, until that is settled', async () => {
    await store.enqueue(portalId, [contact(1), contact(2)], 10);
    const [first] = await claim(10, 'one', 1);
    await store.enqueue(portalId, [readFactsEffect(1), readFactsEffect(2), readFactsEffect(3)], 11);
    expect(keysOf(await claim(20, 'two'))).toEqual(['facts:2', 'facts:3', 'contact:2']);
    expect(await claim(20, 'three')).toEqual([]);
    await store.settleEffects(portalId, [{ ...first!, outcome: { outcome: 'done' } }], 21);
    expect(keysOf(await claim(22, 'four'))).toEqual(['facts:1']);
  });

  it('never has a person in two claims at once, whatever is wanted, claimed and settled when', async () => {
    const act = fc.oneof(
      fc.record({ want: fc.integer({ min: 1, max: 4 }), facts: fc.boolean() }),
      fc.record({ claim: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ settle: fc.nat(3) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        portalId += 1;
        const under: ClaimedEffect[][] = [];
        const settle = async (which: number) => {
          const [batch = []] = under.splice(which % Math.max(1, under.length), 1);
          const settled = batch.map((effect) => ({ ...effect, outcome: { outcome: 'done' as const } }));
          if (settled.length > 0) await store.settleEffects(portalId, settled, now);
        };
        const take = async (limit: number) => {
          const batch = await claim(now, `lease ${now}`, limit);
          if (batch.length > 0) under.push(batch);
          const people = under.map((one) => new Set(one.map(({ effect }) => 'personId' in effect && effect.personId)));
          expect(new Set(people.flatMap((set) => [...set])).size).toBe(people.reduce((sum, set) => sum + set.size, 0));
          return batch.length;
        };
        let now = 10;
        for (const one of acts) {
          now += 1;
          if ('want' in one) {
            await store.enqueue(portalId, [one.facts ? readFactsEffect(one.want) : contact(one.want)], now);
          } else if ('claim' in one) await take(one.claim);
          else await settle(one.settle);
        }
        do {
          now += 1;
          while (under.length > 0) await settle(0);
        } while ((await take(3)) > 0);
        const { pending = 0, claimed = 0 } = await store.outboxCounts(portalId);
        expect(pending + claimed).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('gives back the effect as it was wanted', async () => {
    await store.enqueue(portalId, [contact(1, { priority: priorities.crossing })], 10);
    expect(await claim(10, 'one')).toEqual([
      {
        portalId,
        key: 'contact:1',
        lane: 'hubspot',
        kind: 'sync contact',
        priority: priorities.crossing,
        generation: 1,
        attempts: 1,
        createdAt: 10,
        lease: 'one',
        effect: { kind: 'sync contact', personId: 1, createIfMissing: false },
      },
    ]);
  });

  it('keeps one effect per key while it waits, with the better priority, the earlier time and the newest payload', async () => {
    await store.enqueue(portalId, [contact(1, { priority: priorities.backfill, notBefore: 500 })], 10);
    await store.enqueue(
      portalId,
      [contact(1, { priority: priorities.routine, notBefore: 900, createIfMissing: true })],
      20,
    );
    expect(await store.nextEffectAt(portalId)).toBe(500);
    const [claimed, ...others] = await claim(500, 'one');
    expect(others).toEqual([]);
    expect(claimed).toMatchObject({
      priority: priorities.routine,
      createdAt: 10,
      effect: { kind: 'sync contact', personId: 1, createIfMissing: true },
    });
  });

  it('does again what was wanted again while it was being worked on', async () => {
    await store.enqueue(portalId, [contact(1)], 10);
    const [first] = await claim(10, 'one');
    await store.enqueue(portalId, [contact(1, { createIfMissing: true })], 11);
    expect(await claim(11, 'two')).toEqual([]);
    const settled = {
      key: 'contact:1',
      lease: 'one',
      generation: first!.generation,
      outcome: { outcome: 'done' } as const,
    };
    expect(await store.settleEffects(portalId, [settled], 12)).toEqual([true]);
    const [again] = await claim(12, 'two');
    expect(again).toMatchObject({ key: 'contact:1', effect: { createIfMissing: true } });
    expect(again!.generation).toBeGreaterThan(first!.generation);
  });

  it('starts anew an effect that had ended', async () => {
    await store.enqueue(portalId, [contact(1)], 10);
    const [first] = await claim(10, 'one');
    const failed = { outcome: 'failed', reason: 'no such property' } as const;
    await store.settleEffects(portalId, [{ ...first!, outcome: failed }], 11);
    expect(await store.outboxCounts(portalId)).toEqual({ failed: 1 });
    await store.enqueue(portalId, [contact(1)], 12);
    expect(await claim(12, 'two')).toMatchObject([{ key: 'contact:1', attempts: 1, createdAt: 12 }]);
  });

  it('posts an alert at most once ever, however often it is wanted', async () => {
    await store.enqueue(portalId, [alert(7), alert(7)], 10);
    const [claimed] = await claim(10, 'one', 10, 'slack:#pql-handoff');
    await store.enqueue(portalId, [alert(7)], 11);
    await store.settleEffects(portalId, [{ ...claimed!, outcome: { outcome: 'done' } }], 12);
    await store.enqueue(portalId, [alert(7)], 13);
    expect(await claim(20, 'two', 10, 'slack:#pql-handoff')).toEqual([]);
    expect(await store.outboxCounts(portalId)).toEqual({ done: 1 });
  });

  it('tries later what is to be tried later, counting the attempts', async () => {
    await store.enqueue(portalId, [contact(1)], 10);
    const [claimed] = await claim(10, 'one');
    await store.settleEffects(
      portalId,
      [{ ...claimed!, outcome: { outcome: 'later', afterMs: 1000, reason: 'rate limit' } }],
      20,
    );
    expect(await claim(1019, 'two')).toEqual([]);
    expect(await store.readyLanes(portalId, 1019)).toEqual([]);
    expect(await store.nextEffectAt(portalId)).toBe(1020);
    expect(await store.readyLanes(portalId, 1020)).toEqual(['hubspot']);
    expect(await claim(1020, 'two')).toMatchObject([{ attempts: 2 }]);
  });

  it('refuses to settle or send for a worker that lost its lease', async () => {
    await store.enqueue(portalId, [contact(1)], 10);
    const [claimed] = await claim(10, 'one');
    const stale = { ...claimed!, lease: 'other', outcome: { outcome: 'done' } as const };
    expect(await store.settleEffects(portalId, [stale], 12)).toEqual([false]);
    expect(await store.markSending(portalId, 'contact:1', 'other')).toBe(false);
    expect(await store.markSending(portalId, 'contact:1', 'one')).toBe(true);
    expect(await store.settleEffects(portalId, [{ ...stale, lease: 'one' }], 12)).toEqual([true]);
    expect(await store.settleEffects(portalId, [{ ...stale, lease: 'one' }], 12)).toEqual([false]);
  });

  it('after a restart releases what was claimed and shows what may have been sent', async () => {
    await store.enqueue(portalId, [contact(1), contact(2), alert(7)], 10);
    await claim(10, 'gone', 1);
    const [post] = await claim(10, 'gone', 10, 'slack:#pql-handoff');
    await store.markSending(portalId, post!.key, 'gone');
    expect(await store.recoverEffects(portalId)).toEqual({ released: 1, unconfirmed: ['alert:7:channel'] });
    expect(await store.outboxCounts(portalId)).toEqual({ pending: 2, unconfirmed: 1 });
    await store.enqueue(portalId, [alert(7)], 11);
    expect(await claim(20, 'two', 10, 'slack:#pql-handoff')).toEqual([]);
    expect(keysOf(await claim(20, 'two'))).toEqual(['contact:1', 'contact:2']);
  });

  it.each([
    ['a restart', async () => void (await store.recoverEffects(portalId))],
    ['a claim whose answer never came', () => store.unclaimEffects(portalId, 'gone')],
  ])(
    'after %s what was under way is due at once, also where somebody whose clock is ahead wanted it for later meanwhile',
    async (_after, giveBack) => {
      await store.enqueue(portalId, [contact(1)], 10);
      await claim(10, 'gone');
      await store.enqueue(portalId, [contact(1, { mayRest: true, notBefore: 3_600_000 })], 5_000);
      await giveBack();
      expect(await store.nextEffectAt(portalId)).toBe(0);
      expect(keysOf(await claim(20, 'two'))).toEqual(['contact:1']);
    },
  );

  it('gives back what a claim took whose answer never came, tried as often as before, and nothing else', async () => {
    await store.enqueue(portalId, [contact(1), contact(2)], 10);
    await claim(10, 'lost', 1);
    await store.unclaimEffects(portalId, 'lost');
    expect(await store.readyLanes(portalId, 20)).toEqual(['hubspot']);
    expect(await claim(20, 'one', 1)).toMatchObject([{ key: 'contact:1', attempts: 1 }]);
    await store.unclaimEffects(portalId, 'lost');
    expect(await store.outboxCounts(portalId)).toEqual({ claimed: 1, pending: 1 });
    expect(await store.markSending(portalId, 'contact:1', 'one')).toBe(true);
    await store.unclaimEffects(portalId, 'one');
    expect(await store.outboxCounts(portalId)).toEqual({ sending: 1, pending: 1 });
  });

  it('tells of what may have been sent until it has been told', async () => {
    await store.enqueue(portalId, [alert(7), alert(8)], 10);
    for (const { key } of await claim(10, 'gone', 10, 'slack:#pql-handoff')) {
      await store.markSending(portalId, key, 'gone');
    }
    const both = ['alert:7:channel', 'alert:8:channel'];
    expect(await store.recoverEffects(portalId)).toEqual({ released: 0, unconfirmed: both });
    expect(await store.recoverEffects(portalId)).toEqual({ released: 0, unconfirmed: both });
    expect(await store.untoldEffects(portalId)).toEqual(both);
    await store.noteTold(portalId, both[0]!, { isPosted: false, reason: 'it stopped' });
    expect(await store.untoldEffects(portalId)).toEqual([both[1]]);
    await store.noteTold(portalId, both[1]!, { isPosted: true });
    expect(await store.recoverEffects(portalId)).toEqual({ released: 0, unconfirmed: [] });
    expect(await store.outboxCounts(portalId)).toEqual({ unconfirmed: 1, done: 1 });
  });

  it('of what a failure of ours interrupted tries again what was not being sent, and tells of the rest', async () => {
    await store.enqueue(portalId, [alert(7), alert(8)], 10);
    const claimed = await claim(10, 'one', 10, 'slack:#pql-handoff');
    await store.markSending(portalId, 'alert:7:channel', 'one');
    const interrupted = { outcome: 'interrupted', afterMs: 1_000, reason: 'internal error' } as const;
    const settled = claimed.map((effect) => ({ ...effect, outcome: interrupted }));
    expect(await store.settleEffects(portalId, settled, 12)).toEqual([true, true]);
    expect(await store.untoldEffects(portalId)).toEqual(['alert:7:channel']);
    expect(keysOf(await claim(1_012, 'two', 10, 'slack:#pql-handoff'))).toEqual(['alert:8:channel']);
    expect(await store.outboxCounts(portalId)).toEqual({ unconfirmed: 1, claimed: 1 });
  });

  it('never sends again by itself what is unconfirmed, even if it is wanted again meanwhile', async () => {
    const note: Effect = {
      kind: 'post note',
      channel: '#marketing',
      text: 'Returned',
      handoffId: 7,
      key: 'note:return:7',
      lane: 'slack:#marketing',
      priority: priorities.routine,
    };
    await store.enqueue(portalId, [note], 10);
    const [claimed] = await claim(10, 'one', 1, note.lane);
    await store.enqueue(portalId, [note], 11);
    const unconfirmed = { outcome: 'unconfirmed', reason: 'no answer' } as const;
    await store.settleEffects(portalId, [{ ...claimed!, outcome: unconfirmed }], 12);
    await store.enqueue(portalId, [note], 13);
    expect(await store.outboxCounts(portalId)).toEqual({ unconfirmed: 1 });
  });

  it('says whether a claim holds: until it is settled, or somebody else may have what it took', async () => {
    await store.enqueue(portalId, [contact(1), contact(2)], 10);
    const [first] = await claim(10, 'one', 1);
    expect(await store.holdsLease(portalId, 'one')).toBe(true);
    expect(await store.holdsLease(portalId + 50_000, 'one')).toBe(false);
    await claim(10, 'two', 1);
    await store.settleEffects(portalId, [{ ...first!, outcome: { outcome: 'done' } }], 11);
    expect(await store.holdsLease(portalId, 'one')).toBe(false);
    expect(await store.holdsLease(portalId, 'two')).toBe(true);
    await store.recoverEffects(portalId);
    expect(await store.holdsLease(portalId, 'two')).toBe(false);
  });

  it('does once more what somebody did who had lost it, where what is newest is written each time', async () => {
    const about = { lane: 'hubspot', priority: priorities.routine } as const;
    const message = 'alert:7:channel';
    const anew: Effect[] = [
      contact(1),
      { ...about, kind: 'sync company', companyId: 2, key: 'company:2' },
      { ...about, kind: 'edit message', handoffId: 7, message, key: `edit:${message}` },
    ];
    const once: Effect = {
      ...about,
      kind: 'write handoff fields',
      handoffId: 7,
      personId: 1,
      fields: {},
      key: 'handoff-fields:7',
    };
    await store.enqueue(portalId, [...anew, once], 10);
    const done = (claimed: ClaimedEffect[]) =>
      store.settleEffects(
        portalId,
        claimed.map((effect) => ({ ...effect, outcome: { outcome: 'done' } })),
        12,
      );
    const lost = await claim(10, 'lost');
    await store.recoverEffects(portalId);
    expect(await done(await claim(11, 'one'))).toEqual([true, true, true, true]);
    expect(await done(lost)).toEqual([false, false, false, false]);
    const again = await claim(12, 'two');
    expect(keysOf(again).toSorted()).toEqual(anew.map(({ key }) => key).toSorted());
    expect(again.find(({ key }) => key === 'contact:1')).toMatchObject({ attempts: 1, effect: { personId: 1 } });
    expect(await done(lost)).toEqual([false, false, false, false]);
    expect(await done(again)).toEqual([true, true, true]);
    expect(keysOf(await claim(12, 'three')).toSorted()).toEqual(anew.map(({ key }) => key).toSorted());
  });

  it('keeps portals apart', async () => {
    await store.enqueue(portalId, [contact(1)], 10);
    expect(await store.claimEffects(portalId + 50_000, 'hubspot', 10, 20, 'one')).toEqual([]);
    expect(await store.markSending(portalId + 50_000, 'contact:1', 'one')).toBe(false);
    expect(await store.outboxCounts(portalId + 50_000)).toEqual({});
  });

  it('hands no effect to two workers that claim at once', async () => {
    const wanted = Array.from({ length: 60 }, (_, index) => contact(index));
    await store.enqueue(portalId, wanted, 10);
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map((lease) => claim(10, lease, 20)));
    const keys = claims.flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
    const rest = await claim(10, 'e', 60);
    expect(keys.length + rest.length).toBe(60);
  });
}
