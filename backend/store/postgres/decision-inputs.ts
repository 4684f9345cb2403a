/** Everything a decision is made from, for the persons marked dirty. */
import type { DecisionInput } from '../../handoff/decision.ts';
import { happenedIn } from '../../usage/marks.ts';
import type { Person } from '../../usage/person.ts';
import type { DecisionLine } from '../handoff-store.ts';
import { noHistory } from '../stored-handoffs.ts';
import type { Query } from './connection.ts';
import { loadDecisions, loadHistories, loadOpenHandoffs } from './handoff-rows.ts';
import { loadCompanies, loadPersons } from './person-rows.ts';
import { loadRecords } from './record-rows.ts';
import { loadGeneration } from './rules-in-force.ts';

/** Each line by an index of its own: of a million people whom a backfill marked nobody is looked at to find the others. */
const lines: Record<DecisionLine, string> = {
  soon: `SELECT person_id, since, why FROM dirty_persons WHERE portal_id = $1 AND why <> 2
    ORDER BY since, person_id LIMIT $2`,
  later: `SELECT person_id, since, why FROM dirty_persons WHERE portal_id = $1 AND why = 2
    ORDER BY since, person_id LIMIT $2`,
};

export async function isAnybodyLater(query: Query, portalId: number): Promise<boolean> {
  return (await query('SELECT FROM dirty_persons WHERE portal_id = $1 AND why = 2 LIMIT 1', [portalId])).length > 0;
}

/** Oldest mark first. Within one transaction, so that all rows are of one moment. */
export async function decisionInputs(
  query: Query,
  portalId: number,
  limit: number,
  line: DecisionLine = 'soon',
): Promise<DecisionInput[]> {
  const [dirty, generation] = await Promise.all([
    query<{ person_id: number; since: number; why: number }>(lines[line], [portalId, limit]),
    loadGeneration(query, portalId),
  ]);
  if (dirty.length === 0) return [];
  const ids = dirty.map((row) => row.person_id);
  const persons = await loadPersons(query, portalId, ids);
  const gone = ids.filter((personId) => !persons.has(personId));
  if (gone.length > 0) {
    // Merged away or erased since: there is nobody left to decide about.
    await query('DELETE FROM dirty_persons WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])', [portalId, gone]);
  }
  const inputs = await inputsOf(query, portalId, [...persons.values()]);
  return dirty.flatMap(({ person_id, since, why }) => {
    const input = inputs.get(person_id);
    return input === undefined ? [] : [{ ...input, generation, dirtySince: since, happened: happenedIn(why) }];
  });
}

type Input = Omit<DecisionInput, 'generation' | 'dirtySince' | 'happened'>;

/** By person, in one round trip unless some of them had a handoff. */
export async function inputsOf(query: Query, portalId: number, persons: Person[]): Promise<Map<number, Input>> {
  const personIds = persons.map(({ personId }) => personId);
  const companyIds = persons.flatMap(({ companyId }) => (companyId === null ? [] : [companyId]));
  const [companies, records, companyRecords, decisions, histories] = await Promise.all([
    loadCompanies(query, portalId, companyIds),
    loadRecords(query, portalId, 'contact', personIds),
    loadRecords(query, portalId, 'company', companyIds),
    loadDecisions(query, portalId, personIds),
    loadHistories(query, portalId, personIds),
  ]);
  const open = await loadOpenHandoffs(query, portalId, [...histories.keys()]);
  return new Map(
    persons.map((person) => {
      const { personId, companyId } = person;
      const history = histories.get(personId) ?? noHistory;
      return [
        personId,
        {
          person,
          company: companyId === null ? null : (companies.get(companyId) ?? null),
          record: records.get(personId) ?? null,
          companyRecord: companyId === null ? null : (companyRecords.get(companyId) ?? null),
          previous: decisions.get(personId) ?? null,
          openHandoff: open.get(personId) ?? null,
          handoffCount: history.count,
          returnedAt: history.returnedAt,
          returnedScore: history.returnedScore,
          isNotAFit: history.isNotAFit,
        },
      ];
    }),
  );
}
