/** What a store promises to whoever watches for silence. */
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { ReceiptStore } from '../../backend/store/receipt-store.ts';
import type { FoldRules, IngestStore, OutboxStore } from '../../backend/store/store.ts';
import type { WatchStore } from '../../backend/store/watch-store.ts';
import { event } from '../support/events.ts';
import { hourMs, now, timeZone, waitingHandoff } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';

type Store = WatchStore & IngestStore & HandoffStore & OutboxStore & ReceiptStore;

const rules: FoldRules = { playbook: acmePlaybook(), timeZone };

export function watchBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 8000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  const accept = (name: string, receivedAt: number, userId = 'sarah') =>
    store.acceptEvents(portalId, [[event({ name, receivedAt, eventAt: receivedAt, userId })]], rules);
  const hoursOf = async (...names: string[]) => Object.fromEntries(await store.arrivalHours(portalId, names));

  it('knows when each event was received last, of the names asked for', async () => {
    await accept('Report Created', now);
    await accept('Report Created', now + 5);
    await accept('Report Created', now + 3);
    await accept('Dashboard Shared', now);
    expect(await store.lastSeen(portalId, ['Report Created', 'Never'])).toEqual(new Map([['Report Created', now + 5]]));
    expect(await store.lastSeen(portalId + 500, ['Report Created'])).toEqual(new Map());
  });

  it('keeps the hours an event came in, each once, ascending, and forgets those long before the newest', async () => {
    const note = (...hours: number[]) =>
      store.noteArrivals(
        portalId,
        hours.map((hour) => ({ name: 'Report', hourStart: hour * hourMs })),
        10 * hourMs,
      );
    await note(7, 3, 7);
    await note(3);
    await store.noteArrivals(portalId, [], hourMs);
    expect(await hoursOf('Report', 'Dashboard')).toEqual({ Report: [3 * hourMs, 7 * hourMs], Dashboard: [] });
    await store.noteArrivals(portalId, [{ name: 'Dashboard', hourStart: 90 * hourMs }], 10 * hourMs);
    await note(13);
    expect(await hoursOf('Report')).toEqual({ Report: [7 * hourMs, 13 * hourMs] });
    expect(await store.arrivalHours(portalId + 500, ['Report'])).toEqual(new Map([['Report', []]]));
  });

  it('forgets the same hours in whatever order they are told', async () => {
    for (const [name, hours] of Object.entries({ Up: [3, 13], Down: [13, 3] })) {
      const arrivals = hours.map((hour) => ({ name, hourStart: hour * hourMs }));
      await store.noteArrivals(portalId, arrivals, 10 * hourMs);
    }
    expect(await hoursOf('Up', 'Down')).toEqual({ Up: [13 * hourMs], Down: [13 * hourMs] });
  });

  it('forgets names that hold the address of somebody who is erased', async () => {
    const name = 'page /u/sarah@finpilot.test';
    await store.noteArrivals(
      portalId,
      [
        { name, hourStart: 0 },
        { name: 'Report', hourStart: 0 },
      ],
      hourMs,
    );
    await accept(name, now);
    const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
    await store.erasePersons(portalId, [personId], ['sarah@finpilot.test'], rules, now);
    expect(await hoursOf(name, 'Report')).toEqual({ [name]: [], Report: [0] });
    expect(await store.newEventNames(portalId, now, 10)).toEqual([]);
  });

  it('lists names in the order in which they were first seen, from a moment on', async () => {
    await accept('Old', now - 1);
    await accept('Second', now + 1);
    await accept('First', now);
    await accept('First', now + 9, 'ben');
    await accept('Old', now + 9);
    expect(await store.newEventNames(portalId, now, 10)).toEqual(['First', 'Second']);
    expect(await store.newEventNames(portalId, now, 1)).toEqual(['First']);
    expect(await store.newEventNames(portalId + 500, now, 10)).toEqual([]);
  });

  it('knows when the newest handoffs were handed off', async () => {
    await accept('Report Created', now);
    const { personId } = (await store.personByIdentity(portalId, 'u:sarah'))!;
    expect(await store.handedOffTimes(portalId, 10)).toEqual([]);
    for (const at of [now + 2, now + 1, null, now + 3]) await handOff(store, portalId, personId, at);
    expect(await store.handedOffTimes(portalId, 10)).toEqual([now + 1, now + 2, now + 3]);
    expect(await store.handedOffTimes(portalId, 2)).toEqual([now + 2, now + 3]);
    expect(await store.handedOffTimes(portalId + 500, 10)).toEqual([]);
  });

  it('gives back the linked ones of some contacts, and which effects are still to be done', async () => {
    for (const userId of ['ann', 'ben', 'cat']) await accept('Report Created', now, userId);
    await store.acknowledge(
      portalId,
      'contact',
      [3, 1, 2].map((subjectId) => ({
        ...{ subjectId, recordId: subjectId === 2 ? null : `50${subjectId}` },
        ...{ written: { zo_plan: 'free' }, problem: null },
      })),
    );
    const linked = await store.linkedContacts(portalId, [3, 2, 1, 9]);
    expect(linked.map(({ subjectId, record }) => [subjectId, record.recordId, record.written.zo_plan])).toEqual([
      [1, '501', 'free'],
      [3, '503', 'free'],
    ]);
    const effects = [1, 2, 3].map((personId) => ({
      ...{ kind: 'sync contact' as const, personId, createIfMissing: false },
      ...{ key: `contact:${personId}`, lane: 'hubspot', priority: 1 as const },
    }));
    await store.enqueue(portalId, effects, now);
    const [first, second] = await store.claimEffects(portalId, 'hubspot', 2, now, 'lease');
    const outcome = { outcome: 'done' as const };
    await store.settleEffects(portalId, [{ key: first!.key, lease: 'lease', generation: 1, outcome }], now);
    const keys = [...effects.map(({ key }) => key), 'contact:77'];
    expect([...(await store.effectsUnderWay(portalId, keys))].sort()).toEqual([second!.key, 'contact:3'].sort());
    expect(await store.effectsUnderWay(portalId + 500, keys)).toEqual(new Set());
  });
}

/** A handoff that is over. Null: it never came to an owner. */
async function handOff(store: HandoffStore, portalId: number, personId: number, at: number | null): Promise<void> {
  await store.transactHandoff(portalId, { personId }, now, ({ newHandoffId }) => {
    const about = { handoffId: newHandoffId(), personId, handedOffAt: at };
    const handoff = { ...waitingHandoff(about), status: 'withdrawn' as const, closedAt: now };
    return { answer: null, change: { handoff, effects: [], receipts: [] } };
  });
}
