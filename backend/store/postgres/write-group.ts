import type { Changes } from '../../usage/group-state.ts';
import { type Came, effectsOf, markOf } from '../../usage/marks.ts';
import { columns } from './columns.ts';
import { saveCompanyDays } from './company-days.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { mergePersonRows } from './merge-person-rows.ts';
import { markDirty, markMembersDirty, setWakes } from './rows.ts';
import { liveUsage, noUsage, otherColumn, type UsageColumn } from './usage-columns.ts';

/**
 * Writes what folding a group changed, a statement per table, which go to the server together. Within the transaction that loaded
 * it. `came`: how its events did. `live`: read by now, or read here.
 */
export async function writeGroup(
  query: Query,
  portalId: number,
  changes: Changes,
  now: number,
  came: Came,
  live?: UsageColumn,
): Promise<void> {
  const column = live ?? (await liveUsage(query, portalId));
  for (const merge of changes.merges) await mergePersonRows(query, portalId, merge, now);
  const active = new Set(changes.activePersons);
  const others = changes.dirtyPersons.filter((personId) => !active.has(personId));
  await Promise.all([
    writePersons(query, portalId, changes, column),
    writeIdentities(query, portalId, changes),
    writeCompanies(query, portalId, changes),
    writeMembers(query, portalId, changes),
    markDirty(query, portalId, changes.activePersons, now, markOf(came, true)),
    markDirty(query, portalId, others, now, markOf(came, false)),
    markMembersDirty(query, portalId, changes.dirtyMembersOf, now, markOf(came, false)),
    enqueueEffects(query, portalId, effectsOf(came, changes.effects), now),
    writeSeen(query, portalId, changes, came.as === 'live' ? came.week : null),
  ]);
}

async function writePersons(query: Query, portalId: number, { persons }: Changes, live: UsageColumn): Promise<void> {
  if (persons.length === 0) return;
  await query(
    `INSERT INTO persons (portal_id, ${otherColumn(live)}, person_id, company_id, profile_json, ${live}, revision)
     SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bigint[])
     ON CONFLICT (portal_id, person_id) DO UPDATE SET company_id = excluded.company_id,
       profile_json = excluded.profile_json, ${live} = excluded.${live}, revision = excluded.revision`,
    [
      portalId,
      noUsage,
      ...columns<Changes['persons'][number], unknown>(
        persons,
        ({ person }) => person.personId,
        ({ person }) => person.companyId,
        ({ person }) => JSON.stringify(person.profile),
        ({ person }) => JSON.stringify(person.usage),
        ({ person }) => person.revision,
      ),
    ],
  );
}

async function writeIdentities(query: Query, portalId: number, { identities }: Changes): Promise<void> {
  if (identities.length > 0) {
    await query(
      `INSERT INTO identities (portal_id, identity, person_id, first_seen_at)
       SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[])`,
      [
        portalId,
        ...columns<Changes['identities'][number], unknown>(
          identities,
          (row) => row.identity,
          (row) => row.personId,
          (row) => row.firstSeenAt,
        ),
      ],
    );
  }
}

async function writeCompanies(query: Query, portalId: number, changes: Changes): Promise<void> {
  const { companies, companyKeys, companyWakes } = changes;
  const wakes = companyWakes.map(({ companyId, dueAt }) => ({ subjectId: companyId, dueAt }));
  await Promise.all([
    companies.length > 0 &&
      query(
        `INSERT INTO companies (portal_id, company_id, profile_json, usage_json, active_users)
         SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[])
         ON CONFLICT (portal_id, company_id) DO UPDATE SET profile_json = excluded.profile_json,
           usage_json = excluded.usage_json, active_users = excluded.active_users`,
        [
          portalId,
          ...columns<Changes['companies'][number], unknown>(
            companies,
            ({ company }) => company.companyId,
            ({ company }) => JSON.stringify(company.profile),
            ({ company }) => JSON.stringify(company.usage),
            ({ company }) => company.activeUsers,
          ),
        ],
      ),
    companyKeys.length > 0 &&
      query(
        `INSERT INTO company_keys (portal_id, company_key, company_id)
         SELECT $1, * FROM unnest($2::text[], $3::bigint[])`,
        [portalId, companyKeys.map((row) => row.companyKey), companyKeys.map((row) => row.companyId)],
      ),
    setWakes(query, portalId, 'company', wakes),
    saveCompanyDays(query, portalId, changes.companyDays),
  ]);
}

async function writeMembers(query: Query, portalId: number, { membersAdded, membersRemoved }: Changes): Promise<void> {
  await Promise.all([
    membersRemoved.length > 0 &&
      query(
        `DELETE FROM members USING unnest($2::bigint[], $3::bigint[]) AS left_by (company_id, person_id)
         WHERE members.portal_id = $1 AND members.company_id = left_by.company_id AND members.person_id = left_by.person_id`,
        [portalId, membersRemoved.map((row) => row.companyId), membersRemoved.map((row) => row.personId)],
      ),
    membersAdded.length > 0 &&
      query(
        `INSERT INTO members (portal_id, company_id, person_id, via, joined_at)
         SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[])
         ON CONFLICT (portal_id, company_id, person_id) DO UPDATE SET via = excluded.via, joined_at = excluded.joined_at`,
        [
          portalId,
          ...columns<Changes['membersAdded'][number], unknown>(
            membersAdded,
            (row) => row.companyId,
            (row) => row.personId,
            (row) => row.via,
            (row) => row.joinedAt,
          ),
        ],
      ),
  ]);
}

/** A week that has passed becomes the one before. */
async function writeSeen(query: Query, portalId: number, { eventsSeen }: Changes, week: number | null): Promise<void> {
  if (eventsSeen.size === 0) return;
  const rows = [...eventsSeen.values()];
  await query(
    `INSERT INTO events_seen AS known (portal_id, name, events, people, last_seen_at, first_seen_at, week, week_events)
     SELECT $1, seen.name, seen.events, seen.people, seen.last_seen_at, seen.last_seen_at, $2::bigint,
       CASE WHEN $2::bigint IS NULL THEN 0 ELSE seen.events END
     FROM unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[]) AS seen (name, events, people, last_seen_at)
     ON CONFLICT (portal_id, name) DO UPDATE SET events = known.events + excluded.events,
       people = known.people + excluded.people, last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
       week = coalesce(excluded.week, known.week),
       week_events = excluded.week_events
         + CASE WHEN known.week = coalesce(excluded.week, known.week) THEN known.week_events ELSE 0 END,
       week_before_events = CASE WHEN known.week = coalesce(excluded.week, known.week) THEN known.week_before_events
         WHEN known.week = excluded.week - 1 THEN known.week_events ELSE 0 END`,
    [
      portalId,
      week,
      [...eventsSeen.keys()],
      ...columns(
        rows,
        (row) => row.events,
        (row) => row.people,
        (row) => row.lastSeenAt,
      ),
    ],
  );
}
