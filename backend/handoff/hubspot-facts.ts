/**
 * What the gate needs from HubSpot about one contact, read in one batch. Stored as records.facts_json.
 */
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
};

export type PrimaryCompany = { id: string; name: string | null; employees: number | null };

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
};
