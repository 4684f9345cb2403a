/** The part of the store on SQLite that sample activity needs. */
import { sampleGroupId, sampleIdPrefix, sampleUserId } from '../../sample/sample-names.ts';
import type { EffectState, SampleStore, SampleWork } from '../sample-store.ts';
import { type ResultRow, withReason } from '../stored-rows.ts';
import { dropCompanyDays } from './company-days.ts';
import type { SqliteConnection } from './connection.ts';
import { loadDecision } from './decision-inputs.ts';
import { setWake } from './handoff-rows.ts';
import { leaveNoTrace } from './leave-no-trace.ts';
import { loadPersonByIdentity } from './person-rows.ts';
import { contactWork } from './record-work.ts';

export function sampleCommands(connection: SqliteConnection): SampleStore {
  return {
    sampleWork: async (portalId) => sampleWork(connection, portalId),
    peopleOfSample: async (portalId) => peopleOfSample(connection, portalId),
    forgetSampleCompany: (portalId) =>
      leaveNoTrace(connection, () => connection.transaction(() => forgetCompany(connection, portalId))),
    effectStates: async (portalId, keys) => effectStates(connection, portalId, keys),
  };
}

function sampleWork(connection: SqliteConnection, portalId: number): SampleWork | null {
  const person = loadPersonByIdentity(connection, portalId, `u:${sampleUserId}`);
  const [work] = person === null ? [] : contactWork(connection, portalId, [person.personId]);
  if (work === undefined) return null;
  const { personId } = work.person;
  const dirty = connection
    .statement<{ since: number }>('SELECT since FROM dirty_persons WHERE portal_id = ? AND person_id = ?')
    .get(portalId, personId);
  return { ...work, decision: loadDecision(connection, portalId, personId), dirtySince: dirty?.since ?? null };
}

/** By the ids the sample's events came under; nobody else is meant, whatever ids a client sends. */
export function peopleOfSample(connection: SqliteConnection, portalId: number): number[] {
  const ids = connection.statement<{ person_id: number }>(
    `SELECT i.person_id FROM identities i
     JOIN persons p ON p.portal_id = i.portal_id AND p.person_id = i.person_id
     WHERE i.portal_id = ? AND i.identity >= ? AND i.identity < ? AND json_extract(p.profile_json, '$.isSample') = 1`,
  );
  const found = ['u:', 'a:'].flatMap((kind) => {
    const from = `${kind}${sampleIdPrefix}`;
    return ids.all(portalId, from, `${from}\u{10ffff}`).map(({ person_id }) => person_id);
  });
  return [...new Set(found)];
}

function forgetCompany(connection: SqliteConnection, portalId: number): void {
  const company = connection
    .statement<{ company_id: number }>('SELECT company_id FROM company_keys WHERE portal_id = ? AND company_key = ?')
    .get(portalId, `g:${sampleGroupId}`);
  if (company === undefined) return;
  const { company_id: companyId } = company;
  const members = connection.statement('SELECT 1 FROM members WHERE portal_id = ? AND company_id = ? LIMIT 1');
  if (members.get(portalId, companyId) !== undefined) return;
  for (const table of ['company_keys', 'companies']) {
    connection.statement(`DELETE FROM ${table} WHERE portal_id = ? AND company_id = ?`).run(portalId, companyId);
  }
  connection
    .statement("DELETE FROM records WHERE portal_id = ? AND kind = 'company' AND subject_id = ?")
    .run(portalId, companyId);
  connection
    .statement("DELETE FROM outbox WHERE portal_id = ? AND effect_key = ? AND state NOT IN ('claimed', 'sending')")
    .run(portalId, `company:${companyId}`);
  dropCompanyDays(connection, portalId, companyId);
  setWake(connection, portalId, 'company', companyId, null);
}

function effectStates(connection: SqliteConnection, portalId: number, keys: string[]): EffectState[] {
  return connection
    .statement<Omit<EffectState, 'reason'> & ResultRow>(
      `SELECT effect_key AS key, state, result_json FROM outbox
       WHERE portal_id = ? AND effect_key IN (SELECT value FROM json_each(?)) ORDER BY effect_key`,
    )
    .all(portalId, JSON.stringify(keys))
    .map(withReason);
}
