/** What every store promises about what may or may not have been sent: all of a settlement or nothing, and each one once. */
import { settleUnconfirmed, type Verdict } from '../../backend/handoff/steps/unconfirmed.ts';
import { type Effect, priorities } from '../../backend/outbox/effect.ts';
import type { UnconfirmedStore } from '../../backend/store/unconfirmed-store.ts';
import { type HandoffBatteryStore, handoffActs } from '../support/handoff-acts.ts';
import { now } from '../support/handoffs.ts';

type Store = HandoffBatteryStore & UnconfirmedStore;

export function unconfirmedBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 8700;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  const lane = 'slack:#pql-handoff';
  const { openOf, twoHandoffs } = handoffActs(
    () => store,
    () => portalId,
  );
  const settle = (key: string, verdict: Verdict) =>
    store.settleUnconfirmed(portalId, key, now, (known) => settleUnconfirmed(known, verdict, 'dana', now));
  const listed = async () => (await store.unconfirmedEffects(portalId, 10)).map(({ key, reason }) => ({ key, reason }));
  const alarmKeys = async () => (await store.alarms(portalId)).map(({ key }) => key);

  /** Of which nobody knows whether it was posted, and whoever is to know has been told. */
  async function lose(effect: Effect): Promise<void> {
    await store.enqueue(portalId, [effect], now);
    const [claimed] = await store.claimEffects(portalId, effect.lane, 1, now, 'lease');
    await store.markSending(portalId, effect.key, 'lease');
    const outcome = { outcome: 'unconfirmed', reason: 'no answer' } as const;
    const { generation } = claimed!;
    await store.settleEffects(portalId, [{ key: effect.key, lease: 'lease', generation, outcome }], now);
    await store.raiseAlarm(portalId, `unconfirmed:${effect.key}`, 'perhaps', now);
  }

  async function loseAlert() {
    const { sarah } = await twoHandoffs();
    const { handoffId } = (await openOf(sarah))[0]!;
    const key = `alert:${handoffId}:channel:#pql-handoff`;
    await store.transactHandoff(portalId, { handoffId }, now, ({ handoff }) => ({
      answer: null,
      change: {
        handoff: { ...handoff!, alerts: { [key]: { state: 'unconfirmed', reason: 'no answer' } } },
        effects: [],
        receipts: [],
      },
    }));
    const place = { to: 'channel', channel: '#pql-handoff' } as const;
    await lose({ kind: 'post alert', handoffId, place, key, lane, priority: priorities.crossing });
    return { key, handoffId, alerts: async () => (await store.handoff(portalId, handoffId))!.alerts };
  }

  it('lists what is unconfirmed, and nothing else, until it is settled', async () => {
    const { key } = await loseAlert();
    expect(await listed()).toEqual([{ key, reason: 'no answer' }]);
    expect(await store.unconfirmedEffects(portalId + 500, 10)).toEqual([]);
    await settle(key, { is: 'left' });
    expect(await listed()).toEqual([]);
    expect(await alarmKeys()).not.toContain(`unconfirmed:${key}`);
  });

  it('what was found is posted on its handoff and done in the outbox, and settled once', async () => {
    const { key, alerts } = await loseAlert();
    const message = { channel: 'C1', ts: '1700000000.000100', link: null };
    await settle(key, { is: 'there', message });
    expect((await alerts())[key]).toMatchObject({ state: 'posted', channel: 'C1', ts: message.ts });
    expect(await alarmKeys()).not.toContain(`unconfirmed:${key}`);
    expect(await settle(key, { is: 'not there' })).toEqual({ not: { elsewhere: 'done', reason: 'dana found it' } });
    expect(await store.claimEffects(portalId, lane, 10, now, 'later')).toEqual([]);
  });

  it('what was not there is sent once, however often that is said', async () => {
    const { key, alerts } = await loseAlert();
    const answers = await Promise.all([1, 2, 3].map(() => settle(key, { is: 'not there' })));
    expect(answers.filter((answer) => 'settled' in answer)).toHaveLength(1);
    const claimed = await store.claimEffects(portalId, lane, 10, now, 'later');
    expect(claimed).toMatchObject([{ key: `${key}:again`, effect: { kind: 'post alert' } }]);
    expect((await alerts())[`${key}:again`]).toEqual({ state: 'queued' });
  });

  it('a refusal leaves everything as it was', async () => {
    const { key, handoffId, alerts } = await loseAlert();
    await store.transactHandoff(portalId, { handoffId }, now, ({ handoff }) => ({
      answer: null,
      change: { handoff: { ...handoff!, status: 'won', closedAt: now }, effects: [], receipts: [] },
    }));
    expect(await settle(key, { is: 'not there' })).toMatchObject({ settled: { refused: expect.any(String) } });
    expect(await listed()).toEqual([{ key, reason: 'no answer' }]);
    expect((await alerts())[key]).toMatchObject({ state: 'unconfirmed' });
    expect(await alarmKeys()).toContain(`unconfirmed:${key}`);
  });

  it('a step that fails leaves everything as it was', async () => {
    const { key } = await loseAlert();
    const fails = store.settleUnconfirmed(portalId, key, now, () => {
      throw new Error('a bug');
    });
    await expect(fails).rejects.toThrow('a bug');
    expect(await listed()).toEqual([{ key, reason: 'no answer' }]);
  });

  it('what is of no handoff is settled alike', async () => {
    const note = { kind: 'post note', channel: 'C1', text: 'went back', handoffId: null } as const;
    await lose({ ...note, key: 'note:1', lane: 'slack:C1', priority: priorities.routine });
    await settle('note:1', { is: 'not there' });
    expect(await store.claimEffects(portalId, 'slack:C1', 10, now, 'later')).toMatchObject([{ key: 'note:1:again' }]);
    expect(await alarmKeys()).toEqual([]);
  });

  it('says which alert, note or reminder is known to be a message, by where it stands', async () => {
    const { key } = await loseAlert();
    const message = { channel: 'C1', ts: '1700000000.000100' };
    const at = (portal: number, change: Partial<typeof message> = {}) =>
      store.messageAt(portal, { ...message, ...change });
    const placed = { ...message, ts: `${Math.floor(now / 1_000)}.000100` };
    expect(await store.unconfirmedEffect(portalId, key)).toMatchObject({
      key,
      kind: 'post alert',
      reason: 'no answer',
    });
    expect(await store.unconfirmedEffect(portalId + 500, key)).toBeNull();
    expect(await at(portalId, placed)).toBeNull();
    await settle(key, { is: 'there', message: { ...placed, link: null } });
    expect(await at(portalId, placed)).toBe(key);
    expect(await store.unconfirmedEffect(portalId, key)).toBeNull();

    const note = { kind: 'post note', channel: 'C1', text: 'went back', handoffId: null } as const;
    await store.enqueue(portalId, [{ ...note, key: 'note:4', lane: 'slack:C1', priority: priorities.routine }], now);
    const [claimed] = await store.claimEffects(portalId, 'slack:C1', 1, now, 'lease');
    const outcome = { outcome: 'done', result: message } as const;
    await store.settleEffects(portalId, [{ ...claimed!, lease: 'lease', outcome }], now);
    expect(await at(portalId)).toBe('note:4');
    expect([await at(portalId, { channel: 'C2' }), await at(portalId + 500)]).toEqual([null, null]);
  });

  it('what is not there, and what is still being sent, is not settled', async () => {
    expect(await settle('alert:9:channel:#x', { is: 'left' })).toEqual({ not: null });
    const note = { kind: 'post note', channel: 'C1', text: 'went back', handoffId: null } as const;
    await store.enqueue(portalId, [{ ...note, key: 'note:2', lane: 'slack:C1', priority: priorities.routine }], now);
    expect(await settle('note:2', { is: 'left' })).toEqual({ not: { elsewhere: 'pending', reason: null } });
  });

  it('what a process left behind is settled when somebody has been told of it', async () => {
    const note = { kind: 'post note', channel: 'C1', text: 'went back', handoffId: null } as const;
    await store.enqueue(portalId, [{ ...note, key: 'note:3', lane: 'slack:C1', priority: priorities.routine }], now);
    await store.claimEffects(portalId, 'slack:C1', 1, now, 'lease');
    await store.markSending(portalId, 'note:3', 'lease');
    await store.recoverEffects(portalId);
    expect(await settle('note:3', { is: 'left' })).toEqual({ not: { elsewhere: 'sending', reason: null } });
    expect(await listed()).toEqual([]);
    await store.noteTold(portalId, 'note:3', { isPosted: false, reason: 'it stopped' });
    expect(await listed()).toEqual([{ key: 'note:3', reason: 'it stopped' }]);
    expect(await settle('note:3', { is: 'left' })).toHaveProperty('settled');
  });
}
