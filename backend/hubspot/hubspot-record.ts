/** Records as the gateway gives and takes them. Values are text; '' clears a property, null is an empty one. */
export type RecordType = 'contact' | 'company';

export type HubspotRecord = {
  id: string;
  properties: Record<string, string | null>;
  /** The id that was asked for, when another record has taken its place by a merge. */
  requestedId?: string;
};

export type RecordInput = { id: string; properties: Record<string, string> };

export type UpdateOutcome =
  /** `newId`: the record has been merged; use this id from now on. */
  | { ok: true; newId?: string }
  | { ok: false; kind: 'fix the record'; reason: string; properties: string[]; unknownProperties: string[] }
  | { ok: false; kind: 'gone'; reason: string }
  /** Nothing is lost by trying again after `afterMs`. */
  | { ok: false; kind: 'retry'; reason: string; afterMs: number };

/** `trace` is the caller's own name for the input, unique in the call. */
export type CreateInput = { trace: string; properties: Record<string, string>; companyId?: string };

export type CreateOutcome =
  | { ok: true; id: string }
  | { ok: false; kind: 'already exists'; reason: string; existingId: string | null }
  | { ok: false; kind: 'fix the record'; reason: string; properties: string[]; unknownProperties: string[] }
  | { ok: false; kind: 'retry'; reason: string; afterMs: number }
  /** No usable answer: it may have been created. Look for it before trying again. */
  | { ok: false; kind: 'ambiguous'; reason: string };

export const objectPaths: Record<RecordType, 'contacts' | 'companies'> = { contact: 'contacts', company: 'companies' };

/** HubSpot takes at most this many records in one call. */
export const recordsPerCall = 100;
