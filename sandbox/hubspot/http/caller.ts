/** Whose call it is, and whether it may be made. */
import type { Account } from '../portal/account.ts';
import { Refusal } from './refusal.ts';

export type Caller =
  | { kind: 'known'; account: Account; scopes: ReadonlySet<string> }
  | { kind: 'expired'; account: Account; secondsAgo: number; expiredAt: number }
  | { kind: 'unknown' };

export function bearerIn(authorization: string | undefined): string | null {
  return /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? null;
}

export function refuseBadToken(caller: Caller): void {
  if (caller.kind === 'known') return;
  if (caller.kind === 'expired')
    throw new Refusal(401, {
      message: `The OAuth token used to make this call expired ${caller.secondsAgo} second(s) ago.`,
      category: 'EXPIRED_AUTHENTICATION',
      context: { 'expire time': [new Date(caller.expiredAt).toISOString()] },
    });
  throw new Refusal(401, {
    message:
      'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    category: 'INVALID_AUTHENTICATION',
  });
}

export function refuseMissingScope(caller: Caller, anyOf: string[]): void {
  const granted = caller.kind === 'known' ? caller.scopes : new Set<string>();
  if (anyOf.length === 0 || anyOf.some((scope) => granted.has(scope))) return;
  const message = 'One or more of the following scopes are required.';
  throw new Refusal(403, {
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    category: 'MISSING_SCOPES',
    links: { scopes: 'https://developers.hubspot.com/scopes' },
    errors: [{ message, context: { requiredGranularScopes: anyOf } }],
  });
}
