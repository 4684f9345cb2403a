/** What every store promises of words about somebody in what is of others: an export tells of them, an erasure takes them out. */
import {
  contactConflictOf,
  userIdConflictOf,
  wordContactConflict,
  wordHeldAddress,
  wordHeldContact,
  wordUserIdConflict,
} from '../../backend/hubspot/contact-conflicts.ts';
import type { ClaimedEffect, Effect } from '../../backend/outbox/effect.ts';
import type { ExportedPart } from '../../backend/store/privacy-store.ts';
import { hourMs, now } from '../support/handoffs.ts';
import { type HandedOffStore, handedOff, rules } from './handed-off.ts';

export function mentionsBattery(openStore: () => Promise<HandedOffStore>): void {
  let store: HandedOffStore;
  let portalId = 29_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 1;
  });
  const { send, track, idOf, sarahHandedOff } = handedOff(() => ({ store, portalId }));
  const erase = (personIds: number[], mentions: string[] = []) =>
    store.erasePersons(portalId, personIds, mentions, rules, now + hourMs);

  /** HubSpot has nothing of theirs, because of that. */
  async function refuse(personId: number, problem: string, lane = `refused:${personId}`): Promise<void> {
    await store.acknowledge(portalId, 'contact', [{ subjectId: personId, recordId: null, written: {}, problem }]);
    const sync = { kind: 'sync contact', personId, createIfMissing: false } as const;
    await store.enqueue(portalId, [{ ...sync, key: `contact:${personId}`, lane, priority: 1 }], now);
    const claimed = await store.claimEffects(portalId, lane, 99, now, `of ${personId}`);
    const one = claimed.find(({ key }) => key === `contact:${personId}`)!;
    await store.settleEffects(portalId, [{ ...one, outcome: { outcome: 'failed', reason: problem } }], now);
    await store.unclaimEffects(portalId, `of ${personId}`);
  }

  const effectIn = (key: string) => ({ key, lane: `lane of ${key}`, priority: 1 as const });

  async function exportOf(personIds: number[], mentions: string[] = []): Promise<ExportedPart[]> {
    const told: ExportedPart[] = [];
    await store.exportPersons(portalId, personIds, mentions, (part) => told.push(part));
    return told;
  }

  const problemsOf = (personIds: number[]) =>
    Promise.all(
      personIds.map(async (personId) => (await store.contactWork(portalId, [personId]))[0]?.record?.problem ?? null),
    );

  const failuresOf = async (personIds: number[]) => {
    const keys = personIds.map((personId) => `contact:${personId}`);
    return (await store.failedEffects(portalId, 9)).filter(({ key }) => keys.includes(key)).map(({ reason }) => reason);
  };

  describe('an erased person', () => {
    it('is named by no alarm that a contact or a user id is another product user’s, whichever of them they were', async () => {
      await track('first', 'Signed In');
      const first = await idOf('first');
      const { sarah } = await sarahHandedOff();
      const [handoff] = await store.handoffs(portalId, { limit: 1 });
      expect(handoff?.handoffId).toBe(first);
      const userIdConflict = (userId: string, owner: string) =>
        wordUserIdConflict({ userId, contactId: '501', holderId: '502', owner });
      const contactConflict = (user: string, holder: string) =>
        wordContactConflict(user, wordHeldContact('501', holder));
      const hers = [userIdConflict('sarah', 'tom'), userIdConflict('tom', 'sarah')];
      hers.push(contactConflict('sarah', 'tom'), contactConflict('tom', 'sarah'));
      const others = [userIdConflict('sarah-2', 'tom'), contactConflict('tom', 'sarah-2')];
      // The first is of whoever has the number of her handoff.
      for (const [index, message] of [...others, ...hers].entries()) {
        await store.raiseAlarm(portalId, contactConflictOf(index === 0 ? first : sarah + index), message, now);
      }
      await store.raiseAlarm(portalId, userIdConflictOf(sarah), 'hers', now);
      await erase([sarah]);
      expect((await store.alarms(portalId)).map(({ message }) => message).toSorted()).toEqual(others.toSorted());
    });

    it('is named by no record and no effect of somebody else whose contact was theirs', async () => {
      const { sarah, ben } = await sarahHandedOff();
      await track('tom', 'Signed In');
      await track('zoe', 'Signed In');
      const [tom, zoe] = [await idOf('tom'), await idOf('zoe')];
      await refuse(ben, wordHeldAddress('501', 'sarah'));
      await refuse(tom, wordHeldContact('501', 'sarah'));
      await refuse(zoe, wordHeldContact('502', 'sarah-2'));
      await erase([sarah]);
      expect(await problemsOf([ben, tom, zoe])).toEqual([null, null, wordHeldContact('502', 'sarah-2')]);
      expect(await failuresOf([ben, tom, zoe])).toEqual([wordHeldContact('502', 'sarah-2')]);
    });

    it('stands in nobody’s way any more: whoever was refused because of them is tried again, behind what is emptied', async () => {
      const { sarah, ben } = await sarahHandedOff();
      await track('tom', 'Signed In');
      await track('zoe', 'Signed In');
      const [tom, zoe] = [await idOf('tom'), await idOf('zoe')];
      await refuse(ben, wordHeldAddress('501', 'sarah'), 'hubspot');
      // HubSpot refused him for a user id that she has, and says nothing of her.
      await refuse(tom, 'zo_user_id is taken', 'hubspot');
      const conflict = { userId: 'tom', contactId: '503', holderId: '501', owner: 'sarah' };
      await store.raiseAlarm(portalId, userIdConflictOf(tom), wordUserIdConflict(conflict), now);
      await refuse(zoe, 'zo_plan is not one of the options', 'hubspot');
      const clear = {
        kind: 'clear contact',
        contactId: '501',
        key: 'clear:501',
        lane: 'hubspot',
        priority: 1,
      } as const;
      await store.erasePersons(portalId, [sarah], ['sarah@finpilot.test'], rules, now + hourMs, { effects: [clear] });
      const due = await store.claimEffects(portalId, 'hubspot', 9, now + 2 * hourMs, 'two');
      expect(due.filter(({ key }) => /^(?:clear|contact):/.test(key)).map(({ key }) => key)).toEqual([
        'clear:501',
        `contact:${ben}`,
        `contact:${tom}`,
      ]);
      const sync = { kind: 'sync contact', personId: ben, createIfMissing: false };
      expect(due.find(({ key }) => key === `contact:${ben}`)?.effect).toEqual(sync);
      expect(await failuresOf([ben, tom, zoe])).toEqual(['zo_plan is not one of the options']);
    });

    it('is taken out of what is to be done for somebody else, which stays', async () => {
      const { sarah } = await sarahHandedOff();
      const other = { handoffId: 4444, personId: 5555 };
      const fields = { hs_lead_status: 'NEW', reason: 'ask Sarah@finpilot.test' };
      const written: Effect = { kind: 'write handoff fields', ...other, fields, ...effectIn('handoff-fields:4444') };
      const asked: Effect = { kind: 'ask for touch', ...other, ...effectIn('touch:4444') };
      const about: Effect = {
        ...{ kind: 'post note', channel: '#m', text: 'Ask sarah@finpilot.test', handoffId: 4444 },
        ...effectIn('note:return:4444'),
      } as Effect;
      const general: Effect = { ...about, handoffId: null, ...effectIn('note:general') } as Effect;
      await store.enqueue(portalId, [written, asked, about, general], now);
      const [touch] = (await store.claimEffects(portalId, 'lane of touch:4444', 1, now, 'one')) as [ClaimedEffect];
      const reason = 'sarah@finpilot.test is unknown';
      await store.settleEffects(portalId, [{ ...touch, outcome: { outcome: 'failed', reason } }], now);
      await erase([sarah]);
      const claimed = async (key: string) => (await store.claimEffects(portalId, `lane of ${key}`, 1, now, 'two'))[0];
      expect((await claimed('handoff-fields:4444'))?.effect).toEqual({
        ...{ kind: 'write handoff fields', ...other },
        fields: { hs_lead_status: 'NEW', reason: 'ask erased' },
      });
      expect((await claimed('note:return:4444'))?.effect).toMatchObject({ text: 'Ask erased', handoffId: 4444 });
      expect(await claimed('note:general')).toBeUndefined();
      const failures = await store.failedEffects(portalId, 9);
      expect(failures.find(({ key }) => key === 'touch:4444')?.reason).toBe(
        'what was said of it named somebody who was erased',
      );
      expect(failures.find(({ key }) => key === 'note:general')?.reason).toBe('the person was erased');
    });

    it('is forgotten where somebody else was wanted again while they were refused because of them', async () => {
      const { sarah, ben } = await sarahHandedOff();
      const sync = { kind: 'sync contact', personId: ben, createIfMissing: true } as const;
      const wanted = { ...sync, key: `contact:${ben}`, lane: 'again', priority: 1 } as const;
      await store.enqueue(portalId, [wanted], now);
      const [claimed] = (await store.claimEffects(portalId, 'again', 1, now, 'one')) as [ClaimedEffect];
      await store.enqueue(portalId, [wanted], now);
      const reason = wordHeldContact('501', 'sarah');
      await store.settleEffects(portalId, [{ ...claimed, outcome: { outcome: 'failed', reason } }], now);
      expect(JSON.stringify(await exportOf([sarah]))).toContain(reason);
      await erase([sarah]);
      expect(JSON.stringify(await exportOf([ben]))).not.toContain(reason);
      expect(await store.claimEffects(portalId, 'again', 1, now, 'two')).toHaveLength(1);
    });

    it('takes the alarms about their handoffs along, and none that has the number for something else', async () => {
      const { sarah } = await sarahHandedOff();
      const [handoff] = await store.handoffs(portalId, { limit: 1 });
      const id = handoff!.handoffId;
      const hers = [
        ...[`waiting-for-hubspot:${id}`, `no-owner:${id}`, `unreviewed:${id}`],
        ...[`handoff-fields:${id}`, `handoff-fields:${id}:no-owner`, `return:${id}`, `call:${id}`],
        ...[`unconfirmed:alert:${id}:dm:maria@acme.test`, `unconfirmed:reminder:${id}:${now}:overdue:dm`],
        ...[`gone:review:${id}`, `unconfirmed:question:${id}:1`],
      ];
      const others = [
        ...[`company-conflict:${id}`, `clear:${id}`, `unconfirmed:question:5555:${id}`, `redact:C1:${id}`],
        ...[`waiting-for-hubspot:${id}5`, `handoff-fields:5555:${id}`, `drift:${id}`],
      ];
      for (const key of [...hers, ...others]) await store.raiseAlarm(portalId, key, 'something is wrong', now);
      const told = (await exportOf([sarah])).filter(({ part }) => part === 'alarm');
      expect(told.map(({ alarm_key }) => alarm_key).toSorted()).toEqual(hers.toSorted());
      await erase([sarah]);
      expect((await store.alarms(portalId)).map(({ key }) => key).toSorted()).toEqual(others.toSorted());
    });

    it('is found by a user id that is nobody’s of ours, in alarms and refusals that name it', async () => {
      const { ben } = await sarahHandedOff();
      const problem = wordHeldAddress('501', 'u_99');
      await refuse(ben, problem);
      await store.raiseAlarm(portalId, contactConflictOf(ben), wordContactConflict('ben', problem), now);
      const told = (await exportOf([], ['u_99'])).map(({ part }) => part);
      expect(told).toEqual(['alarm', 'problem of another record', 'effect']);
      await erase([], ['u_99']);
      expect(JSON.stringify(await exportOf([ben]))).not.toContain('u_99');
      expect((await store.alarms(portalId)).map(({ key }) => key)).not.toContain(contactConflictOf(ben));
      expect(await failuresOf([ben])).toEqual([]);
    });

    it('is not taken for the product user whose user id is what their browser called them', async () => {
      const { ben } = await sarahHandedOff();
      await send({ type: 'track', anonymousId: 'tom', event: 'Signed In' });
      const anonymous = (await store.personByIdentity(portalId, 'a:tom'))!.personId;
      const problem = wordHeldAddress('501', 'tom');
      await refuse(ben, problem);
      await erase([anonymous]);
      expect(await problemsOf([ben])).toEqual([problem]);
      expect(await failuresOf([ben])).toEqual([problem]);
    });

    it('is named by no alarm about somebody else’s handoff: one that is not raised again stays without the words', async () => {
      const { sarah } = await sarahHandedOff();
      const alarms: [key: string, message: string][] = [
        ['waiting-for-hubspot:4444', `Handoff 4444 is waiting for HubSpot: ${wordHeldContact('501', 'sarah')}`],
        ['handoff-fields:4444', 'HubSpot did not take the change. Sarah@finpilot.test is taken.'],
      ];
      for (const [key, message] of alarms) await store.raiseAlarm(portalId, key, message, now);
      await erase([sarah]);
      expect((await store.alarms(portalId)).map(({ key, message }) => [key, message])).toEqual([
        ['handoff-fields:4444', 'HubSpot did not take the change. erased is taken.'],
      ]);
    });

    it('is found by an address with letters beyond ASCII, in whatever case', async () => {
      const note = { kind: 'post note', channel: '#m', text: 'JÜRGEN@firma.test waits', handoffId: null } as const;
      await store.enqueue(portalId, [{ ...note, ...effectIn('note:jürgen') }], now);
      await send({ type: 'track', userId: 'ben', event: 'Asked JÜRGEN@firma.test' });
      await send({ type: 'page', userId: 'ben', properties: { path: '/of/JÜRGEN@firma.test' } });
      const told = (await exportOf([], ['jürgen@firma.test'])).map(({ part }) => part);
      expect(told).toContain('effect');
      expect(told.filter((part) => part === "mention in somebody else's event")).toHaveLength(2);
      await erase([], ['jürgen@firma.test']);
      expect(await exportOf([], ['jürgen@firma.test'])).toEqual([]);
    });

    it('is told of every alarm and every problem of another record that goes with them, and of no other', async () => {
      const { sarah, ben } = await sarahHandedOff();
      await track('tom', 'Signed In');
      const [tom, { companyId }] = [await idOf('tom'), (await store.person(portalId, ben))!];
      const alarms: [key: string, message: string][] = [
        [contactConflictOf(sarah), 'hers'],
        [
          userIdConflictOf(tom),
          wordUserIdConflict({ userId: 'tom', contactId: '501', holderId: '502', owner: 'sarah' }),
        ],
        [contactConflictOf(tom), wordContactConflict('tom', wordHeldContact('501', 'sarah-2'))],
        ['slack', 'Alerts wait: Sarah@FinPilot.test is nobody in Slack.'],
        ['slack:edits', 'Alerts wait: ben@finpilot.test is nobody in Slack.'],
      ];
      for (const [key, message] of alarms) await store.raiseAlarm(portalId, key, message, now);
      await refuse(ben, wordHeldAddress('501', 'sarah'));
      await refuse(tom, wordHeldContact('501', 'sarah-2'));
      const problem = 'contact 501 with sarah@finpilot.test has another';
      const ofCompany = { subjectId: companyId!, recordId: null, written: {}, problem };
      await store.acknowledge(portalId, 'company', [ofCompany]);

      const before = await store.alarms(portalId);
      const told: ExportedPart[] = [];
      await store.exportPersons(portalId, [sarah], [], (part) => told.push(part));
      await erase([sarah]);
      const left = await store.alarms(portalId);
      const gone = before.filter(({ key }) => !left.some((one) => one.key === key));
      const toldAs = (part: string) => told.filter((one) => one.part === part).map(({ part: _, ...row }) => row);
      expect(gone).toHaveLength(4);
      expect(toldAs('alarm')).toHaveLength(4);
      expect(toldAs('alarm')).toEqual(
        expect.arrayContaining(gone.map(({ key, message }) => ({ alarm_key: key, message, raised_at: now }))),
      );
      expect(toldAs('problem of another record')).toHaveLength(2);
      expect(toldAs('problem of another record')).toEqual(
        expect.arrayContaining([
          { kind: 'contact', subject_id: ben, problem: wordHeldAddress('501', 'sarah') },
          { kind: 'company', subject_id: companyId, problem },
        ]),
      );
      expect(await problemsOf([ben, tom])).toEqual([null, wordHeldContact('501', 'sarah-2')]);
      expect((await store.companyWork(portalId, [companyId!]))[0]?.record?.problem).toBeNull();
    });

    it('leaves no such alarm behind when they turn out to be somebody else', async () => {
      const { sarah } = await sarahHandedOff();
      await track('sarah-2', 'Signed In');
      const both = [sarah, await idOf('sarah-2')];
      for (const key of both.flatMap((personId) => [contactConflictOf(personId), userIdConflictOf(personId)])) {
        await store.raiseAlarm(portalId, key, 'of another product user', now);
      }
      await send({ type: 'alias', userId: 'sarah-2', previousId: 'sarah' });
      const one = await idOf('sarah');
      expect(both).toContain(one);
      const keys = (await store.alarms(portalId)).map(({ key }) => key).filter((key) => key.includes('conflict'));
      expect(keys.toSorted()).toEqual([contactConflictOf(one), userIdConflictOf(one)]);
    });
  });
}
