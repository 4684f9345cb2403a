/**
 * Fills in what the events behind a decision were, by their orders of acceptance, so that the receipt can be read when the
 * raw events are gone. Within the transaction that writes the receipt.
 */
import type { Usage } from '@zo/shared';
import { type NamedEvent, seqsOf } from '../../handoff/events-behind.ts';
import type { Evidence } from '../../handoff/receipt.ts';
import { type KeptEventRow, mostColleagues, mostMembers, nameOfKept } from '../name-kept-events.ts';
import type { Query } from './connection.ts';
import { isKept } from './kept-events.ts';
import { liveUsage } from './usage-columns.ts';

export type EvidenceOf = { evidence: Evidence; personId: number; companyId: number | null };

/** A decision's receipts share their evidence. */
const known = new WeakMap<Evidence, Evidence>();

/** By evidence, the same with its events named: a statement or two, however many there are. */
export async function nameEvents(
  query: Query,
  portalId: number,
  all: EvidenceOf[],
): Promise<ReadonlyMap<Evidence, Evidence>> {
  const unnamed = new Map(all.filter(({ evidence }) => !known.has(evidence)).map((one) => [one.evidence, one]));
  const colleagues = await activeColleagues(query, portalId, [...unnamed.values()]);
  const complete = [...unnamed.keys()].map((evidence) => ({
    evidence,
    behind: { ...evidence.behind, colleagues: colleagues.get(evidence) ?? evidence.behind.colleagues },
  }));
  const names = await loadNames(query, portalId, [...new Set(complete.flatMap(({ behind }) => seqsOf(behind)))]);
  for (const { evidence, behind } of complete) {
    const events = Object.fromEntries(seqsOf(behind).map((seq) => [seq, names.get(seq) ?? null]));
    known.set(evidence, { ...evidence, behind: { ...behind, events } });
  }
  return new Map(all.map(({ evidence }) => [evidence, known.get(evidence)!]));
}

async function loadNames(query: Query, portalId: number, seqs: number[]): Promise<Map<number, NamedEvent>> {
  if (seqs.length === 0) return new Map();
  const rows = await query<KeptEventRow>(
    `SELECT seq, received_at, source, body_json FROM events
     WHERE portal_id = $1 AND seq = ANY ($2::bigint[]) AND ${isKept}`,
    [portalId, seqs],
  );
  return new Map(rows.map((row) => [row.seq, nameOfKept(row)]));
}

/** Of those whose evidence counts them, newest activity first. */
async function activeColleagues(
  query: Query,
  portalId: number,
  all: EvidenceOf[],
): Promise<Map<Evidence, { personId: number; seq: number }[]>> {
  const counting = all.flatMap(({ companyId, ...one }) =>
    companyId === null || one.evidence.behind.colleagues === null ? [] : [{ ...one, companyId }],
  );
  if (counting.length === 0) return new Map();
  const rows = await query<{ company_id: number; person_id: number; usage: string }>(
    `SELECT asked.company_id, p.person_id, p.${await liveUsage(query, portalId)} AS usage
     FROM unnest($2::bigint[]) AS asked (company_id)
     CROSS JOIN LATERAL (SELECT person_id FROM members
       WHERE portal_id = $1 AND company_id = asked.company_id LIMIT $3) m
     JOIN persons p ON p.portal_id = $1 AND p.person_id = m.person_id`,
    [portalId, [...new Set(counting.map(({ companyId }) => companyId))], mostMembers + 1],
  );
  const members = Map.groupBy(rows, (row) => row.company_id);
  return new Map(
    counting.map(({ evidence, personId, companyId }) => [evidence, newest(members.get(companyId) ?? [], personId)]),
  );
}

function newest(
  members: { person_id: number; usage: string }[],
  ofPerson: number,
): { personId: number; seq: number }[] {
  if (members.length > mostMembers) return [];
  return members
    .filter((row) => row.person_id !== ofPerson)
    .map((row) => ({ personId: row.person_id, usage: JSON.parse(row.usage) as Usage }))
    .flatMap(({ personId, usage: { lastActiveSeq, lastActiveAt } }) =>
      lastActiveSeq == null ? [] : [{ personId, seq: lastActiveSeq, at: lastActiveAt ?? 0 }],
    )
    .sort((one, other) => other.at - one.at)
    .slice(0, mostColleagues)
    .map(({ personId, seq }) => ({ personId, seq }));
}
