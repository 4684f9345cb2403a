/** One alarm however many messages wait for Slack. */
export const slackAlarm = 'slack';

/** Why everything waits where a portal has lost its workspace. */
export function lostWords(reason: string): string {
  return `${reason}; it is connected again in the settings`;
}
