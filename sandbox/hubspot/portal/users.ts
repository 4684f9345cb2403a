/** Who can sign in to an account. Everybody of them is an owner, too; strangers get a number when they first come. */
import type { Portal } from './portal.ts';

export type PortalUser = { userId: number; email: string; mayInstall: boolean };

export function userOf(portal: Portal, email: string): PortalUser {
  const wanted = email.toLowerCase();
  const known = portal.users.get(wanted);
  if (known) return known;
  const owner = [...portal.owners.values()].find((one) => one.email === wanted);
  const user = { userId: owner?.userId ?? Number(portal.nextId()) + 1_000_000, email: wanted, mayInstall: true };
  portal.users.set(wanted, user);
  return user;
}

/** Whoever is signed in when nobody says who. */
export function someUserOf(portal: Portal): PortalUser {
  const [user] = portal.users.values();
  const [owner] = portal.owners.values();
  return user ?? userOf(portal, owner?.email ?? `admin@portal-${portal.settings.portalId}.test`);
}

/** Adds somebody as owner and user; without `mayInstall` they may not connect apps. */
export function addOwner(
  portal: Portal,
  { email, firstName, lastName }: { email: string; firstName: string; lastName: string },
  mayInstall = true,
) {
  const id = portal.nextId();
  const at = portal.now();
  const owner = {
    id,
    email: email.toLowerCase(),
    type: 'PERSON' as const,
    firstName,
    lastName,
    userId: Number(id) + 1_000_000,
    archived: false,
    createdAt: at,
    updatedAt: at,
  };
  portal.owners.set(id, owner);
  portal.users.set(owner.email, { userId: owner.userId, email: owner.email, mayInstall });
  return owner;
}
