/**
 * Reads HubSpot companies again, as locate-contacts does contacts: links follow merges, companies of ours that became one become
 * one, what was deleted is lost, what was restored is linked again. What a company says is kept with everybody under it.
 */
import type { UsedProperties } from '@zo/shared';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import { readWholeCompanies } from '../hubspot/read-contact-facts.ts';
import type { Priority } from '../outbox/effect.ts';
import type { CompanyClaim, HandoffStore } from '../store/handoff-store.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { CurrentRules } from '../store/store.ts';
import type { ValuesStore } from '../store/values-store.ts';
import { refreshUnderCompany } from '../sweep/refresh-under-company.ts';
import { findGone, idsToLookFor } from './find-gone.ts';
import { movesOf } from './locate-contacts.ts';

export type LocateCompaniesParts = {
  portalId: number;
  store: Pick<
    LinkStore,
    'mergeHints' | 'followMerges' | 'subjectsKnownBy' | 'loseCompanies' | 'regainCompanies' | 'readPeopleUnder'
  > &
    Pick<HandoffStore, 'uniteCompanies' | 'companyWork'> &
    Pick<ValuesStore, 'factsUnderCompany' | 'refreshFacts'>;
  gateway: Pick<HubspotGateway, 'readCompanies' | 'readArchived'>;
  used: UsedProperties;
  rules: CurrentRules;
  priority: Priority;
  now: () => number;
};

export type LocatedCompanies = {
  /** Companies HubSpot has, by the ids they have now. */
  live: string[];
  moved: number;
  lost: number;
  restored: number;
  changed: number;
};

export async function locateCompanies(
  parts: LocateCompaniesParts,
  recordIds: readonly string[],
): Promise<LocatedCompanies> {
  const { store, portalId, gateway, used, priority, now } = parts;
  const askedAt = now();
  const live = await readWholeCompanies(gateway, used, recordIds, priority);
  const missing = recordIds.filter((id) => !live.has(id));
  const moved = await store.followMerges(portalId, 'company', movesOf(live), now());

  const liveIds = [...new Set([...live.values()].map(({ id }) => id))];
  const restored = await store.regainCompanies(portalId, liveIds, now());
  await unite(parts, [...live.values()]);

  let changed = 0;
  for (const { id, part } of new Map([...live.values()].map((one) => [one.id, one])).values()) {
    changed += await refreshUnderCompany({ store, portalId, now }, id, part, askedAt);
  }
  const { lost, movedInBin } = missing.length === 0 ? nothingLost : await loseMissing(parts, missing);
  return { live: liveIds, moved: moved + movedInBin, lost, restored, changed };
}

const nothingLost = { lost: 0, movedInBin: 0 };

async function loseMissing(parts: LocateCompaniesParts, missing: string[]) {
  const { store, portalId, gateway, priority, now } = parts;
  const hints = await store.mergeHints(portalId, 'company', missing);
  const bin = await gateway.readArchived('company', idsToLookFor(missing, hints), priority);
  const { gone, moves } = findGone(missing, hints, bin);
  const movedInBin = await store.followMerges(portalId, 'company', moves, now());
  await unite(parts, [...gone.values()]);
  const ids = [...new Set([...gone.values()].map(({ id }) => id))];
  const subjects = await store.subjectsKnownBy(portalId, 'company', ids);
  const archivedAt = new Map([...gone.values()].map((one) => [one.id, one.archivedAt]));
  const lost = await store.loseCompanies(
    portalId,
    [...subjects].flatMap(([recordId, companyIds]) =>
      companyIds.map((companyId) => ({ companyId, recordId, deletedAt: archivedAt.get(recordId) ?? now() })),
    ),
  );
  // Whose primary company it was has another one now, or none.
  for (const id of ids) await store.readPeopleUnder(portalId, id, now());
  return { lost, movedInBin };
}

/** Companies of ours that share a HubSpot company by now, deleted since or not. */
async function unite(
  { store, portalId, rules, now }: LocateCompaniesParts,
  records: readonly { id: string; carriedId: string | null }[],
): Promise<void> {
  const carried = new Map(records.map(({ id, carriedId }) => [id, carriedId]));
  const subjects = await store.subjectsKnownBy(portalId, 'company', [...carried.keys()]);
  const claims: CompanyClaim[] = [];
  for (const [recordId, companyIds] of subjects) {
    if (companyIds.length < 2) continue;
    const heldBy = carried.get(recordId) ?? null;
    claims.push(...companyIds.map((companyId) => ({ companyId, recordId, heldBy })));
  }
  if (claims.length > 0) await store.uniteCompanies(portalId, claims, rules, now());
}
