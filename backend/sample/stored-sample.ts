/** How far the sample activity of a portal has come, as it is kept: nothing of the person stands in it. */
import type { PortalStore } from '../store/store.ts';

export type StoredSample = {
  state: 'none' | 'loading' | 'loaded' | 'removing';
  /** Of the load that is there; message ids and effects are named by it. */
  loadId: string | null;
  /** Requests that were taken, the newest last: the same one again does nothing. */
  keys: TakenKey[];
};

/** `asked`: the request's fingerprint; null of one taken before it was kept. */
export type TakenKey = { key: string; asked: string | null };

/** Keys were once written alone. */
type Written = Omit<StoredSample, 'keys'> & { keys: (TakenKey | string)[] };

function takenKey(written: TakenKey | string): TakenKey {
  return typeof written === 'string' ? { key: written, asked: null } : written;
}

type SettingStore = Pick<PortalStore, 'setting' | 'saveSetting'>;

const settingName = 'sample activity';
const mostKeys = 20;
const noSample: StoredSample = { state: 'none', loadId: null, keys: [] };

export async function readStoredSample(store: SettingStore, portalId: number): Promise<StoredSample> {
  const stored = (await store.setting(portalId, settingName)) as Written | null;
  return stored === null ? noSample : { ...stored, keys: stored.keys.map(takenKey) };
}

export async function saveStoredSample(
  store: SettingStore,
  portalId: number,
  { keys, ...sample }: StoredSample,
  now: number,
): Promise<void> {
  await store.saveSetting(portalId, settingName, { ...sample, keys: keys.slice(-mostKeys) }, now);
}

/** What somebody wants of it, from where it stands. What is being removed is removed first. */
export function nextSample(stored: StoredSample, action: 'load' | 'remove', now: number): StoredSample {
  if (action === 'load') return stored.state === 'none' ? { ...stored, state: 'loading', loadId: String(now) } : stored;
  return stored.state === 'none' ? stored : { ...stored, state: 'removing' };
}

/** The last of it is gone. Another load that began meanwhile is left alone. */
export async function sampleRemoved(store: SettingStore, portalId: number, loadId: string, now: number): Promise<void> {
  const stored = await readStoredSample(store, portalId);
  if (stored.state !== 'removing' || stored.loadId !== loadId) return;
  await saveStoredSample(store, portalId, { ...stored, state: 'none', loadId: null }, now);
}
