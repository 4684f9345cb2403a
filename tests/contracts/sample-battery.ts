/** What every store promises to sample activity. */
import { sampleColleague, sampleGroupId, sampleUserId } from '../../backend/sample/sample-names.ts';
import type { HandoffStore } from '../../backend/store/handoff-store.ts';
import type { ReceiptStore } from '../../backend/store/receipt-store.ts';
import type { SampleStore } from '../../backend/store/sample-store.ts';
import type { FoldRules, IngestStore, OutboxStore } from '../../backend/store/store.ts';
import { event } from '../support/events.ts';
import { dayMs, now, timeZone } from '../support/handoffs.ts';
import { acmePlaybook } from '../support/playbooks.ts';

type Store = SampleStore & IngestStore & HandoffStore & OutboxStore & ReceiptStore;

const rules: FoldRules = { playbook: acmePlaybook(), timeZone };
const { anonymousId } = sampleColleague(0);

export function sampleBattery(openStore: () => Promise<Store>): void {
  let store: Store;
  let portalId = 35_000;
  beforeAll(async () => {
    store = await openStore();
  });
  beforeEach(() => {
    portalId += 10;
  });

  const about = { source: 'sample', receivedAt: now } as const;
  /** Sarah and a colleague, active in the sample's workspace. */
  const load = () =>
    store.acceptEvents(
      portalId,
      [
        [{ userId: sampleUserId }, { userId: null, anonymousId }].flatMap((who) => [
          event({ ...about, ...who, type: 'group', name: null, groupId: sampleGroupId }),
          event({ ...about, ...who, groupId: sampleGroupId }),
        ]),
      ],
      rules,
    );
  const companyId = async () => (await store.sampleWork(portalId))?.company?.companyId ?? null;

  it('the sample person is there once the sample was loaded, and waits to be decided', async () => {
    expect(await store.sampleWork(portalId)).toBeNull();
    await load();
    const work = await store.sampleWork(portalId);
    expect(work).toMatchObject({ person: { profile: { userIds: [sampleUserId] } }, decision: null, record: null });
    expect(work?.company?.profile.groupIds).toEqual([sampleGroupId]);
    expect(work?.dirtySince).toEqual(expect.any(Number));
    expect(await store.sampleWork(portalId + 1)).toBeNull();
  });

  it('everybody of the sample is found, and nobody whom a client calls so', async () => {
    await store.acceptEvents(
      portalId,
      [
        [
          event({ receivedAt: now, userId: 'zo-sample-impostor' }),
          event({ receivedAt: now, userId: 'sarah' }),
          event({ ...about, userId: 'other-sample' }),
        ],
      ],
      rules,
    );
    expect(await store.peopleOfSample(portalId)).toEqual([]);
    await load();
    const sarah = (await store.sampleWork(portalId))!.person.personId;
    const colleague = (await store.personByIdentity(portalId, `a:${anonymousId}`))!.personId;
    expect((await store.peopleOfSample(portalId)).sort()).toEqual([sarah, colleague].sort());
    expect(await store.peopleOfSample(portalId + 1)).toEqual([]);
  });

  it('the sample’s company is forgotten once nobody belongs to it any more', async () => {
    await load();
    const sample = (await companyId())!;
    const linked = { subjectId: sample, recordId: '900', written: {}, problem: null };
    await store.acknowledge(portalId, 'company', [linked]);
    await store.forgetSampleCompany(portalId);
    expect(await store.company(portalId, sample)).not.toBeNull();
    const key = `company:${sample}`;
    expect(await store.effectStates(portalId, [key])).toEqual([{ key, state: 'pending', reason: null }]);

    await store.erasePersons(portalId, await store.peopleOfSample(portalId), [], rules, now);
    await store.forgetSampleCompany(portalId + 1);
    expect(await store.company(portalId, sample)).not.toBeNull();
    await store.forgetSampleCompany(portalId);
    expect(await store.company(portalId, sample)).toBeNull();
    expect(await store.companyWork(portalId, [sample])).toEqual([]);
    expect(await store.linkedRecords(portalId, 'company', 0, 9)).toEqual([]);
    expect(await store.effectStates(portalId, [key])).toEqual([]);
    expect(await store.wakeDue(portalId, now + 90 * dayMs, rules, 9)).toMatchObject({ companies: 0 });
    await store.forgetSampleCompany(portalId);
    await load();
    expect(await companyId()).not.toBe(sample);
  });

  it('effects tell their state, and why they were not done', async () => {
    await load();
    const effects = [1, 2, 3, 4].map((personId) => ({
      ...{ kind: 'read facts' as const, personId },
      ...{ key: `facts:${personId}`, lane: 'sample', priority: 1 as const },
    }));
    await store.enqueue(portalId, effects, now);
    const claimed = await store.claimEffects(portalId, 'sample', 3, now, 'lease');
    const outcomes = [
      { outcome: 'done' },
      { outcome: 'failed', reason: 'no scope' },
      { outcome: 'later', afterMs: 5, reason: 'busy' },
    ] as const;
    const settled = claimed.map(({ key, lease, generation }, index) => {
      return { key, lease, generation, outcome: outcomes[index]! };
    });
    await store.settleEffects(portalId, settled, now);
    expect(await store.effectStates(portalId, ['facts:4', 'facts:3', 'facts:2', 'facts:1', 'facts:77'])).toEqual([
      { key: 'facts:1', state: 'done', reason: null },
      { key: 'facts:2', state: 'failed', reason: 'no scope' },
      { key: 'facts:3', state: 'pending', reason: 'busy' },
      { key: 'facts:4', state: 'pending', reason: null },
    ]);
    expect(await store.effectStates(portalId, [])).toEqual([]);
    expect(await store.effectStates(portalId + 1, ['facts:1'])).toEqual([]);
  });
}
