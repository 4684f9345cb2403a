/** Portals that connect Slack themselves, put together: null where no Slack app is set. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Config } from '../../config.ts';
import { createBegunFlows } from '../../oauth/begun-flows.ts';
import type { PortalMemory } from '../../portals/portal-memory.ts';
import { type InTurn, takeTurns } from '../../portals/take-turns.ts';
import { createAuditDeed } from '../../settings/audit-deed.ts';
import type { WholeStore } from '../../store/open-store.ts';
import { createSealer } from '../../tokens/sealer.ts';
import { createTokenVault } from '../../tokens/token-vault.ts';
import type { SlackGateway } from '../slack-gateway.ts';
import { slackVia } from '../slack-remedies.ts';
import { createSlackConnecting, type SlackConnecting } from './connect-slack.ts';
import { createLoseWorkspace, type LoseWorkspace } from './lose-workspace.ts';
import type { PortalGatewayOf } from './portal-gateway.ts';
import { createPortalSlacks, type PortalSlacks } from './portal-slacks.ts';

export type SlackPortals = {
  connecting: SlackConnecting;
  loseWorkspace: LoseWorkspace;
  refresh: PortalSlacks['refresh'];
  begin: PortalSlacks['begin'];
  forget: PortalSlacks['forget'];
};

export type SlackPortalsParts = {
  config: Pick<Config, 'slackApp' | 'slackApiUrl' | 'slackAppUrl' | 'encryptionKeys' | 'single' | 'oauth'>;
  store: WholeStore;
  /** Changed in place. */
  gateways: Map<number, SlackGateway>;
  gatewayOf: PortalGatewayOf;
  memory: PortalMemory;
  /** Shared with whatever installs, disconnects and erases. */
  inTurn: InTurn;
  isServed: (portalId: number) => boolean;
  publicUrl: () => string;
  onConnected: (portalId: number) => void;
  clock: Clock;
  log: Logger;
};

/** Resolves when everybody who is connected has a gateway. */
export async function startSlackPortals(parts: SlackPortalsParts): Promise<SlackPortals | null> {
  const { config, store, gateways, gatewayOf, memory, isServed, clock, log } = parts;
  const { slackApp: app, slackApiUrl, slackAppUrl, encryptionKeys } = config;
  // A token in the environment is the portal's, whatever was connected before.
  if (app === null || slackVia(config) !== 'settings') return null;
  const sealer = createSealer(encryptionKeys);
  const vault = createTokenVault(store, sealer);
  const slacks = createPortalSlacks({
    store,
    vault,
    gateways,
    gatewayOf,
    inTurn: takeTurns(memory, 'its connection to Slack').inTurn,
    isServed,
    now: () => clock.now(),
    log,
  });
  await slacks.start();
  return {
    connecting: createSlackConnecting({
      app,
      slackApiUrl,
      slackAppUrl,
      publicUrl: parts.publicUrl,
      store,
      flows: createBegunFlows({ store, sealer, clock }),
      vault,
      sealer,
      slacks,
      gatewayOf,
      inTurn: parts.inTurn,
      isServed,
      auditDeed: createAuditDeed({ store, clock }),
      onConnected: parts.onConnected,
      clock,
      log,
    }),
    refresh: slacks.refresh,
    begin: slacks.begin,
    forget: slacks.forget,
    loseWorkspace: createLoseWorkspace({ store, slacks, clock, log }),
  };
}
