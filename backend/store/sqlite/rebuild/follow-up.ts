/**
 * What follows from new rules before everybody is decided again. Each step goes on from where it stands, also after a
 * restart, and each of its writes is a short transaction that says how far it has come.
 */

import { localDay } from '@zo/shared';
import { businessDomainOf } from '../../../ingest/email-domain.ts';
import type { EventSource } from '../../../ingest/event.ts';
import { priorities } from '../../../outbox/effect.ts';
import { type CompiledRules, compileRules } from '../../../usage/compile-rules.ts';
import { type AcceptedEvent, foldGroup, isUncounted, recountCompany, syncCompany } from '../../../usage/fold-group.ts';
import type { Changes, LoadedState } from '../../../usage/group-state.ts';
import { settleAgain } from '../../../usage/settle-again.ts';
import type { StepProgress, UnfinishedStep } from '../../rules-store.ts';
import type { FoldRules, Normalise } from '../../store.ts';
import { type CompanyRow, toCompany } from '../../stored-rows.ts';
import { takeIds } from '../accept-events.ts';
import { saveCompanyDay } from '../company-days.ts';
import type { SqliteConnection } from '../connection.ts';
import { countMembers } from '../count-members.ts';
import { readCounter } from '../counter-rows.ts';
import { enqueueEffects } from '../enqueue-effects.ts';
import { withTexts } from '../event-blocks.ts';
import { setWake } from '../handoff-rows.ts';
import { loadGroup, loadPersonGroup } from '../load-group.ts';
import { checkCurrent, endStep, loadRulesInForce, saveReached } from '../rules-in-force.ts';
import { writeGroup } from '../write-group.ts';

type Step = {
  portalId: number;
  compiled: CompiledRules;
  normalise: Normalise;
  now: number;
  /** The last event, person or company done. */
  after: number;
};

/** Does the next chunk. Returns the last one it did; null when there is none left. */
type DoChunk = (connection: SqliteConnection, step: Step) => number | null;

const chunks: Record<Exclude<UnfinishedStep, 'decide'>, { next: DoChunk; counter: string }> = {
  resolve: { next: resolveChunk, counter: 'event' },
  settle: { next: settleChunk, counter: 'person' },
  recount: { next: recountChunk, counter: 'company' },
};

export function* followUp(
  connection: SqliteConnection,
  portalId: number,
  rules: FoldRules,
  normalise: Normalise,
  now: number,
): Generator<StepProgress, void> {
  const compiled = compileRules(rules);
  for (;;) {
    const inForce = loadRulesInForce(connection, portalId);
    if (inForce === null || inForce.unfinished === null || inForce.unfinished === 'decide') return;
    checkCurrent(connection, portalId, rules);
    const { unfinished, reached } = inForce;
    const { next, counter } = chunks[unfinished];
    const upTo = next(connection, { portalId, compiled, normalise, now, after: reached });
    if (upTo === null) endStep(connection, portalId, unfinished);
    else {
      saveReached(connection, portalId, upTo);
      yield { done: upTo, total: Math.max(upTo, readCounter(connection, portalId, counter)) };
    }
  }
}

const eventsLookedAt = 20_000;
const eventsResolved = 200;

type EventRow = { seq: number; received_at: number; source: EventSource; body_json: string };

/** Events that count from now on find their persons as newly accepted ones do. */
function resolveChunk(
  connection: SqliteConnection,
  { portalId, compiled, normalise, now, after }: Step,
): number | null {
  const newest = readCounter(connection, portalId, 'event');
  if (after >= newest) return null;
  const upTo = Math.min(after + eventsLookedAt, newest);
  const read = connection.statement<EventRow>(
    `SELECT seq, received_at, source, body_json FROM events
     WHERE portal_id = ? AND seq > ? AND seq <= ? AND person_id IS NULL ORDER BY seq LIMIT ?`,
  );
  const rows = connection.transaction(() =>
    withTexts(connection, portalId, read.all(portalId, after, upTo, eventsResolved)),
  );
  const counting: AcceptedEvent[] = rows
    .map((row) => ({ event: normalise(row.body_json, row.received_at, row.source), seq: row.seq }))
    .filter(({ event }) => !isUncounted(event, compiled));
  if (counting.length > 0) {
    changeGroup(connection, portalId, now, () => {
      const state = loadGroup(
        connection,
        portalId,
        counting.map(({ event }) => event),
      );
      return { state, fold: () => foldGroup(state, counting, compiled, now), seqs: counting.map(({ seq }) => seq) };
    });
  }
  return rows.length === eventsResolved ? rows.at(-1)!.seq : upTo;
}

