/** For the operator: nobody knows whether this was posted, so only a person may post it again. */
export function wordUnconfirmed(key: string, reason: string): string {
  const [, handoffId, ...place] = key.split(':');
  const what = key.startsWith('alert:') ? `The alert of handoff ${handoffId} (${place.join(':')})` : `The note ${key}`;
  return `${what} may or may not have been posted: ${reason}. Look in Slack before posting it again.`;
}
