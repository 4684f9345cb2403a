/**
 * Fills in what the events behind a decision were, by their orders of acceptance, so that the receipt can be read when the
 * raw events are gone. Within the transaction that writes the receipt.
 */
import type { Usage } from '@zo/shared';
import { type EventsBehind, seqsOf } from '../../handoff/events-behind.ts';
import type { Evidence } from '../../handoff/receipt.ts';
import { type KeptEventRow, mostColleagues, mostMembers, nameOfKept } from '../name-kept-events.ts';
import type { Query } from './connection.ts';
import { isKept } from './kept-events.ts';
import { liveUsage } from './usage-columns.ts';

/** A decision's receipts share their evidence. */
const named = new WeakMap<Evidence, Evidence>();

export async function nameEvents<Body extends { evidence?: Evidence }>(
  query: Query,
  portalId: number,
  body: Body,
  about: { personId: number; companyId: number | null },
): Promise<Body> {
  if (body.evidence === undefined) return body;
  let evidence = named.get(body.evidence);
  if (!evidence) {
    evidence = { ...body.evidence, behind: await fillIn(query, portalId, body.evidence.behind, about) };
    named.set(body.evidence, evidence);
  }
  return { ...body, evidence };
}

async function fillIn(
  query: Query,
  portalId: number,
  behind: EventsBehind,
  { personId, companyId }: { personId: number; companyId: number | null },
): Promise<EventsBehind> {
  const isCounted = behind.colleagues !== null && companyId !== null;
  const colleagues = isCounted ? await activeColleagues(query, portalId, companyId, personId) : behind.colleagues;
  const known = { ...behind, colleagues };
  return { ...known, events: await loadNames(query, portalId, seqsOf(known)) };
}

async function loadNames(query: Query, portalId: number, seqs: number[]): Promise<EventsBehind['events']> {
  const events: EventsBehind['events'] = Object.fromEntries(seqs.map((seq) => [seq, null]));
  const rows = await query<KeptEventRow>(
    `SELECT seq, received_at, source, body_json FROM events
     WHERE portal_id = $1 AND seq = ANY ($2::bigint[]) AND ${isKept}`,
    [portalId, seqs],
  );
  for (const row of rows) events[row.seq] = nameOfKept(row);
  return events;
}

async function activeColleagues(
  query: Query,
  portalId: number,
  companyId: number,
  personId: number,
): Promise<{ personId: number; seq: number }[]> {
  const rows = await query<{ person_id: number; usage: string }>(
    `SELECT p.person_id, p.${await liveUsage(query, portalId)} AS usage
     FROM (SELECT person_id FROM members WHERE portal_id = $1 AND company_id = $2 LIMIT $3) m
     JOIN persons p ON p.portal_id = $1 AND p.person_id = m.person_id`,
    [portalId, companyId, mostMembers + 1],
  );
  if (rows.length > mostMembers) return [];
  return rows
    .filter((row) => row.person_id !== personId)
    .map((row) => ({ personId: row.person_id, usage: JSON.parse(row.usage) as Usage }))
    .flatMap(({ personId: colleague, usage: { lastActiveSeq, lastActiveAt } }) =>
      lastActiveSeq == null ? [] : [{ personId: colleague, seq: lastActiveSeq, at: lastActiveAt ?? 0 }],
    )
    .sort((one, other) => other.at - one.at)
    .slice(0, mostColleagues)
    .map(({ personId: colleague, seq }) => ({ personId: colleague, seq }));
}
