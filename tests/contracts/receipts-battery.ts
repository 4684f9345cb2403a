/** What every store promises about receipts. */
import type { Evidence, ReceiptBodies } from '../../backend/handoff/receipt.ts';
import { replayReceipt } from '../../backend/handoff/replay-receipt.ts';
import type { Receipt } from '../../backend/store/receipt-store.ts';
import { maria, minuteMs, now } from '../support/handoffs.ts';
import { type HandedOffStore, handedOff } from './handed-off.ts';

export function receiptsBattery(openStore: () => Promise<HandedOffStore>): void {
  let store: HandedOffStore;
  let portalId = 27_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });
  const { send, track, idOf, settle, sarahHandedOff, receiptsOf } = handedOff(() => ({ store, portalId }));
  const kindsOf = (receipts: Receipt[]) => receipts.map(({ kind }) => kind);

  describe('a receipt', () => {
    it('names the events behind each score line and condition, the last one, and whose activity counted besides', async () => {
      const { sarah, ben } = await sarahHandedOff();
      const crossing = (await receiptsOf(sarah)).find(({ kind }) => kind === 'crossing')!;
      expect(crossing).toMatchObject({ outcome: 'ready', playbookVersion: 1, personId: sarah, erasedAt: null });
      const { evidence } = crossing.body as { evidence: Evidence };
      const { score, last, colleagues, events } = evidence.behind;
      const named = (seqs: number[]) => seqs.map((seq) => events[seq]?.name);
      expect(score.map(({ seqs }) => named(seqs))).toEqual([
        ['Onboarding Completed'],
        ['Report Created', 'Dashboard Shared'],
        ['Signed In'],
      ]);
      expect(events[last!]).toEqual({ messageId: 'm8', name: 'Signed In', at: now - 2 * minuteMs });
      expect(colleagues!.map(({ personId, seq }) => [personId, events[seq]?.name])).toEqual([[ben, 'Signed In']]);
    });

    it('decides the same again, as it stands in the store', async () => {
      await sarahHandedOff();
      await settle({ goLiveAt: null });
      const receipts = await store.receiptsAfter(portalId, 0, 0, 100);
      expect(kindsOf(receipts)).toEqual(['crossing', 'crossing', 'assignment']);
      for (const receipt of receipts) expect([receipt.kind, replayReceipt(receipt).same]).not.toContain(false);
      expect(receipts.filter((receipt) => replayReceipt(receipt).same).length).toBeGreaterThan(2);
    });

    it('is found page by page, newest first or oldest first', async () => {
      const { sarah } = await sarahHandedOff();
      const all = await receiptsOf(sarah);
      const ids = all.map(({ receiptId }) => receiptId);
      expect(ids.length).toBeGreaterThan(1);
      expect(ids).toEqual(ids.toSorted((a, b) => b - a));
      expect(await store.receipts(portalId, { personId: sarah, before: ids[0], limit: 1 })).toEqual([all[1]]);
      const handoffId = all.find((receipt) => receipt.kind === 'assignment')!.handoffId!;
      expect(kindsOf(await store.receipts(portalId, { handoffId, limit: 9 }))).toEqual(['assignment', 'crossing']);
      const oldest = await store.receiptsAfter(portalId, 0, 0, 1);
      expect(await store.receiptsAfter(portalId, oldest[0]!.receiptId, 0, 50)).not.toContainEqual(oldest[0]);
      expect(await store.receiptsAfter(portalId, 0, now + 1, 50)).toEqual([]);
      expect(await store.receipt(portalId, ids[0]!)).toEqual(all[0]);
      expect(await store.receipt(portalId + 50_000, ids[0]!)).toBeNull();
    });

    it('stays as it was written when its person turns out to be another, and is found under both', async () => {
      const { sarah } = await sarahHandedOff();
      const before = await receiptsOf(sarah);
      await track('sarah-2', 'Signed In');
      await send({ type: 'alias', userId: 'sarah-2', previousId: 'sarah' });
      const survivor = await idOf('sarah');
      expect(survivor).not.toBe(sarah);
      expect(await receiptsOf(survivor)).toEqual(before);
      expect(await receiptsOf(sarah)).toEqual(before);
      expect(before.every(({ personId }) => personId === sarah)).toBe(true);
    });
  });

  it('an assignment tells of whom, by which rule, and why the others were not chosen', async () => {
    const { sarah } = await sarahHandedOff();
    const found = (await receiptsOf(sarah)).find(({ kind }) => kind === 'assignment')!;
    expect(found.body as ReceiptBodies['assignment']).toMatchObject({
      owner: { email: maria.email },
      reason: 'next in rotation',
      rule: expect.stringContaining('in turn maria@acme.test'),
      candidates: [{ email: maria.email, chosen: true, position: 1, inHubspot: 'active' }],
    });
  });
}
