/** Links to connect Slack, and workspaces that wait to be confirmed: each is used once, within its time. */
import type { SlackLink, SlackOffer, Taken, Times } from '../slack-connect-store.ts';
import type { SqliteConnection } from './connection.ts';

export function saveSlackLink(
  connection: SqliteConnection,
  linkHash: string,
  { portalId, author }: SlackLink,
  { now, expiresAt }: Times,
): void {
  connection
    .statement('INSERT INTO slack_links (link_hash, portal_id, author, created_at, expires_at) VALUES (?, ?, ?, ?, ?)')
    .run(linkHash, portalId, author, now, expiresAt);
}

type LinkRow = { portal_id: number; author: string; expires_at: number };

export function takeSlackLink(connection: SqliteConnection, linkHash: string, now: number): Taken<SlackLink> {
  const row = connection
    .statement<LinkRow>('DELETE FROM slack_links WHERE link_hash = ? RETURNING portal_id, author, expires_at')
    .get(linkHash);
  if (row === undefined) return { outcome: 'unknown' };
  if (row.expires_at <= now) return { outcome: 'expired' };
  return { outcome: 'taken', value: { portalId: row.portal_id, author: row.author } };
}

export function saveSlackOffer(
  connection: SqliteConnection,
  offerHash: string,
  browserHash: string,
  { portalId, sealed, details, slackTeamId }: SlackOffer,
  { now, expiresAt }: Times,
): void {
  connection
    .statement(
      `INSERT INTO slack_offers
         (offer_hash, browser_hash, portal_id, sealed, details_json, slack_team_id, created_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(offerHash, browserHash, portalId, sealed, JSON.stringify(details), slackTeamId, now, expiresAt);
}

type OfferRow = {
  portal_id: number;
  sealed: string;
  details_json: string;
  slack_team_id: string;
  expires_at: number;
};

export function takeSlackOffer(
  connection: SqliteConnection,
  offerHash: string,
  browserHash: string,
  now: number,
): Taken<SlackOffer> {
  const row = connection
    .statement<OfferRow>(
      `DELETE FROM slack_offers WHERE offer_hash = ? AND browser_hash = ?
       RETURNING portal_id, sealed, details_json, slack_team_id, expires_at`,
    )
    .get(offerHash, browserHash);
  if (row === undefined) return { outcome: 'unknown' };
  if (row.expires_at <= now) return { outcome: 'expired' };
  const { portal_id: portalId, sealed, details_json: details, slack_team_id: slackTeamId } = row;
  return { outcome: 'taken', value: { portalId, sealed, details: JSON.parse(details), slackTeamId } };
}
