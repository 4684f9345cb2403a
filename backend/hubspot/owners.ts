/** The portal's owners: who can be assigned. Deactivated ones are kept: their ids can still stand in records. */
import type { Priority } from '../outbox/effect.ts';
import { RetryLater } from './hubspot-errors.ts';
import { textOf } from './json-call.ts';
import { ownersApi } from './official-client.ts';
import type { Transport } from './transport.ts';

export type Owner = {
  id: string;
  /** Lower case; null for a queue. */
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  /** As the property history names people; null for a queue. */
  userId: string | null;
  isArchived: boolean;
};

const pageSize = 100;

export async function readOwners(transport: Transport, priority: Priority): Promise<Owner[]> {
  return [...(await readAll(transport, false, priority)), ...(await readAll(transport, true, priority))];
}

async function readAll(transport: Transport, archived: boolean, priority: Priority): Promise<Owner[]> {
  const api = ownersApi(transport, { call: 'read owners', priority, isIdempotent: true });
  const owners: Owner[] = [];
  let after: string | undefined;
  do {
    const page = await api.getPage(undefined, after, pageSize, archived);
    // That there are none would leave nobody to hand off to.
    if (!Array.isArray(page.results)) {
      throw new RetryLater('an answer that says nothing of owners', 2_000, { call: 'read owners', status: null });
    }
    for (const { id, email, firstName, lastName, userId, userIdIncludingInactive } of page.results) {
      owners.push({
        id: String(id),
        email: email?.toLowerCase() ?? null,
        firstName: firstName ?? null,
        lastName: lastName ?? null,
        userId: textOf(userId ?? userIdIncludingInactive),
        isArchived: archived,
      });
    }
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return owners;
}
