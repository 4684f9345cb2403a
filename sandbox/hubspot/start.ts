import type { AddressInfo } from 'node:net';
import { followClock } from '../clock/follow-clock.ts';
import { tokenInfoRoute } from './account/token-info-route.ts';
import { readActionDefinitions } from './actions/read-definitions.ts';
import { oauthControls } from './control/oauth-controls.ts';
import { processRoutes } from './control/process-routes.ts';
import { webhookControls } from './control/webhook-controls.ts';
import { hubspotDefaults } from './defaults.ts';
import { settingsPageRoutes } from './extensions/settings-page.ts';
import { InjectedFailures } from './http/injected-failures.ts';
import { createSandboxServer } from './http/serve.ts';
import { authorizeRoutes } from './oauth/authorize-routes.ts';
import { callerOf } from './oauth/caller-of.ts';
import { Grants } from './oauth/grants.ts';
import { readOauthApp } from './oauth/oauth-app.ts';
import { tokenRoutes } from './oauth/token-routes.ts';
import { type Account, openAccount } from './portal/account.ts';
import { createPortal } from './portal/create-portal.ts';
import { manageAccounts } from './portal/manage-accounts.ts';
import type { Portal, PortalSettings } from './portal/portal.ts';
import { type SeedName, seedPortal } from './portal/seed.ts';
import { readWebhooks } from './webhooks/read-subscriptions.ts';
import { createWebhookSender } from './webhooks/send-webhooks.ts';

export type HubspotSandboxOptions = {
  /** 0 or absent picks one. */
  port?: number;
  host?: string;
  clockUrl?: string;
  clientId?: string;
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

export type HubspotSandbox = {
  /** No trailing slash: use it as `basePath`. */
  url: string;
  accessToken: string;
  clientId: string;
  clientSecret: string;
  /** The state behind the HTTP face, for tests; without an id that of the first account. Another one after a reset. */
  portal(portalId?: number): Portal;
  close(): Promise<void>;
};

export async function startHubspotSandbox(options: HubspotSandboxOptions = {}): Promise<HubspotSandbox> {
  const clock = await followClock(options.clockUrl);
  const accessToken = options.accessToken ?? hubspotDefaults.accessToken;
  const settings: PortalSettings = {
    portalId: options.portalId ?? hubspotDefaults.portalId,
    appId: options.appId ?? 1001,
    accessToken,
    clientSecret: options.clientSecret ?? hubspotDefaults.clientSecret,
    timeZone: 'Europe/Berlin',
    uiDomain: 'app.hubspot.com',
    enrolmentDelayMs: options.enrolmentDelayMs ?? hubspotDefaults.enrolmentDelayMs,
    searchIndexDelayMs: options.searchIndexDelayMs ?? 2_000,
    propertyVisibilityDelayMs: options.propertyVisibilityDelayMs ?? 300,
    calculationDelayMs: options.calculationDelayMs ?? 0,
    tenSecondlyLimit: options.tenSecondlyLimit ?? 110,
    associationBatchLimit: 150,
    searchPerSecond: 5,
  };
  const failures = new InjectedFailures();
  const grants = new Grants(clock.now);
  const { appId, clientSecret } = settings;
  const clientId = options.clientId ?? hubspotDefaults.clientId;
  const app = readOauthApp(options.projectDir, { clientId, clientSecret, appId });
  const definitions = readActionDefinitions(options.projectDir);
  const setup = readWebhooks(options.projectDir);
  const webhooks = createWebhookSender({
    setup,
    baseUrl: () => accounts.first().portal.switches.actionBaseUrl,
    clientSecret,
    now: clock.now,
    retryMs: options.webhookRetryMs ?? 1_000,
  });
  const runner = {
    actionTimeoutMs: options.actionTimeoutMs ?? 20_000,
    actionRetryMs: options.actionRetryMs ?? 1_000,
  };
  function open(of: PortalSettings, actionUrl: string | null, seed: SeedName, lastChange: number): Account {
    const portal = createPortal({ ...of }, clock.now, actionUrl, lastChange);
    portal.actionDefinitions = definitions;
    seedPortal(portal, seed);
    return openAccount(portal, { runner, grants, hear: webhooks.follow });
  }

  const { accounts, make, reset } = manageAccounts({
    first: settings,
    firstSeed: options.seed ?? 'acme',
    actionUrl: options.actionUrl ?? null,
    open,
  });
  clock.onMove(() => {
    for (const account of accounts.all()) account.clockMoved();
  });

  function startOver(portalId: number | null, seed: SeedName | undefined): void {
    reset(portalId, seed);
    if (portalId !== null) return;
    failures.clear();
    grants.clear();
    webhooks.reset();
  }

  const server = createSandboxServer({
    accounts,
    commonRoutes: [
      ...processRoutes({ accounts, failures, make, reset: startOver }),
      tokenInfoRoute(accounts),
      ...webhookControls(setup, webhooks),
      ...oauthControls(app, grants, accounts),
      ...tokenRoutes(app, grants, accounts, clock.now),
      ...authorizeRoutes(app, grants, accounts),
      ...settingsPageRoutes(accounts, grants),
    ],
    callerOf: (authorization) => callerOf(accounts, grants, clock.now(), authorization),
    failures,
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    accessToken,
    clientId,
    clientSecret,
    portal: (portalId) => accounts.named(portalId === undefined ? null : String(portalId)).portal,
    close: async () => {
      clock.close();
      for (const account of accounts.all()) account.stop();
      webhooks.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
