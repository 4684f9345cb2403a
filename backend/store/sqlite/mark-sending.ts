/**
 * Marks before a send, and what became of it. A mark whose flush failed is in force, but nothing was sent because of it: whoever
 * settles the effect takes the mark back, so that it is not taken for one that may have been sent. Where the process ends before,
 * it is.
 */
import type { OutboxStore } from '../store.ts';
import type { SqliteConnection } from './connection.ts';
import { markSending, unmarkSending } from './outbox-rows.ts';
import { settleEffects } from './settle-effects.ts';
import type { SharedCommits } from './shared-commits.ts';

export function markCommands(
  connection: SqliteConnection,
  { share, shareSoon }: SharedCommits,
): Pick<OutboxStore, 'markSending' | 'settleEffects'> {
  const unsent = new Set<string>();
  return {
    async markSending(portalId, key, lease) {
      let isMarked = false;
      try {
        return await share(() => {
          isMarked = markSending(connection, portalId, key, lease);
          return isMarked;
        });
      } catch (error) {
        if (isMarked) unsent.add(`${lease} ${key}`);
        throw error;
      }
    },
    async settleEffects(portalId, settled, now) {
      const takenBack = settled.filter(({ key, lease }) => unsent.has(`${lease} ${key}`));
      const answers = await shareSoon(() => {
        for (const { key, lease } of takenBack) unmarkSending(connection, portalId, key, lease);
        return settleEffects(connection, portalId, settled, now);
      });
      for (const { key, lease } of takenBack) unsent.delete(`${lease} ${key}`);
      return answers;
    },
  };
}
