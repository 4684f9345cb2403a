/** One command on a handoff: load, run the pure step, commit what it leaves behind. */
import type { HandoffContext, HandoffSelector, HandoffStep } from '../../handoff/handoff-change.ts';
import { answerOfCall, keepCall } from './action-calls.ts';
import { applyHandoffChange, effectKeysOf } from './apply-handoff-change.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { loadCompanyOwner, loadDecision, loadHandoff, loadHistory, loadOpenHandoff } from './handoff-rows.ts';
import { lockEffects } from './lock-effects.ts';
import { loadLastOwner, loadLedger, loadOwnerLoad } from './owner-load.ts';
import { loadCompany, loadPerson } from './person-rows.ts';
import { createReadings, type Readings } from './readings.ts';
import { loadRecord, subjectOfRecord } from './record-rows.ts';
import { readCounter, takeCounter } from './rows.ts';

/**
 * Handoffs of one portal wait for each other, also across nodes: whoever assigns reads the ledger that the one before wrote.
 */
export function transactHandoff<Answer>(
  connection: PostgresConnection,
  portalId: number,
  selector: HandoffSelector,
  now: number,
  step: HandoffStep<Answer>,
): Promise<Answer | null> {
  return connection.portalTransaction(portalId, (query) => runStep(query, portalId, selector, now, step));
}

/** Under the portal's lock. */
export async function runStep<Answer>(
  query: Query,
  portalId: number,
  selector: HandoffSelector,
  now: number,
  step: HandoffStep<Answer>,
): Promise<Answer | null> {
  const personId = await personOf(query, portalId, selector);
  if (personId === null) return null;
  const readings = createReadings();
  const context = await loadContext(query, portalId, personId, selector, readings);
  if (context === null) return null;
  const { answer, change, also, call } = await readings.run(() => step(context));
  if (change && also) await lockEffects(query, portalId, [change, also].flatMap(effectKeysOf));
  for (const one of [change, also]) {
    if (one && !(await applyHandoffChange(query, portalId, one, now))) {
      throw new Error(`Handoff ${one.handoff.handoffId} changed inside its own transaction`);
    }
  }
  const handoffId = change?.handoff.handoffId ?? context.handoff?.handoffId ?? null;
  if (call) await keepCall(query, portalId, call, handoffId, now);
  return answer;
}

async function personOf(query: Query, portalId: number, selector: HandoffSelector): Promise<number | null> {
  if ('personId' in selector) return selector.personId;
  if ('handoffId' in selector) return (await loadHandoff(query, portalId, selector.handoffId))?.personId ?? null;
  return subjectOfRecord(query, portalId, 'contact', selector.contactId);
}

async function loadContext(
  query: Query,
  portalId: number,
  personId: number,
  selector: HandoffSelector,
  readings: Readings,
): Promise<HandoffContext | null> {
  const person = await loadPerson(query, portalId, personId);
  if (person === null) return null;
  const { companyId } = person;
  const history = await loadHistory(query, portalId, personId);
  const callbackId = 'personId' in selector ? undefined : selector.callbackId;
  const isNamed = 'handoffId' in selector;
  return {
    handoff: isNamed
      ? await loadHandoff(query, portalId, selector.handoffId)
      : await loadOpenHandoff(query, portalId, personId),
    newest: history.newest,
    handoffCount: history.count,
    handoffs: history.handoffs,
    person,
    company: companyId === null ? null : await loadCompany(query, portalId, companyId),
    record: await loadRecord(query, portalId, 'contact', personId),
    decision: await loadDecision(query, portalId, personId),
    companyOwnerId: await loadCompanyOwner(query, portalId, companyId, personId),
    rotation: await readCounter(query, portalId, 'rotation'),
    ledger: await loadLedger(query, portalId),
    answeredBefore: callbackId === undefined ? undefined : await answerOfCall(query, portalId, callbackId),
    lastOwner: (since) =>
      readings.of(`last owner of ${personId} since ${since}`, () => loadLastOwner(query, portalId, person, since)),
    loadOf: (ownerId, since) =>
      readings.of(`load of ${ownerId} since ${since}`, () => loadOwnerLoad(query, portalId, ownerId, since)),
    newHandoffId: () => readings.of(`new handoff of ${personId}`, () => takeCounter(query, portalId, 'handoff', 1)),
    colleague: (contactId) =>
      readings.of(`colleague ${contactId}`, async () => {
        const colleagueId = await personOf(query, portalId, { contactId });
        return colleagueId === null ? null : loadContext(query, portalId, colleagueId, { contactId }, readings);
      }),
  };
}
