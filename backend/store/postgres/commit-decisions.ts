/** Commits decisions: values wanted, crossing, handoff, effects and receipts in the one transaction. */
import { unchanged } from '../../handoff/combine-changes.ts';
import type { Decision } from '../../handoff/decision.ts';
import type { HandoffStep } from '../../handoff/handoff-change.ts';
import { employeesOf } from '../../handoff/hubspot-facts.ts';
import { openHandoff, openingTimers } from '../../handoff/steps/opening.ts';
import { askReviewers } from '../../handoff/steps/reviewing.ts';
import { earliestTimer, withTimers } from '../../handoff/timers.ts';
import { type CommittedDecisions, TakeUpError } from '../handoff-store.ts';
import { applyHandoffChange, effectKeysOf, syncNow } from './apply-handoff-change.ts';
import { columns } from './columns.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadOpenHandoffs, saveHandoff } from './handoff-rows.ts';
import { lockEffects } from './lock-effects.ts';
import { addReceipts, type NewReceipt } from './receipt-rows.ts';
import { loadRecord, loadRecords, saveRecords, withWanted } from './record-rows.ts';
import { setWakes, takeCounter } from './rows.ts';
import { loadGeneration } from './rules-in-force.ts';
import { runStep } from './transact-handoff.ts';

/** Under the portal's lock. Most decisions change values only: these are written together, a statement per table. */
export async function commitDecisions(
  query: Query,
  portalId: number,
  decisions: Decision[],
  playbookVersion: number,
  now: number,
  takeUpNow?: HandoffStep<null>,
): Promise<CommittedDecisions> {
  const { personIds, takeUp } = await commitCurrent(query, portalId, decisions, playbookVersion, now);
  if (takeUpNow === undefined) return { committed: personIds.size, takeUp };
  try {
    for (const handoffId of takeUp) await runStep(query, portalId, { handoffId }, now, takeUpNow);
  } catch (error) {
    throw new TakeUpError(error);
  }
  return { committed: personIds.size, takeUp: [] };
}

/** Commits those made by the rules in force, of whoever is as they were then. `personIds`: who these are. */
export async function commitCurrent(
  query: Query,
  portalId: number,
  decisions: Decision[],
  playbookVersion: number,
  now: number,
): Promise<{ personIds: Set<number>; takeUp: number[] }> {
  if (decisions.length === 0) return { personIds: new Set(), takeUp: [] };
  const [generation, asDecided, records] = await Promise.all([
    loadGeneration(query, portalId),
    stillCurrent(query, portalId, decisions),
    loadRecords(
      query,
      portalId,
      'contact',
      decisions.map(({ personId }) => personId),
    ),
  ]);
  const current = asDecided.filter((decision) => decision.generation === generation);
  const personIds = new Set(current.map(({ personId }) => personId));
  if (current.length === 0) return { personIds, takeUp: [] };
  const wants = current.map(({ personId, wanted }) => ({ subjectId: personId, values: wanted }));
  const wakes = current.map(({ personId, wakeAt }) => ({ subjectId: personId, dueAt: wakeAt }));
  await Promise.all([
    // First of all: the handoffs below want effects one after the other.
    lockEffects(query, portalId, keysWantedLater(current)),
    removeMarks(query, portalId, current),
    saveDecisions(query, portalId, current, playbookVersion, now),
    saveRecords(query, portalId, 'contact', withWanted(records, wants)),
    enqueueEffects(
      query,
      portalId,
      current.flatMap((decision) => decision.effects),
      now,
    ),
    setWakes(query, portalId, 'person', wakes),
  ]);
  const takeUp: number[] = [];
  const receipts: NewReceipt[] = [];
  for (const decision of current) {
    const opened = await commitHandoff(query, portalId, decision, receipts, playbookVersion, now);
    if (opened !== null) takeUp.push(opened);
  }
  await addReceipts(query, portalId, receipts);
  return { personIds, takeUp };
}

/** With those that are wanted together before; none where nothing comes after them. */
function keysWantedLater(decisions: Decision[]): string[] {
  const later = decisions.flatMap(({ personId, opens, handoffChange }) => [
    ...(opens ? [syncNow(personId).key] : []),
    ...(handoffChange ? effectKeysOf(handoffChange) : []),
  ]);
  return later.length === 0 ? [] : [...later, ...decisions.flatMap(({ effects }) => effects.map(({ key }) => key))];
}

/**
 * The person's row and open handoff are the ones decided on. A newer one keeps its mark and is decided again; one whose mark is gone
 * another node has decided meanwhile.
 */
