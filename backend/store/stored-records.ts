/** Rows of HubSpot records, which both databases keep in the same columns, and what they are read as. */
import type { RecordState } from '../handoff/decision.ts';
import { completeFacts, type HubspotFacts } from '../handoff/hubspot-facts.ts';
import type { KnownFacts } from './values-store.ts';

export type RecordKind = 'contact' | 'company';

export type RecordRow = {
  record_id: string | null;
  wanted_json: string;
  written_json: string;
  facts_json: string | null;
  facts_at: number | null;
  problem: string | null;
  deleted_id: string | null;
  deleted_at: number | null;
};

export function toRecord(row: RecordRow): RecordState {
  return {
    recordId: row.record_id,
    wanted: JSON.parse(row.wanted_json),
    written: JSON.parse(row.written_json),
    facts: row.facts_json === null ? null : readStoredFacts(row.facts_json),
    factsAt: row.facts_at,
    problem: row.problem,
    ...(row.deleted_id !== null && { deleted: { id: row.deleted_id, at: row.deleted_at! } }),
  };
}

export function readStoredFacts(json: string): HubspotFacts {
  return completeFacts(JSON.parse(json));
}

export const newRecord: RecordState = {
  recordId: null,
  wanted: {},
  written: {},
  facts: null,
  factsAt: null,
  problem: null,
};

/** A contact that was read. */
export type FactsRow = { subject_id: number; record_id: string | null; facts_json: string; facts_at: number };

export function toKnownFacts(row: FactsRow): KnownFacts {
  return {
    personId: row.subject_id,
    contactId: row.record_id,
    facts: readStoredFacts(row.facts_json),
    factsAt: row.facts_at,
  };
}
