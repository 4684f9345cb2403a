/** What the company card and the history card need of the store. Like the rest (store.ts): whole commands, keyed by portal. */
import type { DayCounts } from '@zo/shared';
import type { PreviousDecision } from '../handoff/decision.ts';
import type { Handoff } from '../handoff/handoff.ts';
import type { EventSource } from '../ingest/event.ts';
import type { CompanyWork, ContactWork } from './handoff-store.ts';
import type { Receipt } from './receipt-store.ts';

export interface CardStore {
  /** Null: no account of the product is linked to this HubSpot company. However many people it has, a page is read. */
  companyCardWork(portalId: number, hubspotCompanyId: string): Promise<CompanyCardWork | null>;
  /** Null: no product activity belongs to this contact. */
  historyWork(portalId: number, contactId: string): Promise<HistoryWork | null>;
  /** Of this person and of everybody they turned out to be, accepted before `before`; the newest first. */
  personEvents(portalId: number, personId: number, page: { before: number; limit: number }): Promise<PersonEvent[]>;
}

/** How many of a kind there are, and those that are shown. */
export type Listed<One> = { all: number; shown: One[] };

export type CompanyCardWork = Omit<CompanyWork, 'memberContactIds'> & {
  members: number;
  /** Active users as they were known, on the days on which they changed; ascending. */
  days: { day: number; activeUsers: number }[];
  /** When each person was active, for the days before those; null where there are too many people to look. */
  memberDays: { email: string | null; activeDays: DayCounts }[] | null;
  /** Highest score first. */
  people: CompanyPerson[];
  /** Who is ready now, the newest crossing first. */
  crossed: CompanyPerson[];
  /** Newest first: what became of those who crossed before. */
  newestHandoffs: PersonsHandoff[];
  openHandoffs: Listed<PersonsHandoff>;
  /** Members whose address is a personal or a disposable one. */
  personal: Listed<CompanyPerson>;
  /** People with such an address whom HubSpot puts under this company, and who are in none of its product groups. */
  outsiders: CompanyPerson[];
};

export type CompanyPerson = Pick<ContactWork, 'person' | 'record'> & { decision: PreviousDecision | null };

export type PersonsHandoff = Pick<ContactWork, 'person' | 'record'> & { handoff: Handoff };

export type HistoryWork = ContactWork & {
  decision: PreviousDecision | null;
  /** Newest first. */
  handoffs: Handoff[];
  /** What receipts say in one word each, newest first: for the marks over the score. */
  marks: Pick<Receipt, 'receiptId' | 'kind' | 'outcome' | 'at' | 'handoffId'>[];
};

/** A raw event as it was kept. */
export type PersonEvent = { seq: number; body: string; receivedAt: number; source: EventSource };
