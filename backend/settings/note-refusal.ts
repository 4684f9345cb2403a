/**
 * Who asked for a write that is not theirs: written down, so that the history is whole. Asked again within a minute it is not
 * written down again: nobody fills the history by pressing.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { PortalKey, PortalMemory } from '../portals/portal-memory.ts';
import type { Deed, SettingsStore } from '../store/settings-store.ts';

export type NoteRefusal = (portalId: number, author: string | null, deed: Deed, reason: string) => Promise<void>;

const onceInMs = 60_000;
const mostRemembered = 1_000;

export function createNoteRefusal({
  store,
  memory,
  clock,
}: {
  store: Pick<SettingsStore, 'beginAudit' | 'endAudit'>;
  memory: PortalMemory;
  clock: Clock;
}): NoteRefusal {
  const notedAt = memory.map<PortalKey, number>('who was refused');
  return async (portalId, author, deed, reason) => {
    const key: PortalKey = `${portalId} ${author}:${deed}`;
    const now = clock.now();
    if (now - (notedAt.get(key) ?? Number.NEGATIVE_INFINITY) < onceInMs) return;
    if (notedAt.size >= mostRemembered) notedAt.clear();
    notedAt.set(key, now);
    const entry = { requestId: randomUUID(), author: author ?? 'somebody HubSpot does not name', deed, detail: '' };
    const { auditId } = (await store.beginAudit(portalId, entry, now)).entry;
    await store.endAudit(portalId, auditId, { at: now, outcome: 'refused', answer: { reason } });
  };
}
