/** Single-portal mode: what the environment says about the one portal is put where every portal's facts are. */
import { readFile } from 'node:fs/promises';
import type { SinglePortal } from '../config.ts';
import { hashWriteKey } from '../http/write-key.ts';
import { readPlaybook } from '../playbook/read-playbook.ts';
import type { PortalStore } from '../store/store.ts';

export class PlaybookFileError extends Error {
  constructor(file: string, problems: string[]) {
    super(`The playbook ${file} has ${problems.length} problem(s):\n- ${problems.join('\n- ')}`);
    this.name = 'PlaybookFileError';
  }
}

/** Throws PlaybookFileError when PLAYBOOK cannot be read: a wrong rule must not start to run. */
export async function saveSinglePortal(store: PortalStore, single: SinglePortal, now: number): Promise<void> {
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
  if (playbookFile !== null) await savePlaybookFile(store, portalId, playbookFile, now);
}

async function savePlaybookFile(store: PortalStore, portalId: number, file: string, now: number): Promise<void> {
  const source = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new PlaybookFileError(file, [`it cannot be read (${error.code})`]);
  });
  const read = readPlaybook(source);
  if ('errors' in read) {
    throw new PlaybookFileError(
      file,
      read.errors.map(({ message, span }) => `line ${span.line}, column ${span.column}: ${message}`),
    );
  }
  const playbook = { source, properties: [], author: 'PLAYBOOK file', reason: `read from ${file}` };
  await store.savePlaybook(portalId, playbook, now);
}
