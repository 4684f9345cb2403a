/**
 * Everybody is decided again after a change of the rules: a walk over the persons in order of their ids. How far it has come
 * is a number, kept with the decisions themselves, so that nobody needs a mark and a restart goes on from there.
 */
import type { Decision, DecisionInput } from '../../handoff/decision.ts';
import { happenedIn } from '../../usage/marks.ts';
import type { CommittedDecisions } from '../handoff-store.ts';
import type { NextOfAll, StepProgress } from '../rules-store.ts';
import { type PersonRow, toPerson } from '../stored-rows.ts';
import { commitCurrent } from './commit-decisions.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { inputsOf } from './decision-inputs.ts';
import { markDirty, readCounter } from './rows.ts';
import { loadRulesInForce, saveReached, standsAt } from './rules-in-force.ts';
import { personColumns } from './usage-columns.ts';

/** See RulesStore.nextOfAll. Nobody is left, too, while other steps are not done. */
export async function nextOfAll(connection: PostgresConnection, portalId: number, limit: number): Promise<NextOfAll> {
  const next = await connection.snapshot(portalId, (query) => readNext(query, portalId, limit));
  const { after, upTo, generation, isDeciding } = next;
  if (isDeciding && upTo === null) {
    await connection.portalTransaction(portalId, async (query) => {
      const standing = { generation, unfinished: 'decide' as const, reached: after };
      if (await standsAt(query, portalId, standing)) await saveReached(query, portalId, 'decide', null);
    });
  }
  return { inputs: next.inputs, after, upTo, generation };
}

async function readNext(query: Query, portalId: number, limit: number) {
  const inForce = await loadRulesInForce(query, portalId);
  const generation = inForce?.generation ?? 0;
  const after = inForce?.reached ?? 0;
  if (inForce?.unfinished !== 'decide') return { inputs: [], after, upTo: null, generation, isDeciding: false };
  const rows = await query<PersonRow>(
    `SELECT ${personColumns} FROM persons p
     WHERE p.portal_id = $1 AND p.person_id > $2 ORDER BY p.person_id LIMIT $3`,
    [portalId, after, limit],
  );
  const inputs = await inputsOf(query, portalId, rows.map(toPerson));
  const why = await loadWhy(query, portalId, [...inputs.keys()]);
  return {
    inputs: [...inputs.entries()]
      // What a backfill loaded and nobody has decided about yet is history here too.
      .map(([personId, input]) => ({
        ...input,
        generation,
        dirtySince: null,
        happened: happenedIn(why.get(personId) ?? 0),
      }))
      .filter(isDecided),
    after,
    upTo: rows.at(-1)?.person_id ?? null,
    generation,
    isDeciding: true,
  };
}

/** Why they are marked, where they are. */
async function loadWhy(query: Query, portalId: number, personIds: number[]): Promise<Map<number, number>> {
  const rows = await query<{ person_id: number; why: number }>(
    'SELECT person_id, why FROM dirty_persons WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
    [portalId, personIds],
  );
  return new Map(rows.map((row) => [row.person_id, row.why]));
}

/** Somebody without a user id and an e-mail address is not decided until something more is known. */
function isDecided({ person, previous, record }: DecisionInput): boolean {
  const { userIds, email } = person.profile;
  return userIds.length > 0 || email !== null || previous !== null || record !== null;
}

/** See RulesStore.commitNextOfAll. */
export function commitNextOfAll(
  connection: PostgresConnection,
  portalId: number,
  { inputs, after, upTo, generation }: NextOfAll,
  decisions: Decision[],
  playbookVersion: number,
  now: number,
): Promise<CommittedDecisions> {
  return connection.portalTransaction(portalId, async (query) => {
    const standing = { generation, unfinished: 'decide' as const, reached: after };
    if (upTo === null || !(await standsAt(query, portalId, standing))) return { committed: 0, takeUp: [] };
    const { personIds, takeUp } = await commitCurrent(query, portalId, decisions, playbookVersion, now);
    const undecided = inputs.map(({ person }) => person.personId).filter((personId) => !personIds.has(personId));
    await markDirty(query, portalId, undecided, now);
    await saveReached(query, portalId, 'decide', upTo);
    return { committed: personIds.size, takeUp };
  });
}

/** See RulesStore.decidedOfAll. Counted in person ids, some of which may be nobody's any more. */
export async function decidedOfAll(query: Query, portalId: number): Promise<StepProgress | null> {
  const inForce = await loadRulesInForce(query, portalId);
  if (inForce === null || inForce.unfinished === null) return null;
  const done = inForce.unfinished === 'decide' ? inForce.reached : 0;
  return { done, total: Math.max(done, await readCounter(query, portalId, 'person')) };
}
