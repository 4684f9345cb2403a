import { ok } from '../http/answer.ts';
import { invalid } from '../http/refusal.ts';
import { objectOf, type Route } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';

/** Account details, and what a token may do. */
export function accountRoutes(portal: Portal): Route[] {
  const { portalId, appId, timeZone, uiDomain, accessToken } = portal.settings;
  return [
    {
      method: 'GET',
      path: '/account-info/v3/details',
      handle() {
        const offsetMs = zoneOffsetMs(timeZone, portal.now());
        return ok({
          portalId,
          accountType: 'DEVELOPER_TEST',
          timeZone,
          companyCurrency: 'EUR',
          additionalCurrencies: [],
          utcOffset: offsetText(offsetMs),
          utcOffsetMilliseconds: offsetMs,
          uiDomain,
          dataHostingLocation: 'eu1',
        });
      },
    },
    {
      method: 'POST',
      path: '/oauth/v2/private-apps/get/access-token-info',
      auth: false,
      limit: 'none',
      handle(request) {
        const { tokenKey } = objectOf(request);
        if (tokenKey !== accessToken) throw invalid('The token is not known');
        return ok({ userId: 501, hubId: portalId, appId, scopes: [...portal.switches.scopes] });
      },
    },
  ];
}

function zoneOffsetMs(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(parts.find((part) => part.type === 'timeZoneName')?.value ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000;
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
