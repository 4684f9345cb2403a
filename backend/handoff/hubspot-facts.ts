/**
 * What HubSpot says about one contact: what the gate needs, who owns what, what sales has done, and the values the playbook
 * asks for, read in one batch. Stored as records.facts_json; records.facts_at is the moment it was true.
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
  /** hs_lead_status; a portal has its own options. */
  leadStatus: string | null;
  ownerId: string | null;
  /** num_contacted_notes: how often somebody of the company contacted this person. */
  contactedNotes: number;
  engagement: Engagement;
  primaryCompany: PrimaryCompany | null;
  /** Owner of the primary company. */
  companyOwnerId: string | null;
  /** False also where deals may not be read. */
  hasOpenDeal: boolean;
  deals: ContactDeals;
  /** Of every property of HubSpot's own that the playbook used when it was read. Absent: nobody looked. */
  values: HubspotValues;
};

export type PrimaryCompany = { id: string; name: string | null };

/** What HubSpot keeps of sales' dealings with a contact. Null: it did not happen, or it is not known. */
export type Engagement = {
  /** notes_last_contacted: the latest call, message, e-mail or meeting. A meeting that is booked lies in the future. */
  lastContactedAt: number | null;
  /** hs_sa_first_engagement_date: the current owner's first one since the contact was assigned to them. */
  ownerFirstAt: number | null;
  /** hs_sa_first_engagement_object_type: CALL, EMAIL, MEETING_EVENT, TASK or CONVERSATION_SESSION. */
  ownerFirstType: string | null;
  /** engagements_last_meeting_booked. HubSpot gives the time of the meeting, which lies in the future. */
  meetingAt: number | null;
  /** hs_latest_sequence_enrolled_date: since then HubSpot may send e-mails in the owner's name by itself. */
  sequenceSince: number | null;
  /** hs_sequences_is_enrolled: such e-mails are still being sent. */
  isInSequence: boolean;
};

/** Null: there is none, or deals may not be read. */
export type ContactDeals = {
  /** Owner of the open deal that was created last. */
  openOwnerId: string | null;
  /** When the latest won one, and the latest lost one, were closed. */
  wonAt: number | null;
  lostAt: number | null;
};

export const noEngagement: Engagement = {
  lastContactedAt: null,
  ownerFirstAt: null,
  ownerFirstType: null,
  meetingAt: null,
  sequenceSince: null,
  isInSequence: false,
};

export const noDeals: ContactDeals = { openOwnerId: null, wonAt: null, lostAt: null };

export const absentContact: HubspotFacts = {
  exists: false,
  contactId: null,
  firstName: null,
  lastName: null,
  email: null,
  lifecycleStage: null,
  leadStatus: null,
  ownerId: null,
  contactedNotes: 0,
  engagement: noEngagement,
  primaryCompany: null,
  companyOwnerId: null,
  hasOpenDeal: false,
  deals: noDeals,
  values: { contact: {}, company: null },
};

/** As they were kept by an earlier version of this program: what it did not ask for is not known. */
export type KeptFacts = Omit<HubspotFacts, AskedForLater> & Partial<Pick<HubspotFacts, AskedForLater>>;
type AskedForLater = 'leadStatus' | 'engagement' | 'companyOwnerId' | 'deals' | 'values';

export function completeFacts(kept: KeptFacts): HubspotFacts {
  return {
    ...kept,
    leadStatus: kept.leadStatus ?? null,
    engagement: { ...noEngagement, ...kept.engagement },
    companyOwnerId: kept.companyOwnerId ?? null,
    deals: { ...noDeals, ...kept.deals },
    values: kept.values ?? { contact: {}, company: kept.primaryCompany && {} },
  };
}

/** Whether a decision may come out differently: names are for people to read. */
export function changesDecision(before: HubspotFacts, after: HubspotFacts): boolean {
  return inOrder(decidedBy(before)) !== inOrder(decidedBy(after));
}

function decidedBy({ firstName: _first, lastName: _last, primaryCompany, ...facts }: HubspotFacts) {
  return { ...facts, primaryCompany: primaryCompany?.id };
}

/** As JSON, members by name: what was kept by an earlier version has them in another order. */
function inOrder(facts: object): string {
  return JSON.stringify(facts, (_name, value) => (isMap(value) ? Object.fromEntries(sortedEntries(value)) : value));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedEntries(map: Record<string, unknown>): [string, unknown][] {
  return Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** How many people work at the primary company; null where HubSpot does not say. */
export function employeesOf({ values }: Pick<HubspotFacts, 'values'>): number | null {
  const employees = Number(values.company?.numberofemployees ?? Number.NaN);
  return Number.isFinite(employees) && employees > 0 ? employees : null;
}
