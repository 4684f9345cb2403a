/** Portals that come and go while the service runs, put together: installed, served, taken away, disconnected, erased. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { type Connections, connectHubspot } from '../connections.ts';
import { recoverEffects } from '../outbox/recover-effects.ts';
import { createDisconnecting, type Disconnecting } from '../portals/disconnect.ts';
import { disconnectedAlarm, whyNotConnected } from '../portals/disconnect-words.ts';
import { keepErasing } from '../portals/erase-disconnected.ts';
import { createErasePortal } from '../portals/erase-portal.ts';
import { type Installation, readInstallation } from '../portals/installation.ts';
import { type PortalMemory, track } from '../portals/portal-memory.ts';
import type { PortalStates } from '../portals/portal-state.ts';
import { createServing } from '../portals/serving.ts';
import type { InTurn } from '../portals/take-turns.ts';
import type { AuditDeed } from '../settings/audit-deed.ts';
import { giveSlackBack } from '../slack/connect/give-slack-back.ts';
import type { WholeStore } from '../store/open-store.ts';
import { createInstallHubspot, type InstallHubspot, installPath } from './install-hubspot.ts';
import { createOauthServices, type TokenServices } from './oauth-services.ts';

export type Installations = {
  /** False: it was never installed, was disconnected, or has taken the app away. */
  isServed(portalId: number): boolean;
  /** Why a portal is not connected that was before, in words; null: it is, or never was. */
  whyNot(portalId: number): Promise<string | null>;
  /** Somebody had it disconnected; not: HubSpot says that it is gone. */
  isEnded(portalId: number): Promise<boolean>;
  installation(portalId: number): Promise<Installation | null>;
  /** Null: without ENCRYPTION_KEYS. */
  tokens: TokenServices | null;
  /** Null: one portal, from the environment. */
  install: InstallHubspot | null;
  disconnecting: Disconnecting;
  /** Another node installed the portal, renewed its tokens, or took it away. */
  followCredential(portalId: number): Promise<void>;
  /** Takes up every portal that is installed. */
  begin(): Promise<void>;
  stop(): Promise<void>;
};

export type InstallationsParts = {
  config: Config;
  store: WholeStore;
  states: PortalStates;
  memory: PortalMemory;
  clock: Clock;
  connections: Connections;
  /** Shared with provisioning. */
  inTurn: InTurn;
  auditDeed: AuditDeed;
  publicUrl: () => string;
  /** Before anything is asked or sent for a portal. */
  onBeginning: (portalId: number) => Promise<void>;
  /** What else is to be begun for a portal, and ended. */
  onBegun: (portalId: number) => void;
  onEnded: (portalId: number) => void;
  /** From then on nothing is waited for that HubSpot or another process does. */
  stopped: AbortSignal;
  log: Logger;
};

export function createInstallations(parts: InstallationsParts): Installations {
  const { config, store, states, memory, clock, connections, inTurn, publicUrl, stopped, log } = parts;
  const { oauth: client, eraseDisconnectedAfterDays: keepDays } = config;
  const told = { onRevoked: revoked, onRegained: regained };
  const { tokens, hubspot } = createOauthServices(config, { store, memory, clock, ...told, stopped, log });
  const starting = memory.set<number>('that it is taken up');
  const leaving = memory.work<number>('leaving a portal that took the app away');

  const serving = createServing({
    connections,
    states,
    memory,
    onBeginning: parts.onBeginning,
    connect(portalId) {
      if (hubspot !== null) connectHubspot(connections, portalId, config, { oauth: hubspot, store, log });
    },
    tokensChanged: (portalId) => hubspot?.accessTokens.changed(portalId),
    recover: (portalId) => recoverEffects(store, [portalId], clock, log),
    recovered: connections.hubspot.keys(),
    onBegun: parts.onBegun,
    onEnded: parts.onEnded,
    log,
  });

  /** Noticed at a call of the portal's, which may itself be made in turn: it is told once, and nothing more is asked. */
  function revoked(portalId: number): void {
    const left = inTurn(portalId, async () => {
      const credential = await store.credential(portalId, 'hubspot');
      // It was installed again, disconnected or erased before its turn came.
      if (credential?.status.state !== 'revoked') return;
      const ended = serving.end(portalId);
      const why = await whyNot(portalId);
      if (why !== null) await store.raiseAlarm(portalId, disconnectedAlarm, why, clock.now());
      await ended;
    }).catch((err) => log.error({ portalId, err }, 'an alarm could not be raised'));
    track(leaving, portalId, left);
  }

  /** Noticed like that; until then it may have been left, here or elsewhere. */
  function regained(portalId: number): void {
    const begun = inTurn(portalId, async () => {
      await store.clearAlarm(portalId, disconnectedAlarm);
      await followCredential(portalId);
      log.info({ portalId }, 'the portal has not taken the app away after all');
    }).catch((err) => log.error({ portalId, err }, 'a portal could not be taken up again'));
    track(leaving, portalId, begun);
  }

  async function followCredential(portalId: number): Promise<void> {
    const credential = await store.credential(portalId, 'hubspot');
    hubspot?.accessTokens.changed(portalId);
    const isActive = credential?.status.state === 'active';
    if (isActive && !serving.isServed(portalId)) await serving.begin(portalId);
    if (!isActive && serving.isServed(portalId)) await serving.end(portalId);
  }

  async function whyNot(portalId: number): Promise<string | null> {
    const credential = await store.credential(portalId, 'hubspot');
    if (credential === null) return null;
    const timeZone = (await store.portal(portalId))?.timeZone ?? 'UTC';
    return whyNotConnected(credential.status, { keepDays, timeZone }, publicUrl() + installPath);
  }

  const { slackApiUrl } = config;
  const onErasing = tokens === null ? async () => {} : giveSlackBack({ store, vault: tokens.vault, slackApiUrl, log });
  const erase = createErasePortal({ store, memory, onErasing, clock });
  const install =
    client === null || tokens === null || hubspot === null
      ? null
      : createInstallHubspot({
          ...parts,
          ...tokens,
          client,
          appUrl: config.hubspotAppUrl,
          appId: config.hubspotAppId,
          calls: hubspot.calls,
          onInstalled: serving.begin,
          erase,
        });
  const erasing = client === null ? null : keepErasing({ store, memory, keepDays, inTurn, erase, clock, log });

  return {
    isServed: (portalId) => client === null || serving.isServed(portalId) || starting.has(portalId),
    whyNot,
    isEnded: async (portalId) => (await store.credential(portalId, 'hubspot'))?.status.state === 'disconnected',
    installation: async (portalId) => (client === null ? null : readInstallation(store, portalId)),
    tokens,
    install,
    disconnecting: createDisconnecting({
      store,
      hubspot: connections.hubspot,
      serving,
      isOauth: client !== null,
      keepDays,
      inTurn,
      clock,
    }),
    async followCredential(portalId) {
      if (client === null) return;
      await inTurn(portalId, () => followCredential(portalId));
    },
    async begin() {
      if (client === null) return;
      const active = (await store.credentials('hubspot')).filter(({ status }) => status.state === 'active');
      for (const { portalId } of active) starting.add(portalId);
      for (const { portalId } of active) {
        await inTurn(portalId, () => serving.begin(portalId));
        starting.delete(portalId);
      }
    },
    async stop() {
      await erasing?.stop();
      await Promise.all(leaving.values());
      await serving.ended();
      await hubspot?.calls.close();
    },
  };
}
