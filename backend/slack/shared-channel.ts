/** Channels that people of another company read (Slack Connect): a warning wherever one is chosen or shown. */
import type { Sharing } from '@zo/shared';
import type { SlackDirectory } from './slack-directory.ts';

export type SharedChannel = { id: string; name: string; sharing: NonNullable<Sharing> };

/** Null where Slack could not be asked: nothing is claimed that is not known. */
export async function sharedChannels(directory: Pick<SlackDirectory, 'listChannels'>): Promise<SharedChannel[] | null> {
  const list = await directory.listChannels();
  if (list.outcome !== 'found') return null;
  return list.value.flatMap(({ id, name, sharing }) => (sharing === null ? [] : [{ id, name, sharing }]));
}

/** `name`: as a playbook writes it. */
export function findShared(shared: readonly SharedChannel[] | null, name: string): SharedChannel | null {
  const bare = name.trim().replace(/^#/, '');
  return shared?.find((channel) => channel.id === bare || channel.name === bare.toLowerCase()) ?? null;
}

/** Names what alerts tell: that is what another company would read. */
export function sharingWords(channel: string, sharing: NonNullable<Sharing>): string {
  return sharing === 'external'
    ? `${channel} is shared with another company (Slack Connect): its people read the names, addresses and scores posted there`
    : `Another company has been invited to ${channel} (Slack Connect): once it accepts, its people read the names, addresses and scores posted there`;
}
