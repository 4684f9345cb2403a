/** For the operator: nobody knows whether this was posted, so only a person who has looked may have it posted again. */
export function wordUnconfirmed(key: string, reason: string): string {
  const [kind = '', handoffId, ...rest] = key.split(':');
  const named = names[kind];
  const where = rest.length === 0 ? '' : ` (${rest.join(':')})`;
  const what = named === undefined ? `The note ${key}` : `The ${named} handoff ${handoffId}${where}`;
  return `${what} may or may not have been posted: ${reason}. Look in Slack, and say with \`zo unconfirmed\` what you found.`;
}

const names: Record<string, string> = {
  alert: 'alert of',
  review: 'question to reviewers about',
  question: 'question to the AE about',
  reminder: 'reminder of',
};
