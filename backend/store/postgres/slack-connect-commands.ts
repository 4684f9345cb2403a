import type { SlackConnectStore, SlackLoss } from '../slack-connect-store.ts';
import { isLost, rememberedMs } from '../slack-loss.ts';
import { toldForMs } from '../stored-credentials.ts';
import type { PostgresConnection, Query } from './connection.ts';
import { loadCredential, portalsOfSlackTeam, revokeCredential } from './credential-rows.ts';
import { raiseAlarm } from './portal-writes.ts';
import * as offerRows from './slack-offer-rows.ts';

export function slackConnectCommands(connection: PostgresConnection): SlackConnectStore {
  const { forPortal, acrossPortals, transactionAcrossPortals } = connection;
  return {
    saveSlackLink: (linkHash, link, times) => offerRows.saveSlackLink(forPortal(link.portalId), linkHash, link, times),
    takeSlackLink: (linkHash, now) => offerRows.takeSlackLink(acrossPortals, linkHash, now),
    saveSlackOffer: (offerHash, browserHash, offer, times) =>
      offerRows.saveSlackOffer(forPortal(offer.portalId), offerHash, browserHash, offer, times),
    takeSlackOffer: (offerHash, browserHash, now) =>
      offerRows.takeSlackOffer(acrossPortals, offerHash, browserHash, now),
    forgetBegunFlows: (now) => transactionAcrossPortals((query) => forgetBegunFlows(query, now)),
    loseSlackTeam: (loss, now) => transactionAcrossPortals((query, enter) => loseSlackTeam(query, enter, loss, now)),
  };
}

async function forgetBegunFlows(query: Query, now: number): Promise<void> {
  await query('DELETE FROM oauth_states WHERE expires_at < $1', [now - toldForMs]);
  await query('DELETE FROM slack_links WHERE expires_at < $1', [now - toldForMs]);
  await query('DELETE FROM slack_offers WHERE expires_at <= $1', [now]);
  await query('DELETE FROM slack_events WHERE taken_at < $1', [now - rememberedMs]);
}

/** A node that hears the same event at the same time waits, and finds it taken. */
async function loseSlackTeam(
  query: Query,
  enter: (portalId: number) => Promise<void>,
  loss: SlackLoss,
  now: number,
): Promise<number[]> {
  const taken = await query(
    'INSERT INTO slack_events (event_id, taken_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
    [loss.eventId, now],
  );
  if (taken.length === 0) return [];
  const lost: number[] = [];
  for (const portalId of await portalsOfSlackTeam(query, loss.teamId)) {
    await enter(portalId);
    if (!isLost(await loadCredential(query, portalId, 'slack'), loss)) continue;
    await revokeCredential(query, portalId, 'slack', loss.reason, now);
    await raiseAlarm(query, portalId, loss.alarm.key, loss.alarm.message, now);
    lost.push(portalId);
  }
  return lost;
}
