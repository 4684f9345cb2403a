import { ok } from '../http/answer.ts';
import type { Route } from '../http/router.ts';
import type { Portal } from '../portal/portal.ts';

export function accountRoutes(portal: Portal): Route[] {
  const { portalId, timeZone, uiDomain } = portal.settings;
  return [
    {
      method: 'GET',
      path: '/account-info/v3/details',
      anyScope: () => ['oauth'],
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
          dataHostingLocation: hostingOf(uiDomain),
        });
      },
    },
  ];
}

/** `app-eu1.hubspot.com` is served from eu1, `app.hubspot.com` from na1. */
function hostingOf(uiDomain: string): string {
  return /^app-([a-z0-9]+)\./.exec(uiDomain)?.[1] ?? 'na1';
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
