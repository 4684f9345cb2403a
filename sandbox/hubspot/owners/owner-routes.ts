import { ok } from '../http/answer.ts';
import { notFound } from '../http/refusal.ts';
import type { Route } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';
import type { Owner } from '../portal/tables.ts';

const anyScope = () => ['crm.objects.owners.read'];

export function ownerRoutes(portal: Portal): Route[] {
  return [
    {
      method: 'GET',
      path: '/crm/v3/owners',
      anyScope,
      handle({ query }) {
        const limit = Math.min(Number(query.get('limit') ?? 100), 500);
        const after = Number(query.get('after') ?? 0);
        const email = query.get('email')?.toLowerCase();
        const wantArchived = query.get('archived') === 'true';
        const found = [...portal.owners.values()]
          .filter((owner) => owner.archived === wantArchived && (!email || owner.email === email))
          .filter((owner) => Number(owner.id) > after)
          .sort((a, b) => Number(a.id) - Number(b.id));
        const page = found.slice(0, limit);
        const last = page.at(-1);
        return ok({
          results: page.map(presentOwner),
          ...(found.length > limit && last ? { paging: { next: { after: last.id } } } : {}),
        });
      },
    },
    {
      method: 'GET',
      path: '/crm/v3/owners/:id',
      anyScope,
      handle({ params, query }) {
        const wantArchived = query.get('archived') === 'true';
        const byUser = query.get('idProperty') === 'userId';
        const owner = [...portal.owners.values()].find(
          (one) => (byUser ? String(one.userId) : one.id) === params.id && one.archived === wantArchived,
        );
        if (!owner) throw notFound();
        return ok(presentOwner(owner));
      },
    },
  ];
}

function presentOwner(owner: Owner): Record<string, unknown> {
  return {
    id: owner.id,
    email: owner.email,
    type: owner.type,
    firstName: owner.firstName,
    lastName: owner.lastName,
    ...(owner.archived ? {} : { userId: owner.userId }),
    userIdIncludingInactive: owner.userId,
    createdAt: new Date(owner.createdAt).toISOString(),
    updatedAt: new Date(owner.updatedAt).toISOString(),
    archived: owner.archived,
    teams: [],
  };
}
