import { bearerIn, type Caller } from '../http/caller.ts';
import type { Accounts } from '../portal/accounts.ts';
import { everyScope } from '../portal/create-portal.ts';
import type { Grants } from './grants.ts';

/** By a static token or one from OAuth. A scope that was taken away from the account is missing in both. */
export function callerOf(accounts: Accounts, grants: Grants, now: number, authorization: string | undefined): Caller {
  const token = bearerIn(authorization);
  if (token === null) return { kind: 'unknown' };
  const holder = accounts.byStaticToken(token);
  if (holder) return { kind: 'known', account: holder, scopes: holder.portal.switches.scopes };
  const access = grants.accessToken(token);
  const account = access && accounts.get(access.portalId);
  if (!account) return { kind: 'unknown' };
  const { expiresAt } = access;
  if (now >= expiresAt)
    return { kind: 'expired', account, expiredAt: expiresAt, secondsAgo: Math.floor((now - expiresAt) / 1_000) };
  const { scopes } = account.portal.switches;
  const granted = access.scopes.filter((scope) => scopes.has(scope) || !everyScope.includes(scope));
  return { kind: 'known', account, scopes: new Set(granted) };
}
