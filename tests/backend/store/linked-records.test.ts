import { type EitherStore, engines } from '../../support/engines.ts';
import { event } from '../../support/events.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const portalId = 4711;
let store: EitherStore;

describe.each(engines)('on %s', (_name, open) => {
  beforeEach(async () => {
    store = await open();
  }, 60_000);
  afterEach(() => store?.close());

  it('linked records come in the order of our ids, page by page, without those that are not linked', async () => {
    const people = ['ann', 'ben', 'cat', 'dan'].map((userId) => event({ userId }));
    await store.acceptEvents(portalId, [people], { playbook: acmePlaybook(), timeZone: 'UTC' });
    const acknowledged = [3, 1, 4, 2].map((subjectId) => ({
      subjectId,
      recordId: subjectId === 2 ? null : `50${subjectId}`,
      written: { zo_plan: 'free' },
      problem: null,
    }));
    await store.acknowledge(portalId, 'contact', acknowledged);
    await store.acknowledge(portalId, 'company', [{ subjectId: 9, recordId: '900', written: {}, problem: null }]);
    const page = async (after: number) =>
      (await store.linkedRecords(portalId, 'contact', after, 2)).map(({ subjectId, record }) => [
        subjectId,
        record.recordId,
        record.written.zo_plan,
      ]);
    expect(await page(0)).toEqual([
      [1, '501', 'free'],
      [3, '503', 'free'],
    ]);
    expect(await page(3)).toEqual([[4, '504', 'free']]);
    expect(await page(4)).toEqual([]);
    expect(await store.linkedRecords(1, 'contact', 0, 2)).toEqual([]);
  });
});
