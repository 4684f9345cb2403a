/** Versions that are no longer in force, read once: they never change. */
import type { Playbook } from '@zo/shared';
import type { PortalStore, StoredPlaybook } from '../store/store.ts';
import type { PortalKey, PortalMemory } from './portal-memory.ts';

const mostKept = 50;

/** Null where there is no such version, or where it cannot be read any more. */
export function earlierPlaybooks(
  store: Pick<PortalStore, 'playbook'>,
  parse: (stored: StoredPlaybook) => Playbook,
  memory: PortalMemory,
) {
  const kept = memory.map<PortalKey, Playbook | null>('earlier playbooks');

  return async (portalId: number, version: number): Promise<Playbook | null> => {
    const key: PortalKey = `${portalId} ${version}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const stored = await store.playbook(portalId, version);
    const playbook = stored === null ? null : parseOrNull(stored);
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
    kept.set(key, playbook);
    return playbook;
  };

  function parseOrNull(stored: StoredPlaybook): Playbook | null {
    try {
      return parse(stored);
    } catch {
      return null;
    }
  }
}
