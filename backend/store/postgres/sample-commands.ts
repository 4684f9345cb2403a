/** The part of the store on PostgreSQL that sample activity needs. */
import { sampleGroupId, sampleUserId } from '../../sample/sample-names.ts';
import type { EffectState, SampleStore, SampleWork } from '../sample-store.ts';
import { type ResultRow, withReason } from '../stored-rows.ts';
import { dirtySince } from './card-work.ts';
import { dropCompanyDays } from './company-days.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { loadDecision } from './handoff-rows.ts';
import { loadPersonByIdentity } from './person-rows.ts';
import { contactWork } from './record-work.ts';
import { setWakes } from './rows.ts';
import { peopleOfSample } from './sample-people.ts';

export function sampleCommands({ forPortal, snapshot, portalTransaction }: PostgresConnection): SampleStore {
  return {
    sampleWork: (portalId) => snapshot(portalId, (within) => sampleWork(within, portalId)),
    peopleOfSample: (portalId) => peopleOfSample(forPortal(portalId), portalId),
    forgetSampleCompany: (portalId) => portalTransaction(portalId, (within) => forgetCompany(within, portalId)),
    effectStates: (portalId, keys) => effectStates(forPortal(portalId), portalId, keys),
  };
}

async function sampleWork(query: Query, portalId: number): Promise<SampleWork | null> {
  const person = await loadPersonByIdentity(query, portalId, `u:${sampleUserId}`);
  const [work] = person === null ? [] : await contactWork(query, portalId, [person.personId]);
  if (work === undefined) return null;
  const { personId } = work.person;
  return {
    ...work,
    decision: await loadDecision(query, portalId, personId),
    dirtySince: await dirtySince(query, portalId, personId),
  };
}

async function forgetCompany(query: Query, portalId: number): Promise<void> {
  const [company] = await query<{ company_id: number }>(
    `SELECT company_id FROM company_keys k WHERE portal_id = $1 AND company_key = $2
       AND NOT EXISTS (SELECT FROM members m WHERE m.portal_id = $1 AND m.company_id = k.company_id)`,
    [portalId, `g:${sampleGroupId}`],
  );
  if (company === undefined) return;
  const { company_id: companyId } = company;
  await query('DELETE FROM company_keys WHERE portal_id = $1 AND company_id = $2', [portalId, companyId]);
  await query('DELETE FROM companies WHERE portal_id = $1 AND company_id = $2', [portalId, companyId]);
  await query("DELETE FROM records WHERE portal_id = $1 AND kind = 'company' AND subject_id = $2", [
    portalId,
    companyId,
  ]);
  await query("DELETE FROM outbox WHERE portal_id = $1 AND effect_key = $2 AND state NOT IN ('claimed', 'sending')", [
    portalId,
    `company:${companyId}`,
  ]);
  await dropCompanyDays(query, portalId, companyId);
  await setWakes(query, portalId, 'company', [{ subjectId: companyId, dueAt: null }]);
}

async function effectStates(query: Query, portalId: number, keys: string[]): Promise<EffectState[]> {
  const rows = await query<Omit<EffectState, 'reason'> & ResultRow>(
    `SELECT effect_key AS key, state, result_json FROM outbox
     WHERE portal_id = $1 AND effect_key = ANY ($2::text[]) ORDER BY effect_key`,
    [portalId, keys],
  );
  return rows.map(withReason);
}
