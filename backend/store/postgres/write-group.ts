import type { Changes } from '../../usage/group-state.ts';
import { columns } from './columns.ts';
import type { Query } from './connection.ts';
import { enqueueEffects } from './enqueue-effects.ts';
import { markDirty, markMembersDirty, setWakes } from './rows.ts';

/** Writes what folding a group changed, a statement per table. Within the transaction that loaded it. */
export async function writeGroup(query: Query, portalId: number, changes: Changes, now: number): Promise<void> {
  for (const merge of changes.merges) await mergePersons(query, portalId, merge, now);
  await writePersons(query, portalId, changes);
  await writeCompanies(query, portalId, changes);
  await writeMembers(query, portalId, changes);
  await markDirty(query, portalId, changes.dirtyPersons, now);
  await markMembersDirty(query, portalId, changes.dirtyMembersOf, now);
  await enqueueEffects(query, portalId, changes.effects, now);
  await writeSeen(query, portalId, changes);
}

async function writePersons(query: Query, portalId: number, { persons, identities }: Changes): Promise<void> {
  if (persons.length > 0) {
    await query(
      `INSERT INTO persons (portal_id, person_id, company_id, profile_json, usage_json, revision)
       SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::bigint[])
       ON CONFLICT (portal_id, person_id) DO UPDATE SET company_id = excluded.company_id,
         profile_json = excluded.profile_json, usage_json = excluded.usage_json, revision = excluded.revision`,
      [
        portalId,
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
  if (companies.length > 0) {
    await query(
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
    );
  }
  if (companyKeys.length > 0) {
    await query(
      `INSERT INTO company_keys (portal_id, company_key, company_id)
       SELECT $1, * FROM unnest($2::text[], $3::bigint[])`,
      [portalId, companyKeys.map((row) => row.companyKey), companyKeys.map((row) => row.companyId)],
    );
  }
  const wakes = companyWakes.map(({ companyId, dueAt }) => ({ subjectId: companyId, dueAt }));
  await setWakes(query, portalId, 'company', wakes);
}

async function writeMembers(query: Query, portalId: number, { membersAdded, membersRemoved }: Changes): Promise<void> {
  if (membersRemoved.length > 0) {
    await query(
      `DELETE FROM members USING unnest($2::bigint[], $3::bigint[]) AS left_by (company_id, person_id)
       WHERE members.portal_id = $1 AND members.company_id = left_by.company_id AND members.person_id = left_by.person_id`,
      [portalId, membersRemoved.map((row) => row.companyId), membersRemoved.map((row) => row.personId)],
    );
  }
  if (membersAdded.length > 0) {
    await query(
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
    );
  }
}

async function writeSeen(query: Query, portalId: number, { eventsSeen }: Changes): Promise<void> {
  if (eventsSeen.size === 0) return;
  const rows = [...eventsSeen.values()];
  await query(
    `INSERT INTO events_seen AS known (portal_id, name, events, people, last_seen_at)
     SELECT $1, * FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
     ON CONFLICT (portal_id, name) DO UPDATE SET events = known.events + excluded.events,
       people = known.people + excluded.people, last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)`,
    [
      portalId,
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

/**
 * Repoints what hangs on the person that is gone. Where both had something of which there is one per person, the
 * survivor's stays: its HubSpot record, its open handoff.
 */
async function mergePersons(
  query: Query,
  portalId: number,
  { fromId, intoId, reason }: Changes['merges'][number],
  now: number,
): Promise<void> {
  const ids = [portalId, fromId];
  const move = [...ids, intoId];
  await query(
    `INSERT INTO merges (portal_id, kind, from_id, into_id, reason, merged_at) VALUES ($1, 'person', $2, $3, $4, $5)`,
    [...move, reason, now],
  );
  await query('UPDATE identities SET person_id = $3 WHERE portal_id = $1 AND person_id = $2', move);
  await query('DELETE FROM persons WHERE portal_id = $1 AND person_id = $2', ids);
  await query('DELETE FROM dirty_persons WHERE portal_id = $1 AND person_id = $2', ids);
  await query(`DELETE FROM wakes WHERE portal_id = $1 AND kind = 'person' AND subject_id = $2`, ids);
  await query('DELETE FROM decisions WHERE portal_id = $1 AND person_id = $2', ids);
  await query(
    `UPDATE handoffs SET person_id = $3 WHERE portal_id = $1 AND person_id = $2
       AND NOT (is_open = 1 AND EXISTS (
         SELECT 1 FROM handoffs AS other WHERE other.portal_id = $1 AND other.person_id = $3 AND other.is_open = 1))`,
    move,
  );
  await query(
    `UPDATE records SET subject_id = $3 WHERE portal_id = $1 AND kind = 'contact' AND subject_id = $2
       AND NOT EXISTS (
         SELECT 1 FROM records AS other WHERE other.portal_id = $1 AND other.kind = 'contact' AND other.subject_id = $3)`,
    move,
  );
}
