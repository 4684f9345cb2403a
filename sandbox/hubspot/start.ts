import type { AddressInfo } from 'node:net';
import { followClock } from '../clock/follow-clock.ts';
import { accountRoutes } from './account/account-routes.ts';
import { associationRoutes } from './associations/association-routes.ts';
import { controlRoutes } from './control/control-routes.ts';
import { objectRoutes } from './crm/object-routes.ts';
import { InjectedFailures } from './http/injected-failures.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { RequestLog } from './http/request-log.ts';
import type { Route } from './http/router.ts';
import { createSandboxServer } from './http/serve.ts';
import { ownerRoutes } from './owners/owner-routes.ts';
import { createPortal } from './portal/create-portal.ts';
import type { Portal, PortalSettings } from './portal/portal.ts';
import { type SeedName, seedPortal } from './portal/seed.ts';
import { propertyRoutes } from './properties/property-routes.ts';

export type HubspotSandboxOptions = {
  /** 0 or absent picks one. */
  port?: number;
  host?: string;
  clockUrl?: string;
  clientSecret?: string;
  accessToken?: string;
  portalId?: number;
  appId?: number;
  enrolmentDelayMs?: number;
  searchIndexDelayMs?: number;
  propertyVisibilityDelayMs?: number;
  tenSecondlyLimit?: number;
  /** Public address of the app; stands for `${BASE_URL}` in the project files. Can be set later. */
  actionUrl?: string;
  /** The folder with app/workflow-actions/*-hsmeta.json. */
  projectDir?: string;
  seed?: SeedName;
};

export type HubspotSandbox = {
  /** No trailing slash: use it as `basePath`. */
  url: string;
  accessToken: string;
  clientSecret: string;
  /** The state behind the HTTP face, for tests; another one after a reset. */
  portal(): Portal;
  close(): Promise<void>;
};

export async function startHubspotSandbox(options: HubspotSandboxOptions = {}): Promise<HubspotSandbox> {
  const clock = await followClock(options.clockUrl);
  const settings: PortalSettings = {
    portalId: options.portalId ?? 424242,
    appId: options.appId ?? 1001,
    accessToken: options.accessToken ?? 'sandbox-hubspot-token',
    clientSecret: options.clientSecret ?? 'sandbox-hubspot-secret',
    timeZone: 'Europe/Berlin',
    uiDomain: 'app.hubspot.com',
    enrolmentDelayMs: options.enrolmentDelayMs ?? 5_000,
    searchIndexDelayMs: options.searchIndexDelayMs ?? 2_000,
    propertyVisibilityDelayMs: options.propertyVisibilityDelayMs ?? 300,
    tenSecondlyLimit: options.tenSecondlyLimit ?? 110,
    associationBatchLimit: 150,
    searchPerSecond: 5,
  };
  const failures = new InjectedFailures();
  const log = new RequestLog();
  const limits = createRateLimits(settings);
  let portal: Portal;
  let routes: Route[] = [];

  function reset(seed: SeedName): void {
    portal = createPortal({ ...settings }, clock.now, options.actionUrl ?? null);
    seedPortal(portal, seed);
    failures.clear();
    log.clear();
    limits.reset();
    routes = [
      ...controlRoutes({ portal, failures, log, reset: (wanted) => resetLater(wanted) }),
      ...associationRoutes(portal),
      ...objectRoutes(portal),
      ...propertyRoutes(portal),
      ...ownerRoutes(portal),
      ...accountRoutes(portal),
    ];
  }
  function resetLater(seed: SeedName): void {
    reset(seed);
    http.rebuild();
  }

  reset(options.seed ?? 'acme');
  const http = createSandboxServer({ portal: () => portal, routes: () => routes, limits: () => limits, failures, log });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    http.server.once('error', reject);
    http.server.listen(options.port ?? 0, host, resolve);
  });
  return {
    url: `http://${host}:${(http.server.address() as AddressInfo).port}`,
    accessToken: settings.accessToken,
    clientSecret: settings.clientSecret,
    portal: () => portal,
    close: async () => {
      clock.close();
      await new Promise<void>((resolve) => {
        http.server.close(() => resolve());
        http.server.closeAllConnections();
      });
    },
  };
}
