import type { SlackConnectStore, SlackLoss } from '../slack-connect-store.ts';
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
    forgetSlackFlows: async (now) => forgetSlackFlows(connection, now),
    loseSlackTeam: async (loss, now) => loseSlackTeam(connection, loss, now),
  };
}

/** Slack asks again for minutes only; a copy that comes later is told apart by its moment. */
const rememberedMs = 7 * 24 * 3_600_000;

/** Expired links are told as such for a while, so that a late browser learns why. */
const toldForMs = 3_600_000;

function forgetSlackFlows(connection: SqliteConnection, now: number): void {
  connection.transaction(() => {
    connection.statement('DELETE FROM slack_links WHERE expires_at < ?').run(now - toldForMs);
    connection.statement('DELETE FROM slack_offers WHERE expires_at <= ?').run(now);
    connection.statement('DELETE FROM slack_events WHERE taken_at < ?').run(now - rememberedMs);
  });
}

function loseSlackTeam(
  connection: SqliteConnection,
  { eventId, teamId, botUserIds, happenedAt, reason, alarm }: SlackLoss,
  now: number,
): number[] {
  return connection.transaction(() => {
    const { changes } = connection
      .statement('INSERT INTO slack_events (event_id, taken_at) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(eventId, now);
    if (changes === 0) return [];
    return portalsOfSlackTeam(connection, teamId).filter((portalId) => {
      const { botUserId, connectedAt } = loadCredential(connection, portalId, 'slack')?.details ?? {};
      if (botUserIds !== null && !botUserIds.includes(String(botUserId))) return false;
      // Slack tells whole seconds: what was connected within the same second may be what was lost.
      if (typeof connectedAt === 'number' && connectedAt >= happenedAt + 1_000) return false;
      revokeCredential(connection, portalId, 'slack', reason, now);
      raiseAlarm(connection, portalId, alarm.key, alarm.message, now);
      return true;
    });
  });
}
