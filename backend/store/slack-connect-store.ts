/**
 * How a portal gets its Slack workspace, and how it loses it. Like the rest (store.ts): whole commands, times passed in.
 * Secrets come as hashes only; tokens come sealed.
 */
import type { CredentialDetails } from './credential-store.ts';

/** Which portal's Slack is connected, and who asked for it. */
export type SlackLink = { portalId: number; author: string };

/** 'unknown': never given, or used already. */
export type Taken<Value> = { outcome: 'taken'; value: Value } | { outcome: 'unknown' } | { outcome: 'expired' };

/** A workspace that somebody allowed, before it is confirmed. */
export type SlackOffer = { portalId: number; sealed: string; details: CredentialDetails; slackTeamId: string };

export type Times = { now: number; expiresAt: number };

/** What Slack told of a workspace that the app has lost. */
export type SlackLoss = {
  eventId: string;
  teamId: string;
  /** Those whose token was revoked; null: everybody's. */
  botUserIds: readonly string[] | null;
  /** Whatever was connected after this moment is not meant. */
  happenedAt: number;
  /** In words. */
  reason: string;
  alarm: { key: string; message: string };
};

export interface SlackConnectStore {
  saveSlackLink(linkHash: string, link: SlackLink, times: Times): Promise<void>;
  /** Once only. */
  takeSlackLink(linkHash: string, now: number): Promise<Taken<SlackLink>>;
  saveSlackOffer(offerHash: string, browserHash: string, offer: SlackOffer, times: Times): Promise<void>;
  /** Once only, by the browser that allowed it; for another one it is unknown, and stays. */
  takeSlackOffer(offerHash: string, browserHash: string, now: number): Promise<Taken<SlackOffer>>;
  /**
   * Revokes the credential of every portal that is connected to the workspace and raises the alarm there, once for each
   * event; says which portals those are.
   */
  loseSlackTeam(loss: SlackLoss, now: number): Promise<number[]>;
  /** Of all portals: links and offers that expired, and events so old that Slack tells them no more. */
  forgetBegunFlows(now: number): Promise<void>;
}
