import type { EventSeen } from '../store/store.ts';
import type { AdminClient } from './admin-client.ts';

/** Names of all events that have arrived, the most frequent first. */
export async function eventsSeen(client: AdminClient, portalId: number): Promise<string[]> {
  const { eventsSeen: seen } = await client.call<{ eventsSeen: EventSeen[] }>('GET', `/portals/${portalId}`);
  return seen.map(({ name }) => name);
}
