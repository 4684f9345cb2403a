/** Who is a sample, and what that person is left out of. */
import { decide } from '../../../backend/handoff/decide.ts';
import { barAgainstHand } from '../../../backend/handoff/hand-gate.ts';
import { isSamplePerson } from '../../../backend/sample/is-sample.ts';
import { sampleUserId } from '../../../backend/sample/sample-names.ts';
import { tallyToday } from '../../../backend/simulation/tally-today.ts';
import { type EitherStore, engines } from '../../support/engines.ts';
import { event, normaliseAgain } from '../../support/events.ts';
import { company, decisionContext, decisionInput, now, person, portalState, timeZone } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';
import { rebuildUsage } from '../../support/rebuild-usage.ts';

const portalId = 1234567;
const rules = { playbook: acmePlaybook(), timeZone };
describe.each(engines)('%s', (_engine, openStore) => {
  let store: EitherStore;
  beforeEach(async () => {
    store = await openStore();
  }, 60_000);
  afterEach(() => store.close());

  const profileOf = async (userId: string) => (await store.personByIdentity(portalId, `u:${userId}`))!.profile;

  it('is whose events we made ourselves, and nobody whom a client calls so', async () => {
    await store.acceptEvents(
      portalId,
      [[event({ userId: 'made', source: 'sample' }), event({ userId: sampleUserId, source: 'browser' })]],
      rules,
    );
    expect(isSamplePerson(await profileOf('made'))).toBe(true);
    expect(isSamplePerson(await profileOf(sampleUserId))).toBe(false);
  });

  it('somebody real who turns out to be the same stays real', async () => {
    await store.acceptEvents(
      portalId,
      [
        [event({ userId: 'made', source: 'sample' }), event({ userId: 'real' })],
        [event({ type: 'alias', name: null, userId: 'real', previousId: 'made' })],
      ],
      rules,
    );
    expect(isSamplePerson(await profileOf('real'))).toBe(false);
  });

  it('makes no event seen, now or when everything is counted again, and none that anybody received', async () => {
    await store.acceptEvents(portalId, [[event({ userId: 'made', source: 'sample' })]], rules);
    expect([await store.eventsSeen(portalId), await store.hasEvents(portalId)]).toEqual([[], false]);
    expect(await store.lastEventAt(portalId)).toBeNull();
    await rebuildUsage(store, portalId, rules, normaliseAgain, now);
    expect(await store.eventsSeen(portalId)).toEqual([]);
    expect((await store.personByIdentity(portalId, 'u:made'))?.usage.signals['key action']?.total).toBe(1);
  });

  it('forgotten, the events others sent are still seen as often', async () => {
    await store.acceptEvents(
      portalId,
      [[event({ userId: 'made', source: 'sample' }), event({ userId: 'real' })]],
      rules,
    );
    const seen = await store.eventsSeen(portalId);
    const { personId } = (await store.personByIdentity(portalId, 'u:made'))!;
    await store.erasePersons(portalId, [personId], [], rules, now);
    expect(await store.eventsSeen(portalId)).toEqual(seen);
    expect(seen).toEqual([expect.objectContaining({ name: 'Report Created', events: 1, people: 1 })]);
  });

  it('crosses, and is never handed off: the contact is made, the receipts say it was a sample', () => {
    const real = decisionInput({ company: company(2) });
    const sample = { ...real, person: person({}, { isSample: true }) };
    const context = decisionContext({ playbook: acmePlaybook({ contacts: 'update only' }) });
    const [decided, other] = [decide(sample, context), decide(real, context)];
    expect([other.gate, other.opens === null]).toEqual(['open', false]);
    expect([decided.ready, decided.gate, decided.opens]).toEqual(['yes', 'sample', null]);
    expect(decided.effects).toContainEqual(expect.objectContaining({ kind: 'sync contact', createIfMissing: true }));
    expect(decided.receipts).toEqual([
      { kind: 'crossing', body: expect.objectContaining({ isSample: true }) },
      { kind: 'refusal', body: expect.objectContaining({ gate: 'sample' }) },
    ]);
  });

  it('is handed off by nobody’s hand', () => {
    const made = person({}, { isSample: true });
    const bar = (of: typeof made) =>
      barAgainstHand({ person: of, record: null, isNotAFit: false, doNotContact: false }, portalState(), now);
    expect([bar(made), bar(person())]).toEqual(['sample', null]);
  });

  it('no draft counts it', () => {
    const { person: real, company: theirs, record, openHandoff, returnedAt } = decisionInput({ company: company(2) });
    const tally = tallyToday({ present: null, draft: acmePlaybook(), timeZone, stageOrder: [], now });
    tally.add({ person: real, company: theirs, record, openHandoff, returnedAt }, null);
    const sample = { ...real, profile: { ...real.profile, isSample: true as const } };
    tally.add({ person: sample, company: theirs, record, openHandoff, returnedAt }, null);
    expect(tally.report()).toMatchObject({ people: 1, draft: { ready: 1 } });
  });
});
