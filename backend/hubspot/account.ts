/** About the portal itself: its clock, its links, and what our token may do. */
import type { Priority } from '../outbox/effect.ts';
import { Reconnect } from './hubspot-errors.ts';
import { hubspotPath } from './hubspot-paths.ts';
import { callJson, type JsonObject, textOf } from './json-call.ts';
import type { Transport } from './transport.ts';

export type Account = {
  portalId: number;
  timeZone: string;
  uiDomain: string;
  accountType: string | null;
  /** As "na1", "eu1"; null where HubSpot does not say. */
  dataHostingLocation: string | null;
};

/** Throws Reconnect when the token belongs to another portal than `portalId`: nothing of ours may be written there. */
export async function readAccount(transport: Transport, portalId: number, priority: Priority): Promise<Account> {
  const body = await callJson(transport, {
    call: 'read account',
    method: 'GET',
    path: hubspotPath('account'),
    priority,
    isIdempotent: true,
  });
  if (Number(body.portalId) !== portalId) {
    const reason = `the access token belongs to portal ${body.portalId}, but the settings say ${portalId}: correct one of them`;
    throw new Reconnect(reason, { call: 'read account', status: 200 });
  }
  return { ...toAccount(body), portalId };
}

export function toAccount(body: JsonObject): Account {
  return {
    portalId: Number(body.portalId),
    timeZone: textOf(body.timeZone) ?? 'UTC',
    uiDomain: uiDomainOf(textOf(body.uiDomain)),
    accountType: textOf(body.accountType),
    dataHostingLocation: textOf(body.dataHostingLocation),
  };
}

/** Links that people follow lead there. */
function uiDomainOf(told: string | null): string {
  return told !== null && /^[a-z0-9-]+(\.[a-z0-9-]+)*\.hubspot\.com$/i.test(told) ? told : 'app.hubspot.com';
}

/** The app's own credentials: in OAuth mode a token is introspected with them. */
export type AppCredentials = { clientId: string; clientSecret: string };

/** The scopes granted to our token. Without credentials the token is of a static-auth app or a service key. */
export async function readTokenScopes(
  transport: Transport,
  token: string,
  credentials: AppCredentials | null,
  priority: Priority,
): Promise<string[]> {
  const request = { call: 'introspect token', method: 'POST', priority, isIdempotent: true } as const;
  const body =
    credentials === null
      ? await callJson(transport, { ...request, path: hubspotPath('tokenInfo'), body: { tokenKey: token } })
      : await callJson(transport, {
          ...request,
          path: hubspotPath('introspect'),
          form: {
            client_id: credentials.clientId,
            client_secret: credentials.clientSecret,
            token,
            token_type_hint: 'access_token',
          },
        });
  return scopesIn(body.scopes);
}

export function scopesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((scope): scope is string => typeof scope === 'string');
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((scope) => scope !== '') : [];
}