const personsLookedAt = 1000;

/** Memberships follow what the rules now say of e-mail domains. */
function settleChunk(connection: SqliteConnection, { portalId, compiled, now, after }: Step): number | null {
  const rows = connection
    .statement<{ person_id: number; email: string | null; business_domain: string | null }>(
      `SELECT person_id, json_extract(profile_json, '$.email') AS email,
         json_extract(profile_json, '$.businessDomain') AS business_domain
       FROM persons WHERE portal_id = ? AND person_id > ? ORDER BY person_id LIMIT ?`,
    )
    .all(portalId, after, personsLookedAt);
  const toSettle = rows
    .filter((row) => businessDomainOf(row.email, compiled.playbook.emailDomains) !== row.business_domain)
    .map((row) => row.person_id);
  const atOnce = 200;
  for (let start = 0; start < toSettle.length; start += atOnce) {
    changeGroup(connection, portalId, now, () => {
      const state = loadPersonGroup(connection, portalId, toSettle.slice(start, start + atOnce));
      return { state, fold: () => settleAgain(state, compiled, now), seqs: [] };
    });
  }
  return rows.at(-1)?.person_id ?? null;
}

type Work = { state: LoadedState; fold: () => Changes; seqs: number[] };

function changeGroup(connection: SqliteConnection, portalId: number, now: number, load: () => Work): void {
  connection.transaction(() => {
    const { state, fold, seqs } = load();
    const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
    const changes = fold();
    takeIds(connection, portalId, state, free);
    const assign = connection.statement('UPDATE events SET person_id = ? WHERE portal_id = ? AND seq = ?');
    for (const [index, seq] of seqs.entries()) assign.run(changes.personIds[index], portalId, seq);
    writeGroup(connection, portalId, changes, now, { as: 'before' });
  });
}

const companiesAtOnce = 50;

/** Companies are counted from the usage of their people; what comes out as it was is not written. */
function recountChunk(connection: SqliteConnection, step: Step): number | null {
  const companyIds = connection
    .statement<{ company_id: number }>(
      'SELECT company_id FROM companies WHERE portal_id = ? AND company_id > ? ORDER BY company_id LIMIT ?',
    )
    .all(step.portalId, step.after, companiesAtOnce)
    .map((row) => row.company_id);
  for (const companyId of companyIds) while (!recountOne(connection, step, companyId));
  return companyIds.at(-1) ?? null;
}

/** False: somebody of the company did something meanwhile, and it must be counted once more. */
function recountOne(connection: SqliteConnection, { portalId, compiled, now }: Step, companyId: number): boolean {
  const today = localDay(now, compiled.timeZone);
  const { row, usage } = readTogether(connection, () => ({
    row: loadCompanyRow(connection, portalId, companyId),
    usage: countMembers(connection, portalId, companyId, compiled, today),
  }));
  if (row === undefined) return true;
  const company = { ...toCompany(row), usage };
  const { changed, wakeAt } = recountCompany(company, compiled, today);
  const usageJson = JSON.stringify(usage);
  if (!changed && usageJson === row.usage_json) return true;
  return connection.transaction(() => {
    const { changes } = connection
      .statement(
        `UPDATE companies SET usage_json = ?, active_users = ?
         WHERE portal_id = ? AND company_id = ? AND usage_json = ? AND active_users = ?`,
      )
      .run(usageJson, company.activeUsers, portalId, companyId, row.usage_json, row.active_users);
    if (changes === 0) return false;
    setWake(connection, portalId, 'company', companyId, wakeAt);
    if (!changed) return true;
    saveCompanyDay(connection, portalId, { companyId, day: today, activeUsers: company.activeUsers });
    enqueueEffects(connection, portalId, [{ ...syncCompany(companyId), priority: priorities.backfill }], now);
    return true;
  });
}

function loadCompanyRow(connection: SqliteConnection, portalId: number, companyId: number): CompanyRow | undefined {
  return connection
    .statement<CompanyRow>(
      'SELECT company_id, profile_json, usage_json, active_users FROM companies WHERE portal_id = ? AND company_id = ?',
    )
    .get(portalId, companyId);
}

/** Reads of one moment, though another connection writes. */
function readTogether<Result>(connection: SqliteConnection, read: () => Result): Result {
  if (connection.database.inTransaction) return read();
  connection.database.exec('BEGIN');
  try {
    return read();
  } finally {
    connection.database.exec('COMMIT');
  }
}
