/**
 * Everybody is decided again after a change of the rules: a walk over the persons in order of their ids. How far it has come
 * is a number, kept with the decisions themselves, so that nobody needs a mark and a restart goes on from there.
 */
import type { Decision, DecisionInput } from '../../handoff/decision.ts';
import { happenedIn } from '../../usage/marks.ts';
import type { CommittedDecisions } from '../handoff-store.ts';
import type { NextOfAll, StepProgress } from '../rules-store.ts';
import { type PersonRow, toPerson } from '../stored-rows.ts';
import { commitOne, isStillCurrent } from './commit-decisions.ts';
import type { SqliteConnection } from './connection.ts';
import { readCounter } from './counter-rows.ts';
import { inputOf } from './decision-inputs.ts';
import { loadWhy, markDirty } from './dirty-rows.ts';
import { endStep, loadRulesInForce, saveReached } from './rules-in-force.ts';
import { liveUsage, personColumns } from './usage-columns.ts';

/** See RulesStore.nextOfAll. Nobody is left, too, while other steps are not done. */
export function nextOfAll(connection: SqliteConnection, portalId: number, limit: number): NextOfAll {
  const inForce = loadRulesInForce(connection, portalId);
  const generation = inForce?.generation ?? 0;
  const after = inForce?.reached ?? 0;
  if (inForce?.unfinished !== 'decide') return { inputs: [], after, upTo: null, generation };
  const rows = connection
    .statement<PersonRow>(
      `SELECT ${personColumns(liveUsage(connection, portalId))} FROM persons
       WHERE portal_id = ? AND person_id > ? ORDER BY person_id LIMIT ?`,
    )
    .all(portalId, after, limit);
  const upTo = rows.at(-1)?.person_id ?? null;
  if (upTo === null) connection.transaction(() => endStep(connection, portalId, 'decide'));
  const inputs = rows
    .map((row) => ({
      ...inputOf(connection, portalId, toPerson(row)),
      generation,
      dirtySince: null,
      // What a backfill loaded and nobody has decided about yet is history here too.
      happened: happenedIn(loadWhy(connection, portalId, row.person_id)),
    }))
    .filter(isDecided);
  return { inputs, after, upTo, generation };
}

/** Somebody without a user id and an e-mail address is not decided until something more is known. */
function isDecided({ person, previous, record }: DecisionInput): boolean {
  const { userIds, email } = person.profile;
  return userIds.length > 0 || email !== null || previous !== null || record !== null;
}

/** See RulesStore.commitNextOfAll. */
export function commitNextOfAll(
  connection: SqliteConnection,
  portalId: number,
  { inputs, after, upTo, generation }: NextOfAll,
  decisions: Decision[],
  playbookVersion: number,
  now: number,
): CommittedDecisions {
  return connection.transaction(() => {
    const takeUp: number[] = [];
    const inForce = loadRulesInForce(connection, portalId);
    const isNext = inForce?.generation === generation && inForce.unfinished === 'decide' && inForce.reached === after;
    if (upTo === null || !isNext) return { committed: 0, takeUp };
    const undecided = new Set(inputs.map(({ person }) => person.personId));
    for (const decision of decisions) {
      if (!isStillCurrent(connection, portalId, decision)) continue;
      undecided.delete(decision.personId);
      const opened = commitOne(connection, portalId, decision, playbookVersion, now);
      if (opened !== null) takeUp.push(opened);
    }
    for (const personId of undecided) markDirty(connection, portalId, personId, now);
    saveReached(connection, portalId, upTo);
    return { committed: inputs.length - undecided.size, takeUp };
  });
}

/** See RulesStore.decidedOfAll. Counted in person ids, some of which may be nobody's any more. */
export function decidedOfAll(connection: SqliteConnection, portalId: number): StepProgress | null {
  const inForce = loadRulesInForce(connection, portalId);
  if (inForce === null || inForce.unfinished === null) return null;
  const done = inForce.unfinished === 'decide' ? inForce.reached : 0;
  return { done, total: Math.max(done, readCounter(connection, portalId, 'person')) };
}
