import type { SlackConnectStore, SlackLoss } from '../slack-connect-store.ts';
import { isLost, rememberedMs } from '../slack-loss.ts';
import { toldForMs } from '../stored-credentials.ts';
import type { SqliteConnection } from './connection.ts';
import { loadCredential, portalsOfSlackTeam, revokeCredential } from './credential-rows.ts';
import { raiseAlarm } from './portal-rows.ts';
import * as offerRows from './slack-offer-rows.ts';

export function slackConnectCommands(connection: SqliteConnection): SlackConnectStore {
  return {
    saveSlackLink: async (linkHash, link, times) => offerRows.saveSlackLink(connection, linkHash, link, times),
    takeSlackLink: async (linkHash, now) => offerRows.takeSlackLink(connection, linkHash, now),
    saveSlackOffer: async (offerHash, browserHash, offer, times) =>
      offerRows.saveSlackOffer(connection, offerHash, browserHash, offer, times),
    takeSlackOffer: async (offerHash, browserHash, now) =>
      offerRows.takeSlackOffer(connection, offerHash, browserHash, now),
    forgetBegunFlows: async (now) => forgetBegunFlows(connection, now),
    loseSlackTeam: async (loss, now) => loseSlackTeam(connection, loss, now),
  };
}

function forgetBegunFlows(connection: SqliteConnection, now: number): void {
  connection.transaction(() => {
    connection.statement('DELETE FROM oauth_states WHERE expires_at < ?').run(now - toldForMs);
    connection.statement('DELETE FROM slack_links WHERE expires_at < ?').run(now - toldForMs);
    connection.statement('DELETE FROM slack_offers WHERE expires_at <= ?').run(now);
    connection.statement('DELETE FROM slack_events WHERE taken_at < ?').run(now - rememberedMs);
  });
}

function loseSlackTeam(connection: SqliteConnection, loss: SlackLoss, now: number): number[] {
  const { eventId, teamId } = loss;
  return connection.transaction(() => {
    const { changes } = connection
      .statement('INSERT INTO slack_events (event_id, taken_at) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(eventId, now);
    if (changes === 0) return [];
    return portalsOfSlackTeam(connection, teamId).filter((portalId) => {
      if (!isLost(loadCredential(connection, portalId, 'slack'), loss)) return false;
      const { reason, alarm } = loss;
      revokeCredential(connection, portalId, 'slack', reason, now);
      raiseAlarm(connection, portalId, alarm.key, alarm.message, now);
      return true;
    });
  });
}
