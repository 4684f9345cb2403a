/** Links to connect Slack, and workspaces that wait to be confirmed: each is used once, within its time. */
import type { SlackLink, SlackOffer, Taken, Times } from '../slack-connect-store.ts';
import type { Query } from './connection.ts';

export async function saveSlackLink(
  query: Query,
  linkHash: string,
  { portalId, author }: SlackLink,
  { now, expiresAt }: Times,
): Promise<void> {
  await query(
    'INSERT INTO slack_links (link_hash, portal_id, author, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
    [linkHash, portalId, author, now, expiresAt],
  );
}

type LinkRow = { portal_id: number; author: string; expires_at: number };

export async function takeSlackLink(query: Query, linkHash: string, now: number): Promise<Taken<SlackLink>> {
  const [row] = await query<LinkRow>(
    'DELETE FROM slack_links WHERE link_hash = $1 RETURNING portal_id, author, expires_at',
    [linkHash],
  );
  if (row === undefined) return { outcome: 'unknown' };
  if (row.expires_at <= now) return { outcome: 'expired' };
  return { outcome: 'taken', value: { portalId: row.portal_id, author: row.author } };
}

export async function saveSlackOffer(
  query: Query,
  offerHash: string,
  browserHash: string,
  { portalId, sealed, details, slackTeamId }: SlackOffer,
  { now, expiresAt }: Times,
): Promise<void> {
  await query(
    `INSERT INTO slack_offers
       (offer_hash, browser_hash, portal_id, sealed, details_json, slack_team_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [offerHash, browserHash, portalId, sealed, JSON.stringify(details), slackTeamId, now, expiresAt],
  );
}

type OfferRow = {
  portal_id: number;
  sealed: string;
  details_json: string;
  slack_team_id: string;
  expires_at: number;
};

export async function takeSlackOffer(
  query: Query,
  offerHash: string,
  browserHash: string,
  now: number,
): Promise<Taken<SlackOffer>> {
  const [row] = await query<OfferRow>(
    `DELETE FROM slack_offers WHERE offer_hash = $1 AND browser_hash = $2
     RETURNING portal_id, sealed, details_json, slack_team_id, expires_at`,
    [offerHash, browserHash],
  );
  if (row === undefined) return { outcome: 'unknown' };
  if (row.expires_at <= now) return { outcome: 'expired' };
  const { portal_id: portalId, sealed, details_json: details, slack_team_id: slackTeamId } = row;
  return { outcome: 'taken', value: { portalId, sealed, details: JSON.parse(details), slackTeamId } };
}
