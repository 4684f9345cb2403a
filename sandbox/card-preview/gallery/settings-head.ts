/** What every answer to the settings page begins with. */

/** Tuesday 2026-11-24, 10:00 in Berlin. */
export const settingsNow = Date.UTC(2026, 10, 24, 9);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const portal = { portalId: 4711, uiDomain: 'app-eu1.hubspot.com', timeZone: 'Europe/Berlin' } as const;
export const owner = { email: 'ops@acme.test', role: 'owner', readOnly: null } as const;
export const head = { status: 'ready', asOf: settingsNow, portal, you: owner } as const;

export const readOnly = <Reason extends { kind: string }>(reason: Reason) =>
  ({ email: 'maria@acme.test', role: 'viewer', readOnly: reason }) as const;
