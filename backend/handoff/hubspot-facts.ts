/**
 * What HubSpot says about one contact: what the gate needs, and the values the playbook asks for, read in one batch. Stored
 * as records.facts_json; records.facts_at is the moment it was true.
 */
import type { HubspotValues } from '@zo/shared';

export type HubspotFacts = {
  /** False: HubSpot has no such contact (yet). Everything else is then null. */
  exists: boolean;
  contactId: string | null;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  lifecycleStage: string | null;
  ownerId: string | null;
  /** num_contacted_notes: how often somebody of the company contacted this person. */
  contactedNotes: number;
  primaryCompany: PrimaryCompany | null;
  /** False also where deals may not be read. */
  hasOpenDeal: boolean;
  /** Of every property of HubSpot's own that the playbook used when it was read. Absent: nobody looked. */
  values: HubspotValues;
};

export type PrimaryCompany = { id: string; name: string | null };

export const absentContact: HubspotFacts = {
  exists: false,
  contactId: null,
  firstName: null,
  lastName: null,
  email: null,
  lifecycleStage: null,
  ownerId: null,
  contactedNotes: 0,
  primaryCompany: null,
  hasOpenDeal: false,
  values: { contact: {}, company: null },
};

/** Whether a decision may come out differently: names are for people to read. */
export function changesDecision(before: HubspotFacts, after: HubspotFacts): boolean {
  return JSON.stringify(decidedBy(before)) !== JSON.stringify(decidedBy(after));
}

function decidedBy({ firstName: _first, lastName: _last, primaryCompany, ...facts }: HubspotFacts) {
  const { contact, company } = facts.values;
  const inOrder = (values: Record<string, string | null>) =>
    Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...facts, primaryCompany: primaryCompany?.id, values: [inOrder(contact), company && inOrder(company)] };
}

/** How many people work at the primary company; null where HubSpot does not say. */
export function employeesOf({ values }: Pick<HubspotFacts, 'values'>): number | null {
  const employees = Number(values.company?.numberofemployees ?? Number.NaN);
  return Number.isFinite(employees) && employees > 0 ? employees : null;
}
