/**
 * Connects a portal to a Slack workspace: a link asked for in the settings, Slack's page, and back. Each step proves which
 * portal it is about and that it is the same browser; each is used once and within ten minutes.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { AppClient } from '../../config.ts';
import { type BegunFlows, flowLastsMs } from '../../oauth/begun-flows.ts';
import type { InTurn } from '../../portals/take-turns.ts';
import type { AuditDeed } from '../../settings/audit-deed.ts';
import type { CredentialStore } from '../../store/credential-store.ts';
import type { SlackConnectStore, SlackOffer } from '../../store/slack-connect-store.ts';
import type { PortalStore } from '../../store/store.ts';
import { hashSecret, makeSecret } from '../../tokens/one-time-secret.ts';
import { SealBrokenError, type Sealer } from '../../tokens/sealer.ts';
import type { SlackTokens, TokenVault } from '../../tokens/token-vault.ts';
import { slackAlarm } from '../slack-alarm.ts';
import type { SlackGateway } from '../slack-gateway.ts';
import { authorizeUrl } from './authorize-url.ts';
import {
  type CameBack,
  type Confirmed,
  type Connected,
  doubtsOf,
  type NotServed,
  type Opened,
} from './connect-outcomes.ts';
import { exchangeCode, type SlackGrant } from './exchange-code.ts';
import { slackPaths } from './paths.ts';
import { channelsSetting } from './portal-gateway.ts';
import type { PortalSlacks } from './portal-slacks.ts';
import { readSlackDetails, type SlackDetails } from './slack-details.ts';

export type ConnectParts = {
  app: AppClient;
  slackApiUrl: string;
  slackAppUrl: string;
  publicUrl: () => string;
  store: CredentialStore & SlackConnectStore & Pick<PortalStore, 'saveSetting' | 'clearAlarm'>;
  flows: BegunFlows;
  vault: TokenVault;
  sealer: Sealer;
  slacks: PortalSlacks;
  gatewayOf: (portalId: number, botToken: string) => SlackGateway;
  /** Shared with whatever installs, disconnects and erases. */
  inTurn: InTurn;
  /** Whether the portal is connected to HubSpot. */
  isServed: (portalId: number) => boolean;
  auditDeed: AuditDeed;
  /** What waited for Slack may go on. */
  onConnected: (portalId: number) => void;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
};

export type SlackConnecting = ReturnType<typeof createSlackConnecting>;

