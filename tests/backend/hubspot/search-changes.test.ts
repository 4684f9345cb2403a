import fc from 'fast-check';
import { type ChangedRecord, type ChangeQuery, changesSince } from '../../../backend/hubspot/search-changes.ts';
import { startTestPortal } from '../../support/hubspot-portal.ts';

/** HubSpot's search over records that go on changing: before each page the next of `changes` is changed anew. */
function changingPortal(modified: number[], changes: number[], perPage: number) {
  const records = modified.map((modifiedAt, index) => ({ id: String(100 + index), modifiedAt }));
  let clock = Math.max(0, ...modified);
  const pending = [...changes];
  let calls = 0;
  const search = async (query: ChangeQuery): Promise<ChangedRecord[]> => {
    calls += 1;
    const next = records[pending.shift() ?? -1];
    if (next) next.modifiedAt = ++clock;
    const hits = records
      .filter(({ id, modifiedAt }) =>
        'from' in query ? modifiedAt >= query.from : modifiedAt === query.at && Number(id) > Number(query.afterId ?? 0),
      )
      .sort((a, b) => ('from' in query ? a.modifiedAt - b.modifiedAt : 0) || Number(a.id) - Number(b.id));
    return hits.slice(0, perPage).map((record) => ({ ...record }));
  };
  return { search, calls: () => calls };
}

async function idsOf(changes: AsyncGenerator<ChangedRecord[]>): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of changes) ids.push(...page.map(({ id }) => id));
  return ids;
}

describe('everything changed since a moment', () => {
  it('misses nobody, however many changed in the same millisecond and whatever changes meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 40 }),
        fc.array(fc.nat({ max: 39 }), { maxLength: 20 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 2, max: 7 }),
        async (modified, changes, from, perPage) => {
          const portal = changingPortal(modified, changes, perPage);
          const ids = new Set(await idsOf(changesSince(portal.search, from, perPage)));
          const due = modified.flatMap((modifiedAt, index) => (modifiedAt >= from ? [String(100 + index)] : []));
          expect(due.filter((id) => !ids.has(id))).toEqual([]);
          expect(portal.calls()).toBeLessThan(200);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('asks once when one page holds it all, and gives each record once', async () => {
    const portal = changingPortal([1, 2, 2, 3], [], 5);
    expect(await idsOf(changesSince(portal.search, 2, 5))).toEqual(['101', '102', '103']);
    expect(portal.calls()).toBe(1);
  });

  it("speaks HubSpot's search: by moment, then by id within one moment", async () => {
    const portal = await startTestPortal({ searchIndexDelayMs: 0 });
    try {
      const inputs = Array.from({ length: 5 }, (_, index) => ({
        trace: String(index),
        properties: { email: `ada${index}@trial.test` },
      }));
      const before = Date.now() - 1_000;
      const created = [...(await portal.gateway.createContacts(inputs)).values()];
      const made = created.flatMap((outcome) => (outcome.ok ? [outcome.id] : []));
      const found = await portal.gateway.searchChanges('contact', { from: before });
      expect(found.map(({ id }) => id).sort()).toEqual([...made].sort());
      const at = found[0]!.modifiedAt;
      const together = found.filter(({ modifiedAt }) => modifiedAt === at).map(({ id }) => id);
      const after = await portal.gateway.searchChanges('contact', { at, afterId: together[0]! });
      expect(after.map(({ id }) => id)).toEqual(together.slice(1));
    } finally {
      await portal.close();
    }
  });
});
