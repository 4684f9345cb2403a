import type { AddressInfo } from 'node:net';
import { followClock } from '../clock/follow-clock.ts';
import { accountRoutes } from './account/account-routes.ts';
import { callbackRoutes } from './actions/callback-routes.ts';
import { readActionDefinitions } from './actions/read-definitions.ts';
import { associateByDomain } from './associations/associate-by-domain.ts';
import { associationRoutes } from './associations/association-routes.ts';
import { controlRoutes } from './control/control-routes.ts';
import { engagementRoutes } from './control/engagement-routes.ts';
import { userRoutes } from './control/user-routes.ts';
import { objectRoutes } from './crm/object-routes.ts';
import { startCalculating } from './engagements/calculate.ts';
import { type EnrolmentEngine, startEnrolmentEngine } from './enrolment/enrolment-engine.ts';
import { flowRoutes } from './flows/flow-routes.ts';
import { InjectedFailures } from './http/injected-failures.ts';
import { createRateLimits, type RateLimits } from './http/rate-limits.ts';
import { RequestLog } from './http/request-log.ts';
import type { Route } from './http/router.ts';
import { createSandboxServer } from './http/serve.ts';
import { listRoutes } from './lists/list-routes.ts';
import { ownerRoutes } from './owners/owner-routes.ts';
import { createPortal } from './portal/create-portal.ts';
import type { Portal, PortalSettings } from './portal/portal.ts';
import { type SeedName, seedPortal } from './portal/seed.ts';
import { propertyRoutes } from './properties/property-routes.ts';
import { readWebhooks, startWebhookSender } from './webhooks/send-webhooks.ts';

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
  calculationDelayMs?: number;
  tenSecondlyLimit?: number;
  /** Public address of the app; stands for `${BASE_URL}` in the project files. Can be set later. */
  actionUrl?: string;
  /** The folder with app/workflow-actions/*-hsmeta.json. */
  projectDir?: string;
  seed?: SeedName;
  actionTimeoutMs?: number;
  /** First pause before a failed action call is repeated. */
  actionRetryMs?: number;
  webhookRetryMs?: number;
};

type Running = {
  portal: Portal;
  engine: EnrolmentEngine;
  routes: Route[];
  limits: RateLimits;
  stop(): void;
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
    calculationDelayMs: options.calculationDelayMs ?? 0,
    tenSecondlyLimit: options.tenSecondlyLimit ?? 110,
    associationBatchLimit: 150,
    searchPerSecond: 5,
  };
  const failures = new InjectedFailures();
  const log = new RequestLog();
  const definitions = readActionDefinitions(options.projectDir);
  const webhooks = readWebhooks(options.projectDir);
  let actionUrl = options.actionUrl ?? null;
  let lastChange = 0;
  let running: Running = open(options.seed ?? 'acme');
  clock.onMove(() => running.engine.clockMoved());

  /** A fresh account with its enrolment engine and webhook sender. */
  function open(seed: SeedName): Running {
    const portal = createPortal({ ...settings }, clock.now, actionUrl, lastChange);
    portal.actionDefinitions = definitions;
    seedPortal(portal, seed);
    const engine = startEnrolmentEngine(portal, {
      actionTimeoutMs: options.actionTimeoutMs ?? 20_000,
      actionRetryMs: options.actionRetryMs ?? 1_000,
    });
    const sender = startWebhookSender(portal, webhooks, { gatherMs: 100, retryMs: options.webhookRetryMs ?? 1_000 });
    const stopAssociating = associateByDomain(portal);
    const stopCalculating = startCalculating(portal);
    const routes = [
      ...controlRoutes({ portal, failures, log, reset }),
      ...userRoutes(portal),
      ...engagementRoutes(portal),
      ...associationRoutes(portal),
      ...objectRoutes(portal),
      ...propertyRoutes(portal),
      ...flowRoutes(portal),
      ...listRoutes(portal),
      ...callbackRoutes(engine.completeCallback),
      ...ownerRoutes(portal),
      ...accountRoutes(portal),
    ];
    const stop = () => {
      engine.stop();
      sender.stop();
      stopAssociating();
      stopCalculating();
    };
    return { portal, engine, routes, limits: createRateLimits(portal.settings), stop };
  }

  function reset(seed: SeedName | undefined): void {
    running.stop();
    running.portal.changes.publish({ kind: 'settings changed', what: 'reset' });
    lastChange = running.portal.changes.sequence;
    actionUrl = running.portal.switches.actionBaseUrl;
    failures.clear();
    log.clear();
    running = open(seed ?? options.seed ?? 'acme');
    http.rebuild();
  }

  const http = createSandboxServer({
    portal: () => running.portal,
    routes: () => running.routes,
    limits: () => running.limits,
    failures,
    log,
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    http.server.once('error', reject);
    http.server.listen(options.port ?? 0, host, resolve);
  });
  return {
    url: `http://${host}:${(http.server.address() as AddressInfo).port}`,
    accessToken: settings.accessToken,
    clientSecret: settings.clientSecret,
    portal: () => running.portal,
    close: async () => {
      clock.close();
      running.stop();
      await new Promise<void>((resolve) => {
        http.server.close(() => resolve());
        http.server.closeAllConnections();
      });
    },
  };
}