export function createSlackConnecting(parts: ConnectParts) {
  const { app, store, flows, vault, sealer, slacks, gatewayOf, inTurn, isServed, clock } = parts;
  const redirectUrl = () => `${parts.publicUrl()}${slackPaths.callback}`;
  const times = () => ({ now: clock.now(), expiresAt: clock.now() + flowLastsMs });

  /** The portal may have been disconnected, or erased, since this was begun: nothing is kept for it, and Slack has its token back. */
  function ifServed<Answer>(
    portalId: number,
    { tokens, slackTeamId }: Offered,
    work: () => Promise<Answer>,
  ): Promise<Answer | NotServed> {
    return inTurn(portalId, async () => {
      if (isServed(portalId)) return work();
      await giveBack(portalId, tokens, slackTeamId);
      return { outcome: 'not served', portalId };
    });
  }

  async function connect(portalId: number, author: string, offered: Offered): Promise<Connected | NotServed> {
    const { teamName } = offered.details;
    const connected = await ifServed(portalId, offered, async (): Promise<Connected> => {
      await save(portalId, author, offered);
      return { outcome: 'connected', portalId, teamName };
    });
    if (connected.outcome === 'connected') parts.onConnected(portalId);
    return connected;
  }

  async function save(portalId: number, author: string, offered: Offered): Promise<void> {
    const detail = `to ${offered.details.teamName}`;
    await parts.auditDeed(portalId, { author, deed: 'connect slack', detail }, async () => {
      const before = await store.credential(portalId, 'slack');
      const tokensBefore = await openTokens(portalId);
      const { tokens, details, slackTeamId } = offered;
      await vault.save(portalId, 'slack', { tokens, expiresAt: null, details, slackTeamId }, clock.now());
      if (before !== null && before.slackTeamId !== slackTeamId) {
        // Names of channels lead elsewhere in another workspace.
        await store.saveSetting(portalId, channelsSetting, {}, clock.now());
        await giveBack(portalId, tokensBefore, before.slackTeamId);
      }
      await slacks.refresh(portalId);
      await store.clearAlarm(portalId, slackAlarm);
    });
  }

  /** Null also where it cannot be opened any more: that must keep nobody from connecting anew. */
  async function openTokens(portalId: number): Promise<SlackTokens | null> {
    try {
      return (await vault.open(portalId, 'slack'))?.tokens ?? null;
    } catch (error) {
      if (error instanceof SealBrokenError) return null;
      throw error;
    }
  }

  /** Null: its key was taken out in between. */
  function openOffered(sealed: string, portalId: number): SlackTokens | null {
    try {
      return JSON.parse(sealer.open(sealed, { portalId, kind: 'slack' })) as SlackTokens;
    } catch (error) {
      if (error instanceof SealBrokenError) return null;
      throw error;
    }
  }

  /** A workspace has one token, however many portals use it: it is given back by the last of them. */
  async function giveBack(portalId: number, tokens: SlackTokens | null, teamId: string | null): Promise<boolean> {
    if (tokens === null || teamId === null) return true;
    if ((await store.portalsOfSlackTeam(teamId)).length > 0) return true;
    const failure = await gatewayOf(portalId, tokens.botToken).revokeToken();
    if (failure !== null) parts.log.warn({ portalId, outcome: failure.outcome }, 'a Slack token was not given back');
    return failure === null;
  }

  return {
    /** Where the settings send whoever may change them. */
    async makeLink(portalId: number, author: string): Promise<{ url: string; validUntil: number }> {
      const secret = makeSecret();
      const { now, expiresAt } = times();
      await store.saveSlackLink(hashSecret(secret), { portalId, author }, { now, expiresAt });
      return { url: `${parts.publicUrl()}${slackPaths.install}?link=${secret}`, validUntil: expiresAt };
    },

    /** `browser`: what its cookie holds; null for none. */
    async open(link: string, browser: string | null): Promise<Opened> {
      const taken = await store.takeSlackLink(hashSecret(link), clock.now());
      if (taken.outcome !== 'taken') return { outcome: taken.outcome };
      const { portalId } = taken.value;
      if (!isServed(portalId)) return { outcome: 'not served', portalId };
      const flow = { kind: 'slack', ...taken.value, returnUrl: null, browser, withPkce: false } as const;
      const begun = await flows.begin(flow);
      const asked = { clientId: app.clientId, redirectUrl: redirectUrl(), state: begun.state };
      return { outcome: 'open', location: authorizeUrl(parts.slackAppUrl, asked), browser: begun.browser };
    },

    async comeBack(
      { state, code, error }: { state: string; code: string | null; error: string | null },
      browser: string | null,
    ): Promise<CameBack> {
      const ended = await flows.end('slack', state, browser);
      if (ended.outcome !== 'taken') return ended;
      const { portalId, author } = ended;
      if (portalId === null || author === null || browser === null) return { outcome: 'unknown' };
      if (!isServed(portalId)) return { outcome: 'not served', portalId };
      if (code === null) return error === 'access_denied' ? { outcome: 'cancelled' } : refused(error);
      const exchanged = await exchangeCode({ slackApiUrl: parts.slackApiUrl, app }, code, redirectUrl());
      if (exchanged.outcome === 'refused') return exchanged;
      const { grant } = exchanged;
      const before = await store.credential(portalId, 'slack');
      const email = await emailOf(gatewayOf(portalId, grant.botToken), grant.allowedBy);
      const offered = offerOf(grant, author, clock.now());
      const { teamName } = grant;
      const doubts = doubtsOf({
        before: before === null ? null : { teamId: before.slackTeamId, teamName: readSlackDetails(before).teamName },
        teamId: grant.teamId,
        email,
        author,
      });
      if (doubts.length > 0) {
        const offer = makeSecret();
        const sealed = sealer.seal(JSON.stringify(offered.tokens), { portalId, kind: 'slack' });
        const { details, slackTeamId } = offered;
        const kept: SlackOffer = { portalId, sealed, details, slackTeamId };
        return ifServed(portalId, offered, async () => {
          await store.saveSlackOffer(hashSecret(offer), hashSecret(browser), kept, times());
          return { outcome: 'to confirm', portalId, teamName, author, doubts, offer };
        });
      }
      return connect(portalId, author, offered);
    },

    async confirm(
      { offer, isWanted }: { offer: string; isWanted: boolean },
      browser: string | null,
    ): Promise<Confirmed> {
      const taken = await store.takeSlackOffer(hashSecret(offer), hashSecret(browser ?? ''), clock.now());
      if (taken.outcome !== 'taken') return { outcome: taken.outcome };
      const { portalId, sealed, slackTeamId } = taken.value;
      const details = readSlackDetails(taken.value);
      const tokens = openOffered(sealed, portalId);
      if (tokens === null) return { outcome: 'unknown' };
      if (!isWanted) {
        await giveBack(portalId, tokens, slackTeamId);
        return { outcome: 'kept' };
      }
      return connect(portalId, details.connectedBy, { tokens, details, slackTeamId });
    },

    /** What waits goes on waiting. Null: it was not connected. */
    async disconnect(portalId: number, author: string): Promise<{ isGivenBack: boolean } | null> {
      const before = await store.credential(portalId, 'slack');
      const tokens = await openTokens(portalId);
      const reason = `${author} disconnected Slack in the settings`;
      if (before?.status.state !== 'active') return null;
      await store.disconnectCredential(portalId, 'slack', reason, clock.now());
      await slacks.refresh(portalId);
      return { isGivenBack: await giveBack(portalId, tokens, before.slackTeamId) };
    },
  };
}

type Offered = { tokens: SlackTokens; details: SlackDetails; slackTeamId: string };

function offerOf({ botToken, teamId, teamName, botUserId, scopes }: SlackGrant, author: string, now: number): Offered {
  const details = { teamName, botUserId, scopes, connectedBy: author, connectedAt: now };
  return { tokens: { botToken }, details, slackTeamId: teamId };
}

function refused(error: string | null): CameBack {
  const isWord = error !== null && /^[a-z_]{1,60}$/.test(error);
  return { outcome: 'refused', reason: isWord ? `Slack says ${error}` : 'Slack gave no code' };
}

/** Null: Slack does not say. */
async function emailOf(gateway: SlackGateway, userId: string): Promise<string | null> {
  const email = await gateway.findEmail(userId);
  return email.outcome === 'found' ? email.value : null;
}
