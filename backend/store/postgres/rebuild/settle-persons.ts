/** Memberships follow what the rules now say of e-mail domains. */
import { businessDomainOf } from '../../../ingest/email-domain.ts';
import { settleAgain } from '../../../usage/settle-again.ts';
import { takeIds } from '../accept-events.ts';
import type { PostgresConnection, Query } from '../connection.ts';
import { loadPersonGroup } from '../load-group.ts';
import { writeGroup } from '../write-group.ts';
import { moveOn, type Step } from './step.ts';

const personsLookedAt = 200;

type PersonRow = { person_id: number; email: string | null; business_domain: string | null };

export async function settleChunk(connection: PostgresConnection, step: Step): Promise<number | null> {
  const rows = await connection.forPortal(step.portalId)<PersonRow>(
    `SELECT person_id, profile_json::json ->> 'email' AS email, profile_json::json ->> 'businessDomain' AS business_domain
     FROM persons WHERE portal_id = $1 AND person_id > $2 ORDER BY person_id LIMIT $3`,
    [step.portalId, step.standing.reached, personsLookedAt],
  );
  const { emailDomains } = step.compiled.playbook;
  const toSettle = rows
    .filter(({ email, business_domain }) => businessDomainOf(email, emailDomains) !== business_domain)
    .map(({ person_id }) => person_id);
  const upTo = rows.at(-1)?.person_id ?? null;
  return moveOn(connection, step, upTo, (query) => settle(query, step, toSettle));
}

async function settle(query: Query, { portalId, compiled, now }: Step, personIds: number[]): Promise<void> {
  if (personIds.length === 0) return;
  const state = await loadPersonGroup(query, portalId, personIds);
  const free = { personId: state.nextPersonId, companyId: state.nextCompanyId };
  const changes = settleAgain(state, compiled, now);
  await takeIds(query, portalId, state, free);
  await writeGroup(query, portalId, changes, now, { as: 'before' });
}
