/** Nothing is left of the sample: here, and in HubSpot. */
import type { Clock } from '../clock.ts';
import { priorities } from '../outbox/effect.ts';
import type { ReceiptStore } from '../store/receipt-store.ts';
import type { SampleStore } from '../store/sample-store.ts';
import type { FoldRules, OutboxStore, PortalStore } from '../store/store.ts';
import { pause } from './pause.ts';
import { archiveSampleKey, sampleAlertKey } from './sample-effects.ts';
import { sampleEmail } from './sample-names.ts';
import { readStoredSample } from './stored-sample.ts';

export type RemoveParts = {
  store: SampleStore &
    Pick<PortalStore, 'setting' | 'saveSetting' | 'alarms' | 'clearAlarm'> &
    Pick<OutboxStore, 'enqueue'> &
    Pick<ReceiptStore, 'erasePersons'>;
  rulesFor: (portalId: number) => Promise<FoldRules>;
  clock: Clock;
  wake: (portalId: number) => void;
  stopping: AbortSignal;
};

const lookEveryMs = 50;
const archivedWithinMs = 5_000;

/**
 * People first: from then on nothing writes to HubSpot any more what is archived there next, in the same lane. The one who
 * archives says that it is done; until then it waits in the outbox, also while HubSpot is away.
 */
export async function removeSample(parts: RemoveParts, portalId: number, loadId: string): Promise<void> {
  const { store, clock, stopping } = parts;
  const personIds = await store.peopleOfSample(portalId);
  const rules = await parts.rulesFor(portalId);
  await store.erasePersons(portalId, personIds, [sampleEmail], rules, clock.now());
  await store.forgetSampleCompany(portalId);
  await forgetAlarms(store, portalId, loadId);
  const archive = { kind: 'archive sample' as const, loadId };
  await store.enqueue(
    portalId,
    [{ ...archive, key: archiveSampleKey(loadId), lane: 'hubspot', priority: priorities.routine }],
    clock.now(),
  );
  parts.wake(portalId);
  const until = performance.now() + archivedWithinMs;
  while (performance.now() < until && !stopping.aborted) {
    if ((await readStoredSample(store, portalId)).state !== 'removing') return;
    await pause(lookEveryMs, stopping);
  }
}

/** After a restore, or a lost answer, one says that its alert may have been posted: nobody needs to look for that any more. */
async function forgetAlarms(store: RemoveParts['store'], portalId: number, loadId: string): Promise<void> {
  const own = `unconfirmed:${sampleAlertKey(loadId)}`;
  for (const { key } of await store.alarms(portalId)) {
    if (key === own || key.startsWith(`${own}:`)) await store.clearAlarm(portalId, key);
  }
}
