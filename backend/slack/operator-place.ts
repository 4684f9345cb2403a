import type { PlaceResolution } from './alert-place.ts';
import { type Conversation, findConversation } from './find-conversation.ts';
import type { SlackDirectory } from './slack-directory.ts';

export type Operator = {
  /** See backend/portals/operators-of.ts. */
  emails: readonly string[];
  /** A press of a button reaches us: SLACK_SIGNING_SECRET is set. */
  canPress: boolean;
};

/** The playbook's operator channel, else a direct message to the first operator who is in Slack. */
export async function findOperator(
  directory: SlackDirectory,
  channel: string | null,
  { emails }: Pick<Operator, 'emails'>,
): Promise<Conversation> {
  const reasons: string[] = [];
  for (const name of [...(channel === null ? [] : [channel]), ...emails.map((email) => `@${email}`)]) {
    const conversation = await findConversation(directory, name);
    if (conversation.outcome !== 'absent') return conversation;
    reasons.push(conversation.reason);
  }
  if (reasons.length > 0) return { outcome: 'absent', reason: reasons.join('; ') };
  return {
    outcome: 'absent',
    reason:
      'the playbook names no operator channel, and there is no operator (ADMIN_EMAILS, or whoever installed the app)',
  };
}

/** The same, for a message that needs a place. */
export async function resolveOperator(
  directory: SlackDirectory,
  channel: string | null,
  operator: Pick<Operator, 'emails'>,
): Promise<PlaceResolution> {
  const found = await findOperator(directory, channel, operator);
  switch (found.outcome) {
    case 'found':
      return { outcome: 'resolved', channel: found.id, operatorNote: null };
    case 'absent':
      return { outcome: 'unreachable', reason: `There is nobody to tell in Slack: ${found.reason}.` };
    case 'unknown':
      return { outcome: 'later', afterMs: null, reason: 'Slack could not be asked' };
  }
}
