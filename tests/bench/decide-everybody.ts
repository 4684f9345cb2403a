/** Everybody of a filled database is decided, linked and written to HubSpot, as if that had been done long ago. */

import { decideBatch } from '../../backend/handoff/decide-batch.ts';
import { absentContact } from '../../backend/handoff/hubspot-facts.ts';
import { parseStored } from '../../backend/playbook/parse-stored.ts';
import { createPortalMemory } from '../../backend/portals/portal-memory.ts';
import { portalStates } from '../../backend/portals/portal-state.ts';
import type { openPostgresStore } from '../../backend/store/postgres/open.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { portalId } from './product.ts';

const peoplePerDecision = 500;

type Deciding = Awaited<ReturnType<typeof openPostgresStore>> | Awaited<ReturnType<typeof openSqliteStore>>;

/** Everybody is decided, in steps like the service's own. */
export async function decideAll(store: Deciding, say: (line: string) => void): Promise<void> {
  const stored = await store.playbook(portalId);
  const portal = await store.portal(portalId);
  await store.putInForce(portalId, { playbookVersion: stored!.version, timeZone: portal!.timeZone });
  const state = await portalStates(store, parseStored, createPortalMemory()).get(portalId);
  if (state === null) throw new Error('there is no playbook');
  const fail = (_portalId: number, error: unknown) => {
    throw error;
  };
  for (let round = 0; ; round += 1) {
    const next = await store.nextOfAll(portalId, peoplePerDecision);
    if (next.upTo === null) break;
    const now = Date.now();
    const decisions = await decideBatch(next.inputs, { state, now, earlierPlaybook: async () => null, onError: fail });
    await store.commitNextOfAll(portalId, next, decisions, state.playbookVersion, now);
    if (round % 200 === 199) say(`filling: decided up to person ${next.upTo}`);
  }
}

export async function decideEverybody(file: string, say: (line: string) => void): Promise<void> {
  const store = await openSqliteStore(file, { neverFlushed: true });
  await decideAll(store, say);
  const facts = `json_set('${JSON.stringify(absentContact)}', '$.exists', json('true'), '$.contactId', kind || subject_id,
    '$.lifecycleStage', 'lead', '$.email', json_extract((SELECT profile_json FROM persons p
      WHERE p.portal_id = r.portal_id AND p.person_id = r.subject_id), '$.email'))`;
  store.connection.database.exec(`
    UPDATE records AS r SET record_id = kind || subject_id, written_json = wanted_json, facts_at = ${Date.now()},
      facts_json = CASE kind WHEN 'contact' THEN ${facts} END;
    DELETE FROM outbox; DELETE FROM dirty_persons; DELETE FROM receipts;
  `);
  await store.close();
}
