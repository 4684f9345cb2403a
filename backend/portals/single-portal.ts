/** Single-portal mode: what the environment says about the one portal is put where every portal's facts are. */
import type { SinglePortal } from '../config.ts';
import type { PortalStore } from '../store/store.ts';
import { hashWriteKey } from '../write-key-hash.ts';
import { type AwaitingPlaybook, savePlaybookFile } from './playbook-file.ts';

/** Answers the playbook when it has to wait for HubSpot. Throws PlaybookFileError when PLAYBOOK cannot be read. */
export async function saveSinglePortal(
  store: PortalStore,
  single: SinglePortal,
  now: number,
): Promise<AwaitingPlaybook | null> {
  const { portalId, writeKey, playbookFile } = single;
  if ((await store.portal(portalId)) === null) {
    await store.savePortal({
      portalId,
      timeZone: 'UTC',
      uiDomain: 'app.hubspot.com',
      scopes: [],
      goLiveAt: null,
      createdAt: now,
    });
  }
  if (writeKey !== null) await store.saveWriteKey(hashWriteKey(writeKey), { portalId, source: 'server' }, now);
  return playbookFile === null ? null : savePlaybookFile(store, portalId, playbookFile, now);
}
