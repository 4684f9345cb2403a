/** Slack says that a workspace is lost: no portal calls it any more, alerts wait, and the operator is told at once. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { SlackConnectStore } from '../../store/slack-connect-store.ts';
import type { SlackEvent } from '../read-event.ts';
import { lostWords, slackAlarm } from '../slack-alarm.ts';
import type { PortalSlacks } from './portal-slacks.ts';

export type LossParts = {
  store: Pick<SlackConnectStore, 'loseSlackTeam'>;
  slacks: Pick<PortalSlacks, 'refresh'>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
};

type Loss = Extract<SlackEvent, { kind: 'loss' }>;

const reasons: Record<Loss['what'], string> = {
  'app removed': 'somebody removed the app from the Slack workspace',
  'token revoked': 'the token was revoked in Slack',
};

export type LoseWorkspace = (loss: Loss) => Promise<void>;

/** Resolves when it is on disk. */
export function createLoseWorkspace({ store, slacks, clock, log }: LossParts): LoseWorkspace {
  return async ({ what, eventId, teamId, botUserIds, happenedAt }) => {
    const reason = reasons[what];
    const alarm = { key: slackAlarm, message: `Alerts wait: ${lostWords(reason)}.` };
    const lost = await store.loseSlackTeam({ eventId, teamId, botUserIds, happenedAt, reason, alarm }, clock.now());
    for (const portalId of lost) {
      log.warn({ portalId, what }, 'a portal has lost its Slack workspace');
      await slacks.refresh(portalId);
    }
  };
}
