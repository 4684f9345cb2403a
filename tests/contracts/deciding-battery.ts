/** What every store promises about decisions: none is made on old data, and all that follows from one is committed with it. */
import { withdraw } from '../../backend/handoff/steps/opening.ts';
import { wakeHandoff } from '../../backend/handoff/wake-handoff.ts';
import { type HandoffBatteryStore, handoffActs } from '../support/handoff-acts.ts';
import { facts, hourMs, now, portalState } from '../support/handoffs.ts';

export function decidingBattery(openStore: () => Promise<HandoffBatteryStore>): void {
  let store: HandoffBatteryStore;
  let portalId = 9000;
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
  const { accept, idOf, join, decideAll, commit, dirty, settle, twoHandoffs, openOf } = acts;

  it('opens a handoff with everything that follows from it, all at once', async () => {
    const { sarah } = await twoHandoffs();
    expect(await openOf(sarah)).toMatchObject([
      {
        status: 'waiting',
        origin: 'workflow',
        contactId: '501',
        hubspotCompanyId: '900',
        revision: 1,
        receipt: { playbookVersion: 1, score: { points: expect.any(Number) } },
      },
    ]);
    const [work] = await store.contactWork(portalId, [sarah]);
    expect(work?.record?.wanted).toMatchObject({ zo_handoff_gate: 'open', zo_handoff_status: 'waiting' });
    expect(await store.gateCounts(portalId)).toEqual({ open: 2 });
    expect((await store.receipts(portalId, { personId: sarah, limit: 10 })).map(({ kind }) => kind)).toEqual([
      'crossing',
    ]);
    const claimed = await store.claimEffects(portalId, 'hubspot', 50, now, 'one');
    expect(claimed.map(({ key }) => key)).toEqual(expect.arrayContaining([`contact:${sarah}`]));
    expect(await dirty()).toEqual([]);
  });

  it('gives what a decision is made from, oldest mark first, at most as many as asked for', async () => {
    await accept({ userId: 'late', groupId: null, receivedAt: now + 10 * hourMs });
    await accept({ userId: 'early', groupId: null, receivedAt: now });
    const [late, early] = [await idOf('late'), await idOf('early')];
    expect(await dirty()).toEqual([early, late]);
    expect((await store.decisionInputs(portalId, 1)).map(({ person }) => person.personId)).toEqual([early]);
  });

  it('refuses a decision made on an older person, and decides again', async () => {
    await join('sarah');
    const decisions = await decideAll();
    await accept({ userId: 'sarah' });
    expect(await commit(decisions)).toEqual({ committed: 0, takeUp: [] });
    expect(await store.gateCounts(portalId)).toEqual({});
    expect(await dirty()).toEqual([await idOf('sarah')]);
  });

  it('refuses a decision made on an older handoff', async () => {
    const { sarah } = await twoHandoffs();
    await accept({ userId: 'sarah' });
    const decisions = await decideAll();
    await store.transactHandoff(portalId, { personId: sarah }, now, ({ handoff }) => ({
      answer: null,
      change: withdraw(handoff!, 'not_ready', now),
    }));
    expect((await commit(decisions)).committed).toBe(0);
    expect(await dirty()).toContain(sarah);
  });

  it('keeps a mark that is newer than the decision', async () => {
    await join('sarah');
    const sarah = await idOf('sarah');
    const decisions = await decideAll();
    await store.saveFacts(portalId, [{ personId: sarah, facts: facts() }], now);
    expect((await commit(decisions)).committed).toBe(1);
    expect(await dirty()).toEqual([sarah]);
    await settle();
    expect(await dirty()).toEqual([]);
  });

  it('never opens a second handoff for a person', async () => {
    const { sarah } = await twoHandoffs();
    const [first] = await openOf(sarah);
    await accept({ userId: 'sarah' });
    await settle();
    expect(await openOf(sarah)).toHaveLength(1);
    expect((await openOf(sarah))[0]?.handoffId).toBe(first?.handoffId);
  });

  it('names handoffs to take up now only in direct mode', async () => {
    await join('sarah');
    await join('ben');
    const sarah = await idOf('sarah');
    await settle({ mode: 'direct' });
    await store.saveFacts(portalId, [{ personId: sarah, facts: facts() }], now);
    const { takeUp } = await commit(await decideAll({ mode: 'direct' }));
    expect(takeUp).toEqual([(await openOf(sarah))[0]?.handoffId]);
    expect(await store.dueHandoffs(portalId, now, 10)).toEqual(takeUp);
  });

  describe('taking up in the commit that opens a handoff', () => {
    async function crossing() {
      await join('sarah');
      await join('ben');
      const sarah = await idOf('sarah');
      await settle({ mode: 'direct' });
      await store.saveFacts(portalId, [{ personId: sarah, facts: facts() }], now);
      return { sarah, decisions: await decideAll({ mode: 'direct' }) };
    }

    it('leaves nobody to be taken up, and the alert in the outbox', async () => {
      const { sarah, decisions } = await crossing();
      const takeUp = wakeHandoff(portalState({ mode: 'direct' }), now);
      const committed = await store.commitDecisions(portalId, decisions, 1, now, takeUp);
      expect(committed).toEqual({ committed: 1, takeUp: [] });
      const [handoff] = await openOf(sarah);
      expect(handoff?.owner?.email).toBe('maria@acme.test');
      const alerts = await store.claimEffects(portalId, 'slack:@maria@acme.test', 10, now, 'one');
      expect(alerts.map(({ kind }) => kind)).toEqual(['post alert']);
    });

    it('leaves nothing where it fails, and the person is decided again', async () => {
      const { sarah, decisions } = await crossing();
      const fails = () => {
        throw new Error('no');
      };
      const failing = store.commitDecisions(portalId, decisions, 1, now, fails);
      await expect(failing).rejects.toMatchObject({ name: 'TakeUpError', cause: { message: 'no' } });
      expect([await openOf(sarah), await dirty()]).toEqual([[], [sarah]]);
      expect(await commit(await decideAll({ mode: 'direct' }))).toMatchObject({ committed: 1 });
    });
  });

  it('lists who is ready and not handed off', async () => {
    await join('sarah');
    await join('ben');
    await settle({ goLiveAt: null });
    await store.saveFacts(portalId, [{ personId: await idOf('sarah'), facts: facts() }], now);
    await settle({ goLiveAt: null });
    expect(await store.readyPersons(portalId, 10)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ email: 'sarah@finpilot.test', gate: 'before_go_live', crossedAt: now }),
      ]),
    );
  });
}
