/**
 * Fills in what the events behind a decision were, by their orders of acceptance, so that the receipt can be read when the
 * raw events are gone. Within the transaction that writes the receipt.
 */

import { type EventsBehind, seqsOf } from '../../handoff/events-behind.ts';
import type { Evidence } from '../../handoff/receipt.ts';
import { type KeptEventRow, mostColleagues, mostMembers, nameOfKept } from '../name-kept-events.ts';
import type { SqliteConnection } from './connection.ts';
import { withTexts } from './event-blocks.ts';
import { liveUsage } from './usage-columns.ts';

/** A decision's receipts share their evidence. */
const named = new WeakMap<Evidence, Evidence>();

export function nameEvents<Body extends { evidence?: Evidence }>(
  connection: SqliteConnection,
  portalId: number,
  body: Body,
  about: { personId: number; companyId: number | null },
): Body {
  if (body.evidence === undefined) return body;
  let evidence = named.get(body.evidence);
  if (!evidence) {
    evidence = { ...body.evidence, behind: fillIn(connection, portalId, body.evidence.behind, about) };
    named.set(body.evidence, evidence);
  }
  return { ...body, evidence };
}

function fillIn(
  connection: SqliteConnection,
  portalId: number,
  behind: EventsBehind,
  { personId, companyId }: { personId: number; companyId: number | null },
): EventsBehind {
  const isCounted = behind.colleagues !== null && companyId !== null;
  const colleagues = isCounted ? activeColleagues(connection, portalId, companyId, personId) : behind.colleagues;
  const known = { ...behind, colleagues };
  return { ...known, events: loadNames(connection, portalId, seqsOf(known)) };
}

function loadNames(connection: SqliteConnection, portalId: number, seqs: number[]): EventsBehind['events'] {
  const events: EventsBehind['events'] = Object.fromEntries(seqs.map((seq) => [seq, null]));
  const rows = connection
    .statement<KeptEventRow>(
      `SELECT seq, received_at, source, body_json FROM events
       WHERE portal_id = ? AND seq IN (SELECT value FROM json_each(?))`,
    )
    .all(portalId, JSON.stringify(seqs));
  for (const row of withTexts(connection, portalId, rows)) events[row.seq] = nameOfKept(row);
  return events;
}

function activeColleagues(
  connection: SqliteConnection,
  portalId: number,
  companyId: number,
  personId: number,
): { personId: number; seq: number }[] {
  const members = connection
    .statement<{ members: number }>(
      'SELECT count(*) AS members FROM (SELECT 1 FROM members WHERE portal_id = ? AND company_id = ? LIMIT ?)',
    )
    .get(portalId, companyId, mostMembers + 1)!.members;
  if (members > mostMembers) return [];
  const usage = liveUsage(connection, portalId);
  return connection
    .statement<{ personId: number; seq: number }>(
      `SELECT p.person_id AS personId, json_extract(p.${usage}, '$.lastActiveSeq') AS seq
       FROM members m JOIN persons p ON p.portal_id = m.portal_id AND p.person_id = m.person_id
       WHERE m.portal_id = ? AND m.company_id = ? AND m.person_id <> ? AND seq IS NOT NULL
       ORDER BY json_extract(p.${usage}, '$.lastActiveAt') DESC LIMIT ?`,
    )
    .all(portalId, companyId, personId, mostColleagues);
}
