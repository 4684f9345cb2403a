/** What every store promises about finding somebody and erasing them: what goes, what stays, and whose it was. */
import { replayReceipt } from '../../backend/handoff/replay-receipt.ts';
import { dayMs, facts, hourMs, maria, now } from '../support/handoffs.ts';
import { type HandedOffStore, handedOff, rules } from './handed-off.ts';

export function erasureBattery(openStore: () => Promise<HandedOffStore>): void {
  let store: HandedOffStore;
  let portalId = 28_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });
  const { send, track, idOf, sarahHandedOff, receiptsOf } = handedOff(() => ({ store, portalId }));
  const erase = (personIds: number[], mentions: string[] = [], portal = portalId) =>
    store.erasePersons(portal, personIds, mentions, rules, now + hourMs);

  describe('somebody', () => {
    it('is found by address, user id, contact or number, in the portal that is asked', async () => {
      const { sarah } = await sarahHandedOff();
      for (const who of [
        { email: ' Sarah@FinPilot.test' },
        { userId: 'sarah' },
        { contactId: '501' },
        { personId: sarah },
      ]) {
        expect(await store.findPersons(portalId, who)).toEqual([sarah]);
        expect(await store.findPersons(portalId + 50_000, who)).toEqual([]);
      }
      expect(await store.findPersons(portalId, { email: 'stranger@finpilot.test' })).toEqual([]);
    });

    it.each(['ÅSA', 'İlkay', 'STRAẞE', 'ΝΊΚΟΣ'])(
      'is found by the address that HubSpot has, %s, in whatever case',
      async (name) => {
        const { sarah } = await sarahHandedOff();
        await store.saveFacts(portalId, [{ personId: sarah, facts: facts({ email: `${name}@FinPilot.test` }) }], now);
        for (const asked of [name, name.toLowerCase()]) {
          expect(await store.findPersons(portalId, { email: `${asked}@finpilot.test` })).toEqual([sarah]);
        }
        expect(await store.findPersons(portalId, { email: `x${name}@finpilot.test` })).toEqual([]);
      },
    );
  });

  describe('an erased person', () => {
    it('leaves the facts and nothing else', async () => {
      const { sarah } = await sarahHandedOff();
      const before = await receiptsOf(sarah);
      const erased = await erase([sarah]);
      expect(erased).toEqual({
        persons: 1,
        handoffs: 1,
        receipts: before.length,
        events: 6,
        effects: 2,
        calls: 1,
        messages: 0,
        unfound: 0,
        alarms: 1,
      });
      expect(await store.person(portalId, sarah)).toBeNull();
      expect(await store.personByIdentity(portalId, 'u:sarah')).toBeNull();
      expect(await store.contactWork(portalId, [sarah])).toEqual([]);
      expect(await receiptsOf(sarah)).toEqual(
        before.map((receipt) => ({ ...receipt, erasedAt: now + hourMs, body: {} })),
      );
      expect(await store.handoffs(portalId, { limit: 5 })).toEqual([
        expect.objectContaining({
          status: 'withdrawn',
          closedAt: now + hourMs,
          erasedAt: now + hourMs,
          owner: expect.objectContaining({ email: maria.email }),
          contactId: null,
          receipt: null,
          note: null,
        }),
      ]);
      expect(await store.callAnswer(portalId, 'cb-1')).toEqual({});
      expect(await store.claimEffects(portalId, `slack:@${maria.email}`, 5, now + hourMs, 'one')).toEqual([]);
      expect(await store.dueHandoffs(portalId, now + 90 * dayMs, 5)).toEqual([]);
    });

    it('takes the alarms about them along, and says how many', async () => {
      const { sarah } = await sarahHandedOff();
      await store.raiseAlarm(portalId, 'slack:#x', 'sarah@finpilot.test is not in Slack.', now);
      await store.raiseAlarm(portalId, 'slack:#y', 'ben@finpilot.test is not in Slack.', now);
      const before = (await store.alarms(portalId)).length;
      expect(await erase([sarah])).toMatchObject({ alarms: before - 1 });
      expect((await store.alarms(portalId)).map(({ key }) => key)).toEqual(['slack:#y']);
    });

    it('does not count at the company any more, whose people are decided again', async () => {
      const { sarah, ben } = await sarahHandedOff();
      const { companyId } = (await store.person(portalId, ben))!;
      expect((await store.company(portalId, companyId!))?.activeUsers).toBe(2);
      await erase([sarah]);
      expect((await store.company(portalId, companyId!))?.activeUsers).toBe(1);
      expect((await store.decisionInputs(portalId, 9)).map(({ person }) => person.personId)).toEqual([ben]);
    });

    it('is somebody new afterwards, and old messages still count once', async () => {
      const { sarah } = await sarahHandedOff();
      await erase([sarah]);
      const again = { type: 'track', userId: 'sarah', event: 'Onboarding Completed', messageId: 'm5' };
      await send(again, now - 3 * dayMs);
      expect(await store.personByIdentity(portalId, 'u:sarah')).toBeNull();
      await track('sarah', 'Report Created', now + hourMs);
      const anew = await store.personByIdentity(portalId, 'u:sarah');
      expect(anew?.personId).not.toBe(sarah);
      expect(anew?.usage.signals).toMatchObject({ 'key action': { total: 1 } });
      expect(anew?.profile.email).toBeNull();
    });

    it('is erased with everybody they turned out to be', async () => {
      const { sarah } = await sarahHandedOff();
      const before = await receiptsOf(sarah);
      await track('sarah-2', 'Signed In');
      await send({ type: 'alias', userId: 'sarah-2', previousId: 'sarah' });
      await erase([await idOf('sarah')]);
      expect(await store.personByIdentity(portalId, 'u:sarah-2')).toBeNull();
      expect((await receiptsOf(sarah)).every(({ erasedAt }) => erasedAt !== null)).toBe(true);
      expect(await receiptsOf(sarah)).toHaveLength(before.length);
    });

    it('is erased once: doing it again changes nothing', async () => {
      const { sarah, ben } = await sarahHandedOff();
      await erase([sarah]);
      const receipts = await receiptsOf(sarah);
      expect(await erase([sarah], ['sarah@finpilot.test'])).toEqual({
        ...{ persons: 0, handoffs: 0, receipts: 0, events: 0, effects: 0, calls: 0, messages: 0, unfound: 0 },
        alarms: 0,
      });
      expect(await receiptsOf(sarah)).toEqual(receipts);
      expect((await store.person(portalId, ben))?.profile.email).toBe('ben@finpilot.test');
    });

    it('takes nothing away from others, nor from the same person in another portal', async () => {
      const other = portalId + 40_000;
      const { sarah, ben } = await sarahHandedOff();
      const there = await sarahHandedOff(other);
      const [bens, theirs] = [await receiptsOf(ben), await receiptsOf(there.sarah, other)];
      await erase([sarah], ['sarah@finpilot.test']);
      expect(await receiptsOf(ben)).toEqual(bens);
      expect(await receiptsOf(there.sarah, other)).toEqual(theirs);
      expect(await store.personByIdentity(other, 'u:sarah')).not.toBeNull();
      expect((await store.person(portalId, ben))?.usage.lastActiveAt).toBe(now);
    });

    it('cannot be replayed', async () => {
      const { sarah } = await sarahHandedOff();
      await erase([sarah]);
      for (const receipt of await receiptsOf(sarah)) {
        expect(replayReceipt(receipt)).toEqual({ same: null, reason: 'cannot be replayed: erased' });
      }
    });
  });
}
