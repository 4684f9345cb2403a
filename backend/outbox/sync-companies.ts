/** Links product companies to HubSpot companies and writes what is wanted of them. */
import { activeUsers, type ContractValueRule, expectedContractValue, localDay } from '@zo/shared';
import { readAgain } from '../handoff/hubspot-changes.ts';
import { type CompanyLink, linkCompanies } from '../hubspot/link-companies.ts';
import { planValues, type Values } from '../hubspot/write-plan.ts';
import { isSampleCompany } from '../sample/is-sample.ts';
import type { CompanyWork } from '../store/handoff-store.ts';
import { type EffectOutcome, priorities } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';
import { reportConflicts, uniteCompanies } from './unite-companies.ts';

export async function syncCompanies(lane: HubspotLane, effects: Claimed<'sync company'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId, state, clock } = lane;
  const priority = effects[0]!.priority;
  const effectOf = new Map(effects.map((effect) => [effect.effect.companyId, effect]));
  const today = localDay(clock.now(), state.portal.timeZone);
  const contractValue = state.playbook.review?.expectedContractValue ?? null;
  const loaded = await store.companyWork(portalId, [...effectOf.keys()]);
  const links = await linkCompanies(
    gateway,
    loaded.map((work) => {
      const effect = effectOf.get(work.company.companyId)!;
      return {
        companyId: work.company.companyId,
        recordId: work.record?.recordId ?? null,
        groupId: work.company.profile.groupIds[0] ?? null,
        name: work.company.profile.name,
        domains: domainsOf(work),
        contactIds: work.memberContactIds,
        // A company nobody crossed at is not worth a new record.
        createIfMissing:
          isSampleCompany(work.company.profile) ||
          (state.playbook.companies === 'create' && effect.priority === priorities.crossing),
        isSettled: effect.attempts > 1,
        properties: companyValues(work, contractValue, today),
      };
    }),
    priority,
  );
  const united = await uniteCompanies(lane, loaded, links);
  const works = loaded.filter(({ company }) => !united.has(company.companyId));
  await reportConflicts(lane, works, links);
  const inputs = works.flatMap((work) => {
    const link = links.get(work.company.companyId);
    if (link === undefined || !('recordId' in link) || 'conflict' in link) return [];
    const written = { ...work.record?.written, ...(link.created ? link.written : {}) };
    const values = planValues(companyValues(work, contractValue, today), written);
    return [{ work, link, values }];
  });
  const updates = await gateway.updateRecords(
    'company',
    inputs.flatMap(({ link, values }) => (values === null ? [] : [{ id: link.recordId, properties: values }])),
    priority,
  );
  const outcomes = new Map<number, EffectOutcome>();
  const gone: string[] = [];
  await store.acknowledge(
    portalId,
    'company',
    inputs.map(({ work, link, values }) => {
      const { companyId } = work.company;
      const update = values === null ? undefined : updates.get(link.recordId);
      const isWritten = values !== null && update?.ok === true;
      const isGone = update?.ok === false && update.kind === 'gone';
      outcomes.set(companyId, outcomeOfUpdate(update, effectOf.get(companyId)?.attempts ?? 1));
      if (isGone) gone.push(link.recordId);
      return {
        subjectId: companyId,
        recordId: (update?.ok ? update.newId : undefined) ?? link.recordId,
        written: { ...(link.created ? link.written : {}), ...(isWritten ? values : {}) },
        unsure: update?.ok === false && update.kind === 'retry' ? Object.keys(values ?? {}) : [],
        problem: update?.ok === false && update.kind === 'fix the record' ? update.reason : null,
      };
    }),
  );
  if (gone.length > 0) await store.enqueue(portalId, readAgain([], { companyIds: gone, dealIds: [] }), clock.now());
  return effects.map((effect) => ({
    effect,
    outcome: united.has(effect.effect.companyId)
      ? later(0, 'became one with another product company')
      : (outcomes.get(effect.effect.companyId) ?? outcomeOfLink(links.get(effect.effect.companyId), effect.attempts)),
  }));
}

/** Of domains that only its people know, the one most of them have: others may be those of guests. */
export function domainsOf({ company: { profile }, memberDomains }: CompanyWork): string[] {
  return [...new Set([...profile.domains, ...memberDomains.slice(0, 1)])];
}

/** The expected contract value once it is known; one that was known stays. */
function companyValues({ company, employees }: CompanyWork, rule: ContractValueRule | null, today: number): Values {
  const groupId = company.profile.groupIds[0];
  const value = expectedContractValue(rule, employees);
  return {
    zo_company_active_users: String(activeUsers(company.usage, today)),
    ...(groupId === undefined ? {} : { zo_company_id: groupId }),
    ...(value === null ? {} : { zo_expected_acv: String(value) }),
  };
}

function outcomeOfUpdate(
  update: { ok: true } | { ok: false; kind: string; reason: string; afterMs?: number } | undefined,
  attempts: number,
): EffectOutcome {
  if (update === undefined || update.ok) return done;
  if (update.kind === 'fix the record') return failed(update.reason);
  return later(backoffMs(attempts, update.afterMs ?? 1_000), update.reason);
}

function outcomeOfLink(link: CompanyLink | undefined, attempts: number): EffectOutcome {
  if (link === undefined || 'absent' in link) return done;
  if ('waitMs' in link) return later(link.waitMs, 'waits for HubSpot to make the company by itself');
  if ('conflict' in link) return failed(link.conflict);
  if ('failed' in link) {
    return link.failed === 'retry' ? later(backoffMs(attempts, link.afterMs), link.reason) : failed(link.reason);
  }
  return done;
}
