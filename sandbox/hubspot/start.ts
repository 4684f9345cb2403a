import type { AddressInfo } from 'node:net';
import { followClock } from '../clock/follow-clock.ts';
import { tokenInfoRoute } from './account/token-info-route.ts';
import { readActionDefinitions } from './actions/read-definitions.ts';
import { processRoutes } from './control/process-routes.ts';
import { bearerIn, type Caller } from './http/caller.ts';
import { InjectedFailures } from './http/injected-failures.ts';
import { createSandboxServer } from './http/serve.ts';
import { type Account, openAccount } from './portal/account.ts';
import { Accounts } from './portal/accounts.ts';
import { createPortal } from './portal/create-portal.ts';
import type { NewPortal } from './portal/new-portal.ts';
import type { Portal, PortalSettings } from './portal/portal.ts';
import { type SeedName, seedPortal } from './portal/seed.ts';
import { addOwner } from './portal/users.ts';
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

export type HubspotSandbox = {
  /** No trailing slash: use it as `basePath`. */
  url: string;
  accessToken: string;
  clientSecret: string;
  /** The state behind the HTTP face, for tests; without an id that of the first account. Another one after a reset. */
  portal(portalId?: number): Portal;
  close(): Promise<void>;
};

export async function startHubspotSandbox(options: HubspotSandboxOptions = {}): Promise<HubspotSandbox> {
  const clock = await followClock(options.clockUrl);
  const accessToken = options.accessToken ?? 'sandbox-hubspot-token';
  const settings: PortalSettings = {
    portalId: options.portalId ?? 424242,
    appId: options.appId ?? 1001,
    accessToken,
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
  const accounts = new Accounts();
  const definitions = readActionDefinitions(options.projectDir);
  const webhooks = readWebhooks(options.projectDir);
  const firstSeed = options.seed ?? 'acme';
  const runner = {
    actionTimeoutMs: options.actionTimeoutMs ?? 20_000,
    actionRetryMs: options.actionRetryMs ?? 1_000,
  };
  accounts.add(open(settings, options.actionUrl ?? null, firstSeed, 0));
  clock.onMove(() => {
    for (const account of accounts.all()) account.clockMoved();
  });

  function open(of: PortalSettings, actionUrl: string | null, seed: SeedName, lastChange: number): Account {
    const portal = createPortal({ ...of }, clock.now, actionUrl, lastChange);
    portal.actionDefinitions = definitions;
    seedPortal(portal, seed);
    return openAccount(portal, runner, (heard) => {
      const sender = startWebhookSender(heard, webhooks, { gatherMs: 100, retryMs: options.webhookRetryMs ?? 1_000 });
      return () => sender.stop();
    });
  }

  /** The app's switches are as in the first account. */
  function makePortal({ seed, users, ...wanted }: NewPortal): Portal {
    const { switches } = accounts.first().portal;
    const account = open({ ...settings, ...wanted }, switches.actionBaseUrl, seed, 0);
    const { portal } = account;
    const { signActionsWithV3, actionTypesBeta, webhooks, calculatedWebhooks } = switches;
    Object.assign(portal.switches, { signActionsWithV3, actionTypesBeta, webhooks, calculatedWebhooks });
    portal.isInstalled = wanted.accessToken !== null;
    for (const { mayInstall, ...user } of users) addOwner(portal, user, mayInstall);
    accounts.add(account);
    return portal;
  }

  function reset(portalId: number | null, seed: SeedName | undefined): void {
    const { portal } = accounts.named(portalId === null ? null : String(portalId));
    const isFirst = portal === accounts.first().portal;
    portal.changes.publish({ kind: 'settings changed', what: 'reset' });
    const fresh = open(
      isFirst ? settings : portal.settings,
      portal.switches.actionBaseUrl,
      seed ?? (isFirst ? firstSeed : 'empty'),
      portal.changes.sequence,
    );
    if (!isFirst) fresh.portal.isInstalled = portal.isInstalled;
    accounts.replace(fresh);
    if (portalId !== null) return;
    failures.clear();
    for (const other of accounts.all()) if (other !== fresh) accounts.remove(other.portal.settings.portalId);
  }

  function callerOf(authorization: string | undefined): Caller {
    const token = bearerIn(authorization);
    const account = token === null ? null : accounts.byStaticToken(token);
    return account ? { kind: 'known', account, scopes: account.portal.switches.scopes } : { kind: 'unknown' };
  }

  const server = createSandboxServer({
    accounts,
    commonRoutes: [
      ...processRoutes({ accounts, failures, makePortal, removePortal: (id) => accounts.remove(id), reset }),
      tokenInfoRoute(accounts),
    ],
    callerOf,
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
    clientSecret: settings.clientSecret,
    portal: (portalId) => accounts.named(portalId === undefined ? null : String(portalId)).portal,
    close: async () => {
      clock.close();
      for (const account of accounts.all()) account.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
