/** What Slack told of a workspace that the app has lost, held against what is connected. */
import type { Credential } from './credential-store.ts';
import type { SlackLoss } from './slack-connect-store.ts';

/** Slack asks again for minutes only; a copy that comes later is told apart by its moment. */
export const rememberedMs = 7 * 24 * 3_600_000;

/** Whether this credential of the workspace is meant. */
export function isLost(credential: Credential | null, { botUserIds, happenedAt }: SlackLoss): boolean {
  const { botUserId, connectedAt } = credential?.details ?? {};
  if (botUserIds !== null && !botUserIds.includes(String(botUserId))) return false;
  // Slack tells whole seconds: what was connected within the same second may be what was lost.
  return typeof connectedAt !== 'number' || connectedAt < happenedAt + 1_000;
}
