/** What every store promises to reports: each handoff of a span once, in order, and nobody else's. */
import { unchanged } from '../../backend/handoff/combine-changes.ts';
import { decide } from '../../backend/handoff/decide.ts';
import type { Handoff } from '../../backend/handoff/handoff.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { HandoffMoment, ReportStore } from '../../backend/store/report-store.ts';
import type { FoldRules, IngestStore } from '../../backend/store/store.ts';
import { event } from '../support/events.ts';
import { decisionContext, facts, hourMs, now, timeZone } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';

type Store = HandoffStore & IngestStore & ReportStore;

const rules: FoldRules = { playbook: acmePlaybook(), timeZone };

export function reportBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 31_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });

  /** Handoffs 1 to `count`, two at least, of as many people of one company; each is then changed by its number. */
  async function handoffs(count: number, change: (number: number) => Partial<Handoff>, portal = portalId) {
    const ids: number[] = [];
    for (let number = 1; number <= count; number += 1) {
      const userId = `user-${number}`;
      const about = { receivedAt: now, eventAt: now, groupId: 'finpilot', userId };
      await store.acceptEvents(portal, [[event({ ...about, type: 'group', name: null })]], rules);
      await store.acceptEvents(portal, [[event({ ...about, email: `${userId}@finpilot.test` })]], rules);
      ids.push((await store.personByIdentity(portal, `u:${userId}`))!.personId);
    }
    await store.saveFacts(
      portal,
      ids.map((personId) => ({ personId, facts: facts({ contactId: String(500 + personId) }) })),
      now,
    );
    for (let inputs = await store.decisionInputs(portal, 100); inputs.length > 0; ) {
      const decisions = inputs.map((input) => decide(input, decisionContext()));
      await store.commitDecisions(portal, decisions, 1, now);
      inputs = await store.decisionInputs(portal, 100);
    }
    for (let handoffId = 1; handoffId <= count; handoffId += 1) {
      await store.transactHandoff(portal, { handoffId }, now, ({ handoff }) => ({
        answer: null,
        change: { ...unchanged(handoff!), handoff: { ...handoff!, ...change(handoffId) } },
      }));
    }
  }
  const found = (what: HandoffMoment, from: number, to: number, limit = 10, portal = portalId) =>
    store.handoffIds(portal, what, { from, to }, limit);

  it('handoffs are found by when that happened to them, the earliest first, up to the end of the span', async () => {
    await handoffs(3, (number) => ({
      handedOffAt: number === 3 ? null : now + number * hourMs,
      ...(number === 1 ? { status: 'won' as const, closedAt: now + 5 * hourMs } : {}),
      ...(number === 2 ? { status: 'lost' as const, closedAt: now + 4 * hourMs } : {}),
    }));
    expect(await found('opened', now, now + 1)).toEqual([1, 2, 3]);
    expect(await found('opened', now, now + 1, 2)).toEqual([1, 2]);
    expect(await found('opened', now + 1, now + hourMs)).toEqual([]);
    expect(await found('opened', 0, now)).toEqual([]);
    expect(await found('handed off', 0, Number.MAX_SAFE_INTEGER)).toEqual([1, 2]);
    expect(await found('handed off', now + 2 * hourMs, Number.MAX_SAFE_INTEGER)).toEqual([2]);
    expect(await found('closed', 0, Number.MAX_SAFE_INTEGER)).toEqual([2, 1]);
    expect(await found('closed', 0, now + 5 * hourMs)).toEqual([2]);
  });

  it('are read by their ids, and page by page', async () => {
    await handoffs(3, (number) => ({ note: `note ${number}` }));
    const notes = (read: Handoff[]) => read.map(({ handoffId, note }) => [handoffId, note]);
    expect(notes(await store.handoffsById(portalId, [3, 99, 1]))).toEqual([
      [3, 'note 3'],
      [1, 'note 1'],
    ]);
    expect(await store.handoffsById(portalId, [])).toEqual([]);
    const first = await store.handoffsAfter(portalId, 0, 2);
    expect(notes(first)).toEqual([
      [1, 'note 1'],
      [2, 'note 2'],
    ]);
    expect(notes(await store.handoffsAfter(portalId, 2, 2))).toEqual([[3, 'note 3']]);
    expect(await store.handoffsAfter(portalId, 3, 2)).toEqual([]);
  });

  it('tells how many wait for an owner or a reviewer now', async () => {
    expect(await store.openNow(portalId)).toEqual({ waitingForOwner: 0, inReview: 0 });
    await handoffs(4, (number) => ({
      ...(number <= 2 ? { status: 'assigned' as const, heldSince: now } : {}),
      ...(number === 2 ? { status: 'withdrawn' as const } : {}),
      ...(number === 3 ? { status: 'in_review' as const } : {}),
    }));
    expect(await store.openNow(portalId)).toEqual({ waitingForOwner: 1, inReview: 1 });
  });

  it('no portal sees another’s', async () => {
    await handoffs(2, () => ({ status: 'in_review', handedOffAt: now, closedAt: now }));
    const other = portalId + 500;
    for (const what of ['opened', 'handed off', 'closed'] as const) {
      expect([await found(what, 0, now + 1), await found(what, 0, now + 1, 10, other)]).toEqual([[1, 2], []]);
    }
    expect(await store.handoffsById(other, [1])).toEqual([]);
    expect(await store.handoffsAfter(other, 0, 10)).toEqual([]);
    expect(await store.openNow(other)).toEqual({ waitingForOwner: 0, inReview: 0 });
  });
}
