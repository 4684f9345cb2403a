/** Everything a decision is made from, for the persons marked dirty. */
import type { DecisionInput, PreviousDecision } from '../../handoff/decision.ts';
import { happenedIn } from '../../usage/marks.ts';
import type { Person } from '../../usage/person.ts';
import type { DecisionLine } from '../handoff-store.ts';
import { type DecisionRow, toDecision } from '../stored-handoffs.ts';
import { loadCompany } from './company-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { loadHandoffHistory, loadOpenHandoff } from './handoff-rows.ts';
import { loadPerson } from './person-rows.ts';
import { loadRecord } from './record-rows.ts';
import { loadRulesInForce } from './rules-in-force.ts';

/** Each line by an index of its own: of a million people whom a backfill marked nobody is looked at to find the others. */
const lines: Record<DecisionLine, string> = {
  soon: `SELECT person_id, since, why FROM dirty_persons INDEXED BY dirty_persons_soon
    WHERE portal_id = ? AND why <> 2 ORDER BY since, person_id LIMIT ?`,
  later: `SELECT person_id, since, why FROM dirty_persons INDEXED BY dirty_persons_later
    WHERE portal_id = ? AND why = 2 ORDER BY since, person_id LIMIT ?`,
};

/** Oldest mark first. */
export function decisionInputs(
  connection: SqliteConnection,
  portalId: number,
  limit: number,
  line: DecisionLine = 'soon',
): DecisionInput[] {
  const dirty = connection
    .statement<{ person_id: number; since: number; why: number }>(lines[line])
    .all(portalId, limit);
  const generation = loadRulesInForce(connection, portalId)?.generation ?? 0;
  const inputs: DecisionInput[] = [];
  for (const { person_id: personId, since, why } of dirty) {
    const person = loadPerson(connection, portalId, personId);
    if (person === null) {
      // Merged away or erased since: there is nobody left to decide about.
      connection.statement('DELETE FROM dirty_persons WHERE portal_id = ? AND person_id = ?').run(portalId, personId);
      continue;
    }
    const happened = happenedIn(why);
    inputs.push({ ...inputOf(connection, portalId, person), generation, dirtySince: since, happened });
  }
  return inputs;
}

export function inputOf(
  connection: SqliteConnection,
  portalId: number,
  person: Person,
): Omit<DecisionInput, 'generation' | 'dirtySince' | 'happened'> {
  const { personId, companyId } = person;
  const history = loadHandoffHistory(connection, portalId, personId);
  return {
    person,
    company: companyId === null ? null : loadCompany(connection, portalId, companyId),
    record: loadRecord(connection, portalId, 'contact', personId),
    companyRecord: companyId === null ? null : loadRecord(connection, portalId, 'company', companyId),
    previous: loadDecision(connection, portalId, personId),
    openHandoff: history.count === 0 ? null : loadOpenHandoff(connection, portalId, personId),
    handoffCount: history.count,
    returnedAt: history.returnedAt,
    returnedScore: history.returnedScore,
    isNotAFit: history.isNotAFit,
  };
}

export function loadDecision(
  connection: SqliteConnection,
  portalId: number,
  personId: number,
): PreviousDecision | null {
  const row = connection
    .statement<DecisionRow>(
      `SELECT decided_at, playbook_version, ready, gate, crossed_at, decision_json FROM decisions
       WHERE portal_id = ? AND person_id = ?`,
    )
    .get(portalId, personId);
  return row ? toDecision(row) : null;
}
