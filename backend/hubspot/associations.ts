/** Which company a contact belongs to, and putting it there. */
import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/associations/v4/index.js';
import type { Priority } from '../outbox/effect.ts';
import { type BatchError, chunksOf, refusedInputs, resultsOfAll } from './batch-answer.ts';
import { FixTheRecord, Gone, HubspotError, waitOf } from './hubspot-errors.ts';
import { associationsApi } from './official-client.ts';
import type { Transport } from './transport.ts';

/** Contact to company: the primary one. */
const primaryType = 1;
const unlabelledType = 279;
const contactsPerRead = 1_000;
const pairsPerWrite = 500;
const retryMs = 2_000;
const category = AssociationSpecAssociationCategoryEnum.HubspotDefined;

export type CompanyLink = { id: string; typeIds: number[] };

/** The primary company (type 1), else the only company there is; null when none, or several and none is primary. */
export function pickPrimary(companies: CompanyLink[]): string | null {
  const primary = companies.find(({ typeIds }) => typeIds.includes(primaryType));
  if (primary !== undefined) return primary.id;
  const unlabelled = companies.filter(({ typeIds }) => typeIds.includes(unlabelledType));
  return unlabelled.length === 1 ? unlabelled[0]!.id : null;
}

/** Every contact asked for is in the answer. A contact HubSpot does not know has no company. */
export async function primaryCompanies(
  transport: Transport,
  contactIds: readonly string[],
  priority: Priority,
): Promise<Map<string, string | null>> {
  const api = associationsApi(transport, { call: 'read associations', priority, isIdempotent: true });
  const companies = new Map<string, string | null>();
  const ids = [...new Set(contactIds)];
  for (const id of ids) companies.set(id, null);
  for (const chunk of chunksOf(ids, contactsPerRead)) {
    const answer = await api.getPage('contacts', 'companies', { inputs: chunk.map((id) => ({ id })) });
    for (const { _from, to } of resultsOfAll(answer, 'read associations')) {
      const links = to.map(({ toObjectId, associationTypes }) => ({
        id: String(toObjectId),
        typeIds: associationTypes.map(({ typeId }) => typeId),
      }));
      companies.set(String(_from.id), pickPrimary(links));
    }
  }
  return companies;
}

export type AssociationPair = { contactId: string; companyId: string };
export type AssociationOutcome =
  | { ok: true }
  | { ok: false; kind: 'gone' | 'fix the record' | 'retry'; reason: string; afterMs?: number };

/** Makes the company the contact's primary one. Doing it again is the same as once. Outcomes by contact id. */
export async function associatePrimary(
  transport: Transport,
  pairs: readonly AssociationPair[],
  priority: Priority,
): Promise<Map<string, AssociationOutcome>> {
  const outcomes = new Map<string, AssociationOutcome>();
  for (const chunk of chunksOf(pairs, pairsPerWrite)) await write(chunk);
  return outcomes;

  async function write(chunk: AssociationPair[]): Promise<void> {
    const api = associationsApi(transport, { call: 'write associations', priority, isIdempotent: true, success: 201 });
    try {
      const answer = await api.create('contacts', 'companies', {
        inputs: chunk.map(({ contactId, companyId }) => ({
          _from: { id: contactId },
          to: { id: companyId },
          types: [{ associationCategory: category, associationTypeId: primaryType }],
        })),
      });
      const errors: BatchError[] = 'errors' in answer ? (answer.errors ?? []) : [];
      for (const [id, { kind, reason }] of refusedInputs(errors, ['ids', 'id', 'fromObjectId', 'toObjectId'])) {
        for (const pair of chunk) {
          if (pair.contactId !== id && pair.companyId !== id) continue;
          const isRetried = kind === 'retry' && { afterMs: retryMs };
          const outcome = kind === 'already exists' ? 'fix the record' : kind;
          outcomes.set(pair.contactId, { ok: false, kind: outcome, reason, ...isRetried });
        }
      }
      const done = new Set((answer.results ?? []).map(({ fromObjectId }) => String(fromObjectId)));
      for (const { contactId } of chunk) {
        if (outcomes.has(contactId)) continue;
        const reason = "HubSpot's answer says nothing about this association";
        outcomes.set(
          contactId,
          done.has(contactId) ? { ok: true } : { ok: false, kind: 'retry', reason, afterMs: retryMs },
        );
      }
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      await settleRefusal(chunk, error);
    }
  }

  async function settleRefusal(chunk: AssociationPair[], error: HubspotError): Promise<void> {
    const isAboutPairs = error instanceof FixTheRecord || error instanceof Gone;
    if (isAboutPairs && chunk.length > 1) {
      const half = Math.ceil(chunk.length / 2);
      await write(chunk.slice(0, half));
      await write(chunk.slice(half));
      return;
    }
    if (!isAboutPairs && waitOf(error) === null && outcomes.size === 0) throw error;
    const { reason } = error;
    for (const { contactId } of chunk) {
      if (error instanceof Gone) outcomes.set(contactId, { ok: false, kind: 'gone', reason });
      else if (error instanceof FixTheRecord) outcomes.set(contactId, { ok: false, kind: 'fix the record', reason });
      else outcomes.set(contactId, { ok: false, kind: 'retry', reason, afterMs: waitOf(error) ?? retryMs });
    }
  }
}
