/** What every store promises about changes of the rules: none half done, none done twice, each goes on from where it stood. */
import type { NormalisedEvent } from '../../backend/ingest/event.ts';
import { RebuildSupersededError } from '../../backend/store/rules-store.ts';
import { type FoldRules, RulesChangedError } from '../../backend/store/store.ts';
import type { EitherStore } from '../support/engines.ts';
import { event, normaliseAgain } from '../support/events.ts';
import { dayMs, now, timeZone } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { rebuildUsage } from '../support/rebuild-usage.ts';

const rules: FoldRules = { playbook: acmePlaybook(), timeZone };
const key = { playbookVersion: 1, timeZone };
const before = now - dayMs;

export function rulesBattery(openStore: () => Promise<EitherStore>): void {
  let store: EitherStore;
  let portalId = 7000;
  beforeAll(async () => {
    store = await openStore();
  }, 60_000);
  beforeEach(() => {
    portalId += 1;
  });

  const at = (is: Partial<NormalisedEvent>) => event({ receivedAt: before, eventAt: before, ...is });
  const accept = (events: NormalisedEvent[], theirs = rules) => store.acceptEvents(portalId, [events], theirs);
  const user = (userId: string) => store.personByIdentity(portalId, `u:${userId}`);
  const totalOf = async (userId: string) => (await user(userId))?.usage.signals['key action']?.total ?? 0;
  const forgetEvents = (theirs = rules) =>
    store.forgetEvents(portalId, { before: now, rules: theirs, normalise: normaliseAgain, now });

  describe('by rules that are not in force any more', () => {
    const ofOnce = { ...rules, generation: 1 };
    const everything = async () => ({
      sarah: await user('sarah'),
      tim: await user('tim'),
      seen: await store.eventsSeen(portalId),
      companies: [await store.company(portalId, 1), await store.company(portalId, 2)],
      forgotten: await store.forgotten(portalId),
      inputs: await store.decisionInputs(portalId, 10),
    });
    let ids: { sarah: number; tim: number };
    beforeEach(async () => {
      for (const userId of ['sarah', 'tim']) {
        await accept([at({ userId }), at({ userId, type: 'group', groupId: `of ${userId}` })]);
      }
      ids = { sarah: (await user('sarah'))!.personId, tim: (await user('tim'))!.personId };
      await store.putInForce(portalId, key);
      await store.putInForce(portalId, { ...key, playbookVersion: 2 });
    });

    const claims = () => [
      { personId: ids.sarah, contactId: '501', heldBy: null },
      { personId: ids.tim, contactId: '501', heldBy: { userId: 'sarah' } },
    ];
    it.each<[string, (theirs: FoldRules) => Promise<unknown>]>([
      ['no event is counted', (theirs) => accept([at({ userId: 'new' })], theirs)],
      ['the clock wakes nobody', (theirs) => store.wakeDue(portalId, now + 60 * dayMs, theirs, 100)],
      ['nobody becomes one with another', (theirs) => store.unitePersons(portalId, claims(), theirs, now)],
      [
        'no company becomes one with another',
        (theirs) =>
          store.uniteCompanies(
            portalId,
            [1, 2].map((companyId) => ({ companyId, recordId: '900', heldBy: companyId === 2 ? 'of sarah' : null })),
            theirs,
            now,
          ),
      ],
      ['nobody is erased', (theirs) => store.erasePersons(portalId, [ids.sarah], [], theirs, now)],
      ['no event is forgotten', (theirs) => forgetEvents(theirs)],
      [
        'nobody inactive is forgotten',
        (theirs) => store.forgetInactive(portalId, { before: now + dayMs, rules: theirs, now }),
      ],
    ])('%s', async (_what, work) => {
      const was = await everything();
      await expect(work(ofOnce)).rejects.toThrow(RulesChangedError);
      expect(await everything()).toEqual(was);
      await work({ ...rules, generation: 2 });
      expect(await everything()).not.toEqual(was);
    });

    it('nothing follows', async () => {
      await rebuildUsage(store, portalId, rules, normaliseAgain, now);
      await store.putInForce(portalId, key);
      await takeUp('resolve');
      await expect(store.followUp(portalId, ofOnce, normaliseAgain, now).next()).rejects.toThrow(RulesChangedError);
    });
  });

  /** Usage is swapped, and everything from that step on is to follow. */
  async function takeUp(first: 'resolve' | 'decide', theirs = rules): Promise<void> {
    const folding = store.foldAnew(portalId, theirs, normaliseAgain);
    let step = await folding.next();
    while (!step.done) step = await folding.next();
    expect(await store.swapUsage(portalId, key, theirs, normaliseAgain, step.value, { first })).toBe(true);
  }

  describe('a rebuild', () => {
    it('that another one was begun after never comes into force', async () => {
      await accept([at({})]);
      const first = store.foldAnew(portalId, rules, normaliseAgain);
      await first.next();
      const second = store.foldAnew(portalId, rules, normaliseAgain);
      await second.next();
      await expect(toEnd(first)).rejects.toThrow(RebuildSupersededError);
      const caughtUp = await toEnd(second);
      const old = { ...caughtUp, rebuild: caughtUp.rebuild - 1 };
      await expect(store.swapUsage(portalId, key, rules, normaliseAgain, old)).rejects.toThrow(RebuildSupersededError);
      await expect(store.catchUp(portalId, rules, normaliseAgain, old)).rejects.toThrow(RebuildSupersededError);
      expect(await store.swapUsage(portalId, key, rules, normaliseAgain, caughtUp)).toBe(true);
      expect(await totalOf('sarah')).toBe(1);
    });

    it('that is given up never comes into force, and neither does one when other rules did meanwhile', async () => {
      await accept([at({})]);
      const gone = await toEnd(store.foldAnew(portalId, rules, normaliseAgain));
      await store.dropRebuild(portalId);
      await expect(store.swapUsage(portalId, key, rules, normaliseAgain, gone)).rejects.toThrow(RebuildSupersededError);
      const late = await toEnd(store.foldAnew(portalId, rules, normaliseAgain));
      await store.putInForce(portalId, { ...key, playbookVersion: 2 });
      await expect(store.swapUsage(portalId, key, rules, normaliseAgain, late)).rejects.toThrow(RebuildSupersededError);
      expect(await store.rulesInForce(portalId)).toMatchObject({ playbookVersion: 2 });
    });

    it('keeps retention waiting while it lasts, and not when it was broken off and given up', async () => {
      await accept([at({}), at({})]);
      await store.foldAnew(portalId, rules, normaliseAgain).next();
      expect(await forgetEvents()).toBe(0);
      await store.dropRebuild(portalId);
      expect(await forgetEvents()).toBe(2);
      expect(await totalOf('sarah')).toBe(2);
    });

    it('shows nothing of itself before the swap', async () => {
      await accept([at({}), at({ name: 'Widget Made' })]);
      const signals = [{ name: 'key action', matchers: [{ event: 'Widget Made' }] }];
      const other = { timeZone, playbook: acmePlaybook({ signals: [...signals] }) };
      const caughtUp = await toEnd(store.foldAnew(portalId, other, normaliseAgain));
      expect((await user('sarah'))?.usage.signals['key action']?.lastEvent).toBe('Report Created');
      await store.swapUsage(portalId, key, other, normaliseAgain, caughtUp);
      expect((await user('sarah'))?.usage.signals['key action']?.lastEvent).toBe('Widget Made');
    });

    it('takes in a person of a great many events who was several people before', async () => {
      const many = (of: Partial<NormalisedEvent>, count: number) => Array.from({ length: count }, () => at(of));
      await accept(many({ userId: null, anonymousId: 'a1' }, 700));
      await accept(many({ userId: null, anonymousId: 'a2' }, 600));
      await accept(many({ userId: 'sarah' }, 800));
      for (const anonymousId of ['a1', 'a2']) await accept([at({ type: 'identify', userId: 'sarah', anonymousId })]);
      await rebuildUsage(store, portalId, rules, normaliseAgain, now);
      expect(await totalOf('sarah')).toBe(2_100);
      expect(await store.eventsSeen(portalId)).toMatchObject([{ name: 'Report Created', events: 2_100, people: 1 }]);
    });
  });

  describe('what follows, broken off in its midst,', () => {
    it('finds the persons of events that count only now once, and goes on from where it stood', async () => {
      const ignoring = { timeZone, playbook: acmePlaybook({ ignoreBrowserEvents: true }) };
      const from = (userId: string) => at({ userId, source: 'browser' });
      await accept(
        Array.from({ length: 450 }, (_, index) => from(`user-${index % 9}`)),
        ignoring,
      );
      await takeUp('resolve');
      const reached: number[] = [];
      for (let round = 0; round < 50 && (await store.rulesInForce(portalId))?.unfinished === 'resolve'; round += 1) {
        await store.followUp(portalId, rules, normaliseAgain, now).next();
        reached.push((await store.rulesInForce(portalId))!.reached);
      }
      expect(reached.length).toBeGreaterThan(2);
      for (let index = 0; index < 9; index += 1) expect(await totalOf(`user-${index}`)).toBe(50);
      for await (const _ of store.followUp(portalId, rules, normaliseAgain, now));
      expect(await totalOf('user-3')).toBe(50);
      expect((await store.eventsSeen(portalId))[0]).toMatchObject({ events: 450, people: 9 });
      expect(await store.rulesInForce(portalId)).toMatchObject({ unfinished: 'decide', reached: 0 });
    });

    it('counts companies from their people, and wants what changed written behind everything else', async () => {
      await accept([at({}), at({ type: 'group', groupId: 'g1' })]);
      await accept([at({ userId: 'tim' }), at({ userId: 'tim', type: 'group', groupId: 'g1' })]);
      await drain();
      const excluding = { timeZone, playbook: acmePlaybook({ exclude: ['acme.test', 'finpilot.test'] }) };
      await accept([at({ type: 'identify', email: 'sarah@finpilot.test' })]);
      await drain();
      await takeUp('resolve', excluding);
      for await (const _ of store.followUp(portalId, excluding, normaliseAgain, now));
      const companyId = (await user('tim'))!.companyId!;
      expect((await store.company(portalId, companyId))?.activeUsers).toBe(1);
      expect(await store.claimEffects(portalId, 'hubspot', 10, now, 'one')).toMatchObject([
        { effect: { kind: 'sync company', companyId }, priority: 2 },
      ]);
    });
  });

  describe('deciding everybody', () => {
    beforeEach(async () => {
      await accept(['ann', 'ben', 'cat', 'dan', 'eve'].map((userId) => at({ userId })));
      await store.putInForce(portalId, key);
    });

    it('goes on behind whoever was decided, and ends when nobody is left', async () => {
      const seen: string[] = [];
      for (let round = 0; round < 10; round += 1) {
        const next = await store.nextOfAll(portalId, 2);
        if (next.upTo === null) break;
        seen.push(...next.inputs.map(({ person }) => person.profile.userIds[0]!));
        await store.commitNextOfAll(portalId, next, [], 1, now);
      }
      expect(seen).toEqual(['ann', 'ben', 'cat', 'dan', 'eve']);
      expect(await store.rulesInForce(portalId)).toMatchObject({ unfinished: null });
      expect(await store.decidedOfAll(portalId)).toBeNull();
    });

    it('takes nothing of what somebody did who started from where others went on', async () => {
      const [one, other] = [await store.nextOfAll(portalId, 2), await store.nextOfAll(portalId, 2)];
      expect(other).toEqual(one);
      await store.commitNextOfAll(portalId, one, [], 1, now);
      const marks = await marked();
      await store.commitNextOfAll(portalId, other, [], 1, now);
      expect(await marked()).toEqual(marks);
      expect(await store.decidedOfAll(portalId)).toMatchObject({ done: one.upTo });
    });

    it('takes nothing of what was decided by rules that are not in force any more', async () => {
      const next = await store.nextOfAll(portalId, 2);
      await store.putInForce(portalId, { ...key, playbookVersion: 2 });
      await store.commitNextOfAll(portalId, next, [], 1, now);
      expect(await store.rulesInForce(portalId)).toMatchObject({
        playbookVersion: 2,
        unfinished: 'decide',
        reached: 0,
      });
    });

    const marked = async () =>
      (await store.decisionInputs(portalId, 100)).map(({ person, dirtySince }) => [person.personId, dirtySince]);
  });

  async function drain(): Promise<void> {
    const claimed = await store.claimEffects(portalId, 'hubspot', 100, now, 'drain');
    const settled = claimed.map(({ key, generation }) => ({
      key,
      lease: 'drain',
      generation,
      outcome: { outcome: 'done' as const },
    }));
    await store.settleEffects(portalId, settled, now);
  }
}

async function toEnd<Result>(steps: AsyncGenerator<unknown, Result>): Promise<Result> {
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  return step.value;
}