async function stillCurrent(query: Query, portalId: number, decisions: Decision[]): Promise<Decision[]> {
  const personIds = decisions.map(({ personId }) => personId);
  const [rows, openHandoffs, marks] = await Promise.all([
    query<{ person_id: number; revision: number }>(
      'SELECT person_id, revision FROM persons WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
      [portalId, personIds],
    ),
    loadOpenHandoffs(query, portalId, personIds),
    query<{ person_id: number }>(
      'SELECT person_id FROM dirty_persons WHERE portal_id = $1 AND person_id = ANY ($2::bigint[])',
      [portalId, personIds],
    ),
  ]);
  const marked = new Set(marks.map((row) => row.person_id));
  const revisions = new Map(rows.map((row) => [row.person_id, row.revision]));
  return decisions.filter(({ personId, revision, dirtySince, openHandoffId, openHandoffRevision }) => {
    const open = openHandoffs.get(personId);
    return (
      (dirtySince === null || marked.has(personId)) &&
      revisions.get(personId) === revision &&
      (open?.handoffId ?? null) === openHandoffId &&
      (open?.revision ?? null) === openHandoffRevision
    );
  });
}

async function removeMarks(query: Query, portalId: number, decisions: Decision[]): Promise<void> {
  const marked = decisions.filter(({ dirtySince }) => dirtySince !== null);
  if (marked.length === 0) return;
  await query(
    `DELETE FROM dirty_persons USING unnest($2::bigint[], $3::bigint[]) AS decided (person_id, since)
     WHERE dirty_persons.portal_id = $1 AND dirty_persons.person_id = decided.person_id
       AND dirty_persons.since = decided.since`,
    [portalId, marked.map(({ personId }) => personId), marked.map(({ dirtySince }) => dirtySince)],
  );
}

async function saveDecisions(
  query: Query,
  portalId: number,
  decisions: Decision[],
  playbookVersion: number,
  now: number,
): Promise<void> {
  await query(
    `INSERT INTO decisions (portal_id, decided_at, playbook_version, person_id, ready, gate, crossed_at, decision_json,
       company_id, email_domain_type, points, conditions_missing)
     SELECT $1, $2, $3, * FROM unnest($4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bigint[],
       $10::text[], $11::bigint[], $12::bigint[])
     ON CONFLICT (portal_id, person_id) DO UPDATE SET decided_at = excluded.decided_at,
       playbook_version = excluded.playbook_version, ready = excluded.ready, gate = excluded.gate,
       crossed_at = excluded.crossed_at, decision_json = excluded.decision_json, company_id = excluded.company_id,
       email_domain_type = excluded.email_domain_type, points = excluded.points,
       conditions_missing = excluded.conditions_missing`,
    [
      portalId,
      now,
      playbookVersion,
      ...columns<Decision, unknown>(
        decisions,
        ({ personId }) => personId,
        ({ ready }) => ready,
        ({ gate }) => gate,
        ({ crossedAt }) => crossedAt,
        ({ decision }) => JSON.stringify(decision),
        ({ companyId }) => companyId,
        ({ wanted }) => wanted.zo_email_domain_type || null,
        ({ decision }) => decision.score.points,
        ({ decision }) => decision.readiness.conditionsMissing,
      ),
    ],
  );
}

/** The handoff to be taken up at once, if the decision opened one. `receipts` are to be added in their order: others are added to them. */
async function commitHandoff(
  query: Query,
  portalId: number,
  decision: Decision,
  receipts: NewReceipt[],
  playbookVersion: number,
  now: number,
): Promise<number | null> {
  const { personId, companyId, opens } = decision;
  const opened = opens ? await openOne(query, portalId, decision, opens, receipts, now) : null;
  if (decision.handoffChange) {
    await addReceipts(query, portalId, receipts.splice(0));
    await applyHandoffChange(query, portalId, decision.handoffChange, now);
  }
  const about = { personId, companyId, handoffId: opened, playbookVersion, at: now };
  receipts.push(...decision.receipts.map((entry) => ({ entry, about })));
  return opens?.origin === 'direct' && opens.review === null ? opened : null;
}

async function openOne(
  query: Query,
  portalId: number,
  { personId, companyId }: Decision,
  { origin, receipt, review }: NonNullable<Decision['opens']>,
  receipts: NewReceipt[],
  now: number,
): Promise<number> {
  const handoffId = await takeCounter(query, portalId, 'handoff', 1);
  const record = await loadRecord(query, portalId, 'contact', personId);
  const handoff = openHandoff({
    handoffId,
    personId,
    companyId,
    contactId: record?.recordId ?? null,
    hubspotCompanyId: record?.facts?.primaryCompany?.id ?? null,
    employees: record?.facts ? employeesOf(record.facts) : null,
    origin,
    receipt,
    contactedNotes: record?.facts?.contactedNotes ?? 0,
    review: review?.review ?? null,
    timers: review === null ? openingTimers(origin, now) : withTimers({}, { review: review.escalateAt }),
    now,
  });
  const change = review === null ? unchanged(handoff) : askReviewers(handoff, review.channel);
  await saveHandoff(query, portalId, change.handoff);
  await setWakes(query, portalId, 'handoff', [{ subjectId: handoffId, dueAt: earliestTimer(change.handoff.timers) }]);
  await enqueueEffects(query, portalId, change.effects, now);
  const about = { personId, companyId, handoffId, playbookVersion: receipt.playbookVersion, at: now };
  receipts.push(...change.receipts.map((entry) => ({ entry, about })));
  return handoffId;
}
