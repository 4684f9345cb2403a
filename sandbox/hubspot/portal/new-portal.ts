/** What `POST /sandbox/portals` asks for. */
import { invalid } from '../http/refusal.ts';
import { isObject } from '../http/router.ts';
import type { Accounts } from './accounts.ts';
import type { SeedName } from './seed.ts';

export type NewUser = { email: string; firstName: string; lastName: string; mayInstall: boolean };

export type NewPortal = {
  portalId: number;
  timeZone: string;
  uiDomain: string;
  seed: SeedName;
  users: NewUser[];
  /** With one the app is there from the start; without it comes by OAuth. */
  accessToken: string | null;
};

export function readNewPortal(accounts: Accounts, wanted: Record<string, unknown>): NewPortal {
  const { portalId = freeId(accounts), timeZone = 'Europe/Berlin', uiDomain = 'app.hubspot.com' } = wanted;
  const { users = [], accessToken = null } = wanted;
  if (typeof portalId !== 'number' || !Number.isSafeInteger(portalId) || portalId < 1)
    throw invalid('portalId must be a number');
  if (accounts.get(portalId)) throw invalid(`There is a portal ${portalId} already`);
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) throw invalid('timeZone must be one like Europe/Berlin');
  if (typeof uiDomain !== 'string' || !/^app(-[a-z0-9]+)?\.hubspot\.com$/.test(uiDomain))
    throw invalid('uiDomain must be one like app.hubspot.com or app-eu1.hubspot.com');
  if (!Array.isArray(users)) throw invalid('users must be a list');
  if (accessToken !== null && typeof accessToken !== 'string') throw invalid('accessToken must be a text');
  if (accessToken !== null && accounts.byStaticToken(accessToken)) throw invalid('accessToken is taken');
  return {
    portalId,
    timeZone,
    uiDomain,
    seed: seedIn(wanted) ?? 'empty',
    users: users.map(readUser),
    accessToken,
  };
}

export function seedIn({ seed }: Record<string, unknown>): SeedName | undefined {
  if (seed !== undefined && seed !== 'acme' && seed !== 'empty') throw invalid('seed must be acme or empty');
  return seed;
}

function readUser(sent: unknown): NewUser {
  const user = typeof sent === 'string' ? { email: sent } : sent;
  if (!isObject(user) || typeof user.email !== 'string') throw invalid('each of users needs an email');
  return {
    email: user.email,
    firstName: String(user.firstName ?? ''),
    lastName: String(user.lastName ?? ''),
    mayInstall: user.mayInstall !== false,
  };
}

function freeId(accounts: Accounts): number {
  for (;;) {
    const id = 1_000_000 + Math.floor(Math.random() * 90_000_000);
    if (!accounts.get(id)) return id;
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
