import type { SlackDirectory } from './slack-directory.ts';

/** 'unknown': Slack could not be asked. */
export type Conversation =
  | { outcome: 'found'; id: string }
  | { outcome: 'absent'; reason: string }
  | { outcome: 'unknown' };

/** "#marketing", an id, or "@admin@acme.test" for a direct message. */
export async function findConversation(directory: SlackDirectory, name: string): Promise<Conversation> {
  if (!name.startsWith('@')) {
    const channel = await directory.findChannel(name);
    if (channel.outcome === 'found') return { outcome: 'found', id: channel.value.id };
    return channel.outcome === 'absent' ? channel : { outcome: 'unknown' };
  }
  const user = await directory.findUserByEmail(name.slice(1));
  if (user.outcome === 'absent') return user;
  if (user.outcome !== 'found') return { outcome: 'unknown' };
  const direct = await directory.openDirectMessage(user.value.userId);
  if (direct.outcome === 'found') return { outcome: 'found', id: direct.value };
  return direct.outcome === 'absent' ? direct : { outcome: 'unknown' };
}
