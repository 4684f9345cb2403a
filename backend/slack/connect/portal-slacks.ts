/**
 * The gateway of each portal that connected Slack itself: made of the stored token, and taken away the moment the token is
 * gone. Whoever posts looks it up each time, so another workspace or a lost one counts from the next message on.
 */
import type { Logger } from 'pino';
import type { InTurn } from '../../portals/take-turns.ts';
import type { CredentialStore } from '../../store/credential-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { SealBrokenError } from '../../tokens/sealer.ts';
import type { TokenVault } from '../../tokens/token-vault.ts';
import { lostWords, slackAlarm } from '../slack-alarm.ts';
import type { SlackGateway } from '../slack-gateway.ts';
import { createRefusingGateway } from './refusing-gateway.ts';

export type PortalSlacksParts = {
  store: Pick<CredentialStore, 'credentials'> & Pick<PortalStore, 'raiseAlarm'>;
  vault: Pick<TokenVault, 'open'>;
  /** Changed in place. */
  gateways: Map<number, SlackGateway>;
  gatewayOf: (portalId: number, botToken: string) => SlackGateway;
  inTurn: InTurn;
  /** Whether the portal is connected to HubSpot: only then is Slack asked anything for it. */
  isServed: (portalId: number) => boolean;
  now: () => number;
  log: Pick<Logger, 'error'>;
};

export type PortalSlacks = {
  /** All that are stored. */
  start(): Promise<void>;
  /** After anything has changed about the portal's credential. */
  refresh(portalId: number): Promise<void>;
  /** The portal is going to be served. Never rejects: what cannot be read waits in the outbox. */
  begin(portalId: number): Promise<void>;
  /** The portal is not served any more; its token stays where it is. */
  forget(portalId: number): void;
};

export function createPortalSlacks(parts: PortalSlacksParts): PortalSlacks {
  const { store, vault, gateways, gatewayOf, inTurn, isServed, now, log } = parts;

  async function read(portalId: number): Promise<void> {
    try {
      const opened = await vault.open(portalId, 'slack');
      if (opened === null) gateways.delete(portalId);
      else if (opened.tokens !== null) gateways.set(portalId, gatewayOf(portalId, opened.tokens.botToken));
      else gateways.set(portalId, createRefusingGateway(lostWords(reasonOf(opened.credential.status))));
    } catch (error) {
      if (!(error instanceof SealBrokenError)) throw error;
      log.error({ portalId, reason: error.message }, 'the stored Slack token cannot be opened');
      gateways.set(portalId, createRefusingGateway(error.message, error.remedy));
      await store.raiseAlarm(portalId, slackAlarm, `Alerts wait: ${error.message}.`, now());
    }
  }

  return {
    refresh: (portalId) =>
      inTurn(portalId, async () => {
        await read(portalId);
        if (!isServed(portalId)) gateways.delete(portalId);
      }),
    begin: (portalId) =>
      inTurn(portalId, async () => {
        try {
          await read(portalId);
        } catch (err) {
          log.error({ portalId, err }, 'the connection to Slack could not be read');
          gateways.set(portalId, createRefusingGateway('the connection to Slack could not be read'));
        }
      }),
    forget: (portalId) => void gateways.delete(portalId),
    async start() {
      for (const { portalId } of await store.credentials('slack')) await inTurn(portalId, () => read(portalId));
    },
  };
}

function reasonOf(status: { state: string; reason?: string }): string {
  return status.reason ?? 'Slack was disconnected';
}
