/** A portal with much of everything, written straight into PostgreSQL's tables: what a statement walks through shows there. */
import { emptyUsage } from '@zo/shared';
import type { Query } from '../../backend/store/postgres/connection.ts';
import { weekMs, weekOf } from '../../backend/store/postgres/event-weeks.ts';
import { dayMs, facts, minuteMs, now, previousDecision, waitingHandoff } from './handoffs.ts';

export const largePortal = { portalId: 1, people: 100_000, hubspotCompanyId: '900', contactId: '100001' };

/** A tenth of all people are of company 1, the others of many small ones or of none. */
export async function fillLargePortal(query: Query): Promise<void> {
  await fill(query, largePortal.portalId, largePortal.people);
  await fill(query, largePortal.portalId + 1, 5_000);
  // As PostgreSQL itself does after a while.
  await query('VACUUM ANALYZE');
}

const companyOf = 'CASE WHEN n % 11 = 1 THEN 1 WHEN n % 11 < 9 THEN 2 + n % 5000 END';
const isOpen = 'n % 10 = 0';

async function fill(query: Query, portalId: number, people: number): Promise<void> {
  const texts = {
    usage: JSON.stringify(emptyUsage()),
    decision: JSON.stringify(previousDecision().decision),
    facts: JSON.stringify(facts()),
    handoff: JSON.stringify(waitingHandoff()),
  };
  const rows = 'FROM generate_series(1, $2::bigint) AS n';
  const statements: [sql: string, values: unknown[]][] = [
    [
      `INSERT INTO persons (portal_id, person_id, company_id, profile_json, usage_json, revision)
       SELECT $1, n, ${companyOf}, '{"userIds":["user-' || n || '"],"email":"user' || n || '@card.test"}', $3, 1 ${rows}`,
      [texts.usage],
    ],
    [`INSERT INTO identities SELECT $1, 'u:user-' || n, n, $3 ${rows}`, [now]],
    [
      `INSERT INTO companies (portal_id, company_id, profile_json, usage_json, active_users)
       SELECT $1, n, '{"groupIds":[],"domains":[],"name":null}', '{"lastActiveDays":[]}', 1 ${rows} WHERE n <= 5002`,
      [],
    ],
    [
      `INSERT INTO members SELECT $1, ${companyOf}, n, 'group', $3::bigint + n ${rows} WHERE ${companyOf} IS NOT NULL`,
      [now],
    ],
    [
      `INSERT INTO records (portal_id, kind, subject_id, record_id, wanted_json, written_json, facts_json, facts_at,
         primary_company_id)
       SELECT $1, 'contact', n, 100000 + n, '{}', '{}', $3, $4::bigint, CASE WHEN n % 11 IN (1, 9) THEN '900' ELSE 1000 + n % 5000 || '' END
       ${rows}`,
      [texts.facts, now],
    ],
    [`INSERT INTO company_keys SELECT $1, 'g:group-' || n, n ${rows} WHERE n <= 5002`, []],
    [
      `INSERT INTO records (portal_id, kind, subject_id, record_id, wanted_json, written_json)
       SELECT $1, 'company', n, 899 + n, '{}', '{}' ${rows} WHERE n <= 5002`,
      [],
    ],
    [
      `INSERT INTO decisions (portal_id, person_id, decided_at, playbook_version, ready, gate, crossed_at, decision_json,
         points, conditions_missing, company_id, email_domain_type)
       SELECT $1, n, $4::bigint, 1, CASE WHEN n % 20 = 0 THEN 'yes' ELSE 'no' END,
         CASE WHEN n % 20 = 0 THEN 'open' ELSE 'not_ready' END, CASE WHEN n % 20 = 0 THEN $4 - n END, $3,
         n % 30, n % 3, ${companyOf}, CASE WHEN n % 9 = 0 THEN 'personal' ELSE 'business' END ${rows}`,
      [texts.decision, now],
    ],
    [
      `INSERT INTO handoffs (portal_id, handoff_id, person_id, company_id, status, is_open, opened_at, closed_at,
         handoff_json, owner_id, given_at, handed_off_at, held_since)
       SELECT $1, n, n, ${companyOf}, CASE WHEN n % 1000 = 0 THEN 'in_review' WHEN n % 1000 = 10 THEN 'breached'
           WHEN ${isOpen} THEN 'alerted' ELSE 'returned' END,
         CASE WHEN ${isOpen} THEN 1 ELSE 0 END, $4 - n * $5, CASE WHEN ${isOpen} THEN NULL ELSE $4 - n * $5 + 5 END, $3,
         '71', $4 - n * $5, $4 - n * $5 + 5, CASE WHEN n % 1000 = 20 THEN $4 END ${rows}`,
      [texts.handoff, now, minuteMs],
    ],
    [
      `INSERT INTO receipts (portal_id, receipt_id, kind, person_id, handoff_id, at, body_json)
       SELECT $1, n, CASE WHEN n % 2 = 0 THEN 'crossing' ELSE 'refusal' END, n, n, $3, '{}' ${rows}`,
      [now],
    ],
    // Half of them stand in the table of before, the others in five weeks.
    [
      `INSERT INTO events (portal_id, seq, person_id, received_at, source, body_json)
       SELECT $1, n, 1 + n % 20000, CASE WHEN n * 2 < $2 THEN $3 ELSE $4 + ((n - 1) * 2 - $2) * 5 / $2 * $5 END,
         'server', '{}' ${rows}`,
      [now, weekOf(Date.now()), weekMs],
    ],
    [`INSERT INTO merges SELECT $1, 'person', 1000000 + n, n, 'alias', $3 ${rows} WHERE n <= 2000`, [now]],
    [`INSERT INTO usage_before SELECT $1, n, $3 ${rows} WHERE n <= 20000`, [texts.usage]],
    [
      `INSERT INTO dirty_persons (portal_id, person_id, since) SELECT $1, n, $3::bigint - n ${rows} WHERE n <= 20000`,
      [now],
    ],
    [
      `INSERT INTO events_seen (portal_id, name, events, people, last_seen_at, first_seen_at)
       SELECT $1, 'Event ' || n, n, 1, $3::bigint - n * $4, $3::bigint - n * $4 ${rows} WHERE n <= 20000`,
      [now, minuteMs],
    ],
    [`INSERT INTO arrival_hours SELECT $1, 'Event ' || n % 500, n ${rows} WHERE n <= 20000`, []],
    [`INSERT INTO company_days SELECT $1, 1 + n % 5000, n / 5000, n ${rows} WHERE n <= 50000`, []],
    [
      `INSERT INTO outbox (portal_id, effect_key, lane, kind, priority, state, generation, attempts, not_before,
         created_at, payload_json, result_json)
       SELECT $1, 'contact:' || n, 'hubspot', 'sync contact', n % 4,
         CASE WHEN n % 10 = 0 THEN 'pending' WHEN n % 10 = 1 THEN 'failed' ELSE 'done' END, 1, 1, 0, $3::bigint - n, '{}', NULL
       ${rows}`,
      [now],
    ],
    [
      `INSERT INTO write_keys (key_hash, portal_id, source, created_at)
       SELECT md5($1::bigint || ' ' || n), $1::bigint, 'server', $3::bigint - n ${rows} WHERE n <= 5000`,
      [now],
    ],
    [
      `INSERT INTO audit (portal_id, audit_id, request_id, at, author, deed, detail)
       SELECT $1, n, 'request-' || n, $3::bigint - $4, 'ops@acme.test', 'grant', '' ${rows} WHERE n <= 20000`,
      [now, dayMs],
    ],
  ];
  for (const [sql, values] of statements) await query(sql, [portalId, people, ...values]);
}
