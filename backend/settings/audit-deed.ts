/** The operators' door writes down what it does, as the page does; nobody repeats its requests, so they need no id of their own. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { NewAuditEntry, SettingsStore } from '../store/settings-store.ts';

export type AuditDeed = <Answer>(
  portalId: number,
  entry: Omit<NewAuditEntry, 'requestId'>,
  work: () => Promise<Answer>,
  /** Why nothing came of it; null: it was done. */
  whyNot?: (answer: Answer) => string | null,
) => Promise<Answer>;

export function createAuditDeed({
  store,
  clock,
}: {
  store: Pick<SettingsStore, 'beginAudit' | 'endAudit'>;
  clock: Clock;
}): AuditDeed {
  return async (portalId, entry, work, whyNot = () => null) => {
    const { auditId } = (await store.beginAudit(portalId, { requestId: randomUUID(), ...entry }, clock.now())).entry;
    try {
      const answer = await work();
      const reason = whyNot(answer);
      const ended =
        reason === null
          ? ({ outcome: 'done', answer: null } as const)
          : ({ outcome: 'refused', answer: { reason } } as const);
      await store.endAudit(portalId, auditId, { at: clock.now(), ...ended });
      return answer;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await store.endAudit(portalId, auditId, { at: clock.now(), outcome: 'failed', answer: { reason } });
      throw error;
    }
  };
}
