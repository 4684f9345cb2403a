/**
 * One sweep of a portal: which contacts and companies changed in HubSpot since the last one, and what that changes for
 * people whose values have been read before. Whoever was never read is left alone: they are read when it matters. Our own
 * writes come by as well; they change nothing the playbook asks for, and nobody is decided again for them.
 */
import type { UsedProperties } from '@zo/shared';
import { nothingChanged } from '../handoff/hubspot-changes.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { RecordType } from '../hubspot/hubspot-record.ts';
import { readCompanyParts, readContactFacts } from '../hubspot/read-contact-facts.ts';
import { type ChangedRecord, changesSince } from '../hubspot/search-changes.ts';
import { priorities } from '../outbox/effect.ts';
import type { KnownFacts, RefreshedFacts, ValuesStore } from '../store/values-store.ts';
import { refreshUnderCompany } from './refresh-under-company.ts';
import { nextWatermark, sweepFrom } from './watermark.ts';

export type SweepParts = {
  portalId: number;
  store: ValuesStore;
  gateway: Pick<
    HubspotGateway,
    'provePortal' | 'searchChanges' | 'readContacts' | 'readCompanies' | 'primaryCompanies' | 'contactDeals'
  >;
  used: UsedProperties;
  now: () => number;
  /** After each page, when what it changed is saved: the sweep goes on from here, whatever happens. */
  onPage: (progress: SweepProgress) => Promise<void>;
  signal?: AbortSignal;
};

export type SweepProgress = { type: RecordType; watermark: number; seen: number; changed: number };

const priority = priorities.reconciliation;

/** `watermarks`: to where the last sweep came, for contacts and for companies; null before the first. */
export async function sweepPortal(
  parts: SweepParts,
  watermarks: Record<RecordType, number | null>,
): Promise<{ seen: number; changed: number }> {
  await parts.gateway.provePortal();
  const contacts = await sweepType(parts, 'contact', watermarks.contact, refreshContacts);
  if (parts.used.company.length === 0) return contacts;
  const companies = await sweepType(parts, 'company', watermarks.company, refreshCompanies);
  return { seen: contacts.seen + companies.seen, changed: contacts.changed + companies.changed };
}

type Refresh = (parts: SweepParts, ids: string[]) => Promise<number>;

async function sweepType(
  parts: SweepParts,
  type: RecordType,
  watermark: number | null,
  refresh: Refresh,
): Promise<{ seen: number; changed: number }> {
  const startedAt = parts.now();
  const from = sweepFrom(watermark, startedAt);
  const total = { seen: 0, changed: 0 };
  const report = (last: ChangedRecord | undefined) =>
    parts.onPage({ type, watermark: nextWatermark(from, startedAt, last?.modifiedAt ?? null), ...total });
  await report(undefined);
  for await (const page of changesSince((query) => parts.gateway.searchChanges(type, query, priority), from)) {
    parts.signal?.throwIfAborted();
    const changed = await refresh(
      parts,
      page.map(({ id }) => id),
    );
    total.seen += page.length;
    total.changed += changed;
    await report(page.at(-1));
  }
  return total;
}

async function refreshContacts(parts: SweepParts, ids: string[]): Promise<number> {
  return readPeopleAgain(parts, await parts.store.factsOfContacts(parts.portalId, ids));
}

/** How many are decided again for what HubSpot says of them now. */
export async function readPeopleAgain(
  { store, gateway, portalId, used, now }: Omit<SweepParts, 'onPage'>,
  people: readonly KnownFacts[],
): Promise<number> {
  if (people.length === 0) return 0;
  const askedAt = now();
  const contactIds = [...new Set(people.flatMap(({ contactId }) => contactId ?? []))];
  const read = await readContactFacts(gateway, used, contactIds, priority);
  const elsewhere = people.flatMap(({ contactId }) => {
    const isThere = contactId === null || read.get(contactId)?.contactId === contactId;
    return isThere ? [] : [contactId];
  });
  // Deleted, or merged into another: whichever it was is followed by reading it once more.
  if (elsewhere.length > 0) {
    await store.noteChanges(portalId, { ...nothingChanged, contactIds: elsewhere }, now());
  }
  const refreshed = people.flatMap(({ personId, contactId, factsAt }): RefreshedFacts[] => {
    const facts = read.get(contactId ?? '');
    return facts === undefined || facts.contactId !== contactId
      ? []
      : [{ personId, facts, factsAt: askedAt, basedOn: factsAt }];
  });
  return store.refreshFacts(portalId, refreshed, now());
}

async function refreshCompanies({ store, gateway, portalId, used, now }: SweepParts, ids: string[]): Promise<number> {
  const companyIds = await store.primaryCompaniesOf(portalId, ids);
  const askedAt = now();
  let changed = 0;
  for (const [companyId, company] of await readCompanyParts(gateway, used, companyIds, priority)) {
    changed += await refreshUnderCompany({ store, portalId, now }, companyId, company, askedAt);
  }
  return changed;
}
