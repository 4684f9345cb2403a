/** Remembers per portal what we last wrote there, artefact by artefact. */
import type { PortalMemory } from '../portals/portal-memory.ts';
import type { PortalStore } from '../store/store.ts';
import type { Kept } from './three-way.ts';

/** By the words of the artefact. */
export type KeptArtefacts = Record<string, Kept>;

export type Keeping = {
  read(): Promise<KeptArtefacts>;
  /** The others stay as they are. */
  write(changed: KeptArtefacts): Promise<void>;
};

const settingName = 'provisioned artefacts';

/** One for each portal: writes of the same portal follow one another, or one would undo the other. */
export function keepings(
  store: Pick<PortalStore, 'setting' | 'saveSetting'>,
  memory: PortalMemory,
  now: () => number,
): (portalId: number) => Keeping {
  const known = memory.map<number, Keeping>('whose artefacts are written');
  return (portalId) => {
    const keeping = known.get(portalId) ?? keepingOf(store, portalId, now);
    known.set(portalId, keeping);
    return keeping;
  };
}

function keepingOf(store: Pick<PortalStore, 'setting' | 'saveSetting'>, portalId: number, now: () => number): Keeping {
  let last: Promise<unknown> = Promise.resolve();
  const read = async () => ((await store.setting(portalId, settingName)) ?? {}) as KeptArtefacts;
  return {
    read,
    write(changed) {
      if (Object.keys(changed).length === 0) return Promise.resolve();
      const writing = last.then(async () => {
        await store.saveSetting(portalId, settingName, { ...(await read()), ...changed }, now());
      });
      last = writing.catch(() => undefined);
      return writing;
    },
  };
}
