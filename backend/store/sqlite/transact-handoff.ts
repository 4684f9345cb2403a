/** One command on a handoff: load, run the pure step, commit what it leaves behind. */
import type { ActionCall, HandoffContext, HandoffSelector, HandoffStep } from '../../handoff/handoff-change.ts';
import { applyHandoffChange } from './apply-handoff-change.ts';
import { loadCompany } from './company-rows.ts';
import type { SqliteConnection } from './connection.ts';
import { nextCounter, readCounter } from './counter-rows.ts';
import { loadDecision } from './decision-inputs.ts';
import { loadCompanyOwner, loadHandoff, loadHandoffHistory, loadOpenHandoff } from './handoff-rows.ts';
import { loadLastOwner } from './last-owner.ts';
import { loadLedger, loadOwnerLoad } from './owner-load.ts';
import { loadPerson } from './person-rows.ts';
import { loadRecord, subjectOfRecord } from './record-rows.ts';

export function transactHandoff<Answer>(
  connection: SqliteConnection,
  portalId: number,
  selector: HandoffSelector,
  now: number,
  step: HandoffStep<Answer>,
): Answer | null {
  return connection.transaction(() => {
    const personId = personOf(connection, portalId, selector);
    if (personId === null) return null;
    const context = loadContext(connection, portalId, personId, selector);
    if (context === null) return null;
    const { answer, change, also, call } = step(context);
    for (const one of [change, also]) {
      if (one && !applyHandoffChange(connection, portalId, one, now)) {
        throw new Error(`Handoff ${one.handoff.handoffId} changed inside its own transaction`);
      }
    }
    if (call)
      keepCall(connection, portalId, call, change?.handoff.handoffId ?? context.handoff?.handoffId ?? null, now);
    return answer;
  });
}

function personOf(connection: SqliteConnection, portalId: number, selector: HandoffSelector): number | null {
  if ('personId' in selector) return selector.personId;
  if ('handoffId' in selector) return loadHandoff(connection, portalId, selector.handoffId)?.personId ?? null;
  return subjectOfRecord(connection, portalId, 'contact', selector.contactId);
}

function loadContext(
  connection: SqliteConnection,
  portalId: number,
  personId: number,
  selector: HandoffSelector,
): HandoffContext | null {
  const person = loadPerson(connection, portalId, personId);
  if (person === null) return null;
  const history = loadHandoffHistory(connection, portalId, personId);
  const open = loadOpenHandoff(connection, portalId, personId);
  const callbackId = 'personId' in selector ? undefined : selector.callbackId;
  return {
    handoff: 'handoffId' in selector ? loadHandoff(connection, portalId, selector.handoffId) : open,
    newest: history.newest,
    handoffCount: history.count,
    handoffs: history.handoffs,
    person,
    company: person.companyId === null ? null : loadCompany(connection, portalId, person.companyId),
    record: loadRecord(connection, portalId, 'contact', personId),
    decision: loadDecision(connection, portalId, personId),
    companyOwnerId: loadCompanyOwner(connection, portalId, person.companyId, personId),
    lastOwner: (since) => loadLastOwner(connection, portalId, person, since),
    rotation: readCounter(connection, portalId, 'rotation'),
    ledger: loadLedger(connection, portalId),
    loadOf: (ownerId, since) => loadOwnerLoad(connection, portalId, ownerId, since),
    answeredBefore: callbackId === undefined ? undefined : answerOfCall(connection, portalId, callbackId),
    newHandoffId: () => nextCounter(connection, portalId, 'handoff'),
    colleague: (contactId) => {
      const colleagueId = personOf(connection, portalId, { contactId });
      return colleagueId === null ? null : loadContext(connection, portalId, colleagueId, { contactId });
    },
  };
}

export function keepCall(
  connection: SqliteConnection,
  portalId: number,
  { callbackId, action, answer }: ActionCall,
  handoffId: number | null,
  now: number,
): void {
  connection
    .statement(
      `INSERT INTO action_calls (portal_id, callback_id, action, received_at, answer_json, handoff_id)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (portal_id, callback_id) DO NOTHING`,
    )
    .run(portalId, callbackId, action, now, JSON.stringify(answer), handoffId);
}

/** What this callback was completed with, else what it was answered; undefined when it is new. */
export function answerOfCall(connection: SqliteConnection, portalId: number, callbackId: string): unknown {
  const row = connection
    .statement<{ answer_json: string }>(
      `SELECT coalesce(completed_json, answer_json) AS answer_json FROM action_calls
       WHERE portal_id = ? AND callback_id = ?`,
    )
    .get(portalId, callbackId);
  return row ? JSON.parse(row.answer_json) : undefined;
}
