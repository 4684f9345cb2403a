/** Commits decisions: values wanted, crossing, handoff, effects and receipts in the one transaction. */

import { unchanged } from '../../handoff/combine-changes.ts';
import type { Decision } from '../../handoff/decision.ts';
import type { HandoffStep } from '../../handoff/handoff-change.ts';
import { employeesOf } from '../../handoff/hubspot-facts.ts';
import { openHandoff, openingTimers } from '../../handoff/steps/opening.ts';
import { askReviewers } from '../../handoff/steps/reviewing.ts';
import { earliestTimer, withTimers } from '../../handoff/timers.ts';
import { type CommittedDecisions, TakeUpError } from '../handoff-store.ts';
import { applyHandoffChange } from './apply-handoff-change.ts';
import type { SqliteConnection } from './connection.ts';
import { nextCounter } from './counter-rows.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { loadOpenHandoff, saveHandoff, setWake } from './handoff-rows.ts';
import { addReceipt } from './receipt-rows.ts';
import { loadRecord, wantValues } from './record-rows.ts';
import { loadRulesInForce } from './rules-in-force.ts';
import { transactHandoff } from './transact-handoff.ts';

export function commitDecisions(
  connection: SqliteConnection,
  portalId: number,
  decisions: Decision[],
  playbookVersion: number,
  now: number,
  takeUpNow?: HandoffStep<null>,
): CommittedDecisions {
  return connection.transaction(() => {
    const takeUp: number[] = [];
    let committed = 0;
    const generation = loadRulesInForce(connection, portalId)?.generation ?? 0;
    for (const decision of decisions) {
      if (decision.generation !== generation || !isStillCurrent(connection, portalId, decision)) continue;
      const opened = commitOne(connection, portalId, decision, playbookVersion, now);
      if (opened !== null) takeUp.push(opened);
      committed += 1;
    }
    if (takeUpNow === undefined) return { committed, takeUp };
    try {
      for (const handoffId of takeUp) transactHandoff(connection, portalId, { handoffId }, now, takeUpNow);
    } catch (error) {
      throw new TakeUpError(error);
    }
    return { committed, takeUp: [] };
  });
}

/** The person's row and open handoff are the ones decided on. A newer one keeps its mark and is decided again. */
export function isStillCurrent(connection: SqliteConnection, portalId: number, decision: Decision): boolean {
  const row = connection
    .statement<{ revision: number }>('SELECT revision FROM persons WHERE portal_id = ? AND person_id = ?')
    .get(portalId, decision.personId);
  if (row?.revision !== decision.revision) return false;
  const open = loadOpenHandoff(connection, portalId, decision.personId);
  return (
    (open?.handoffId ?? null) === decision.openHandoffId && (open?.revision ?? null) === decision.openHandoffRevision
  );
}

/** The handoff to be taken up at once, if the decision opened one. */
export function commitOne(
  connection: SqliteConnection,
  portalId: number,
  decision: Decision,
  playbookVersion: number,
  now: number,
): number | null {
  const { personId } = decision;
  if (decision.dirtySince !== null) {
    connection
      .statement('DELETE FROM dirty_persons WHERE portal_id = ? AND person_id = ? AND since = ?')
      .run(portalId, personId, decision.dirtySince);
  }
  connection
    .statement(
      `INSERT INTO decisions (portal_id, person_id, decided_at, playbook_version, ready, gate, crossed_at, decision_json,
         company_id, email_domain_type)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (portal_id, person_id) DO UPDATE SET decided_at = excluded.decided_at,
         playbook_version = excluded.playbook_version, ready = excluded.ready, gate = excluded.gate,
         crossed_at = excluded.crossed_at, decision_json = excluded.decision_json,
         company_id = excluded.company_id, email_domain_type = excluded.email_domain_type`,
    )
    .run(
      portalId,
      personId,
      now,
      playbookVersion,
      decision.ready,
      decision.gate,
      decision.crossedAt,
      JSON.stringify(decision.decision),
      decision.companyId,
      decision.wanted.zo_email_domain_type || null,
    );
  wantValues(connection, portalId, 'contact', personId, decision.wanted);
  enqueueEffects(connection, portalId, decision.effects, now);
  setWake(connection, portalId, 'person', personId, decision.wakeAt);
  const opened = decision.opens ? openOne(connection, portalId, decision, decision.opens, now) : null;
  if (decision.handoffChange) applyHandoffChange(connection, portalId, decision.handoffChange, now);
  for (const receipt of decision.receipts) {
    const about = { personId, companyId: decision.companyId, handoffId: opened, playbookVersion, at: now };
    addReceipt(connection, portalId, receipt, about);
  }
  return decision.opens?.origin === 'direct' && decision.opens.review === null ? opened : null;
}

function openOne(
  connection: SqliteConnection,
  portalId: number,
  decision: Decision,
  { origin, receipt, review }: NonNullable<Decision['opens']>,
  now: number,
): number {
  const handoffId = nextCounter(connection, portalId, 'handoff');
  const record = loadRecord(connection, portalId, 'contact', decision.personId);
  const handoff = openHandoff({
    handoffId,
    personId: decision.personId,
    companyId: decision.companyId,
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
  saveHandoff(connection, portalId, change.handoff);
  setWake(connection, portalId, 'handoff', handoffId, earliestTimer(change.handoff.timers));
  enqueueEffects(connection, portalId, change.effects, now);
  for (const entry of change.receipts) {
    const about = { personId: decision.personId, companyId: decision.companyId, handoffId, at: now };
    addReceipt(connection, portalId, entry, { ...about, playbookVersion: receipt.playbookVersion });
  }
  return handoffId;
}
