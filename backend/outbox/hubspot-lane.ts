/**
 * The HubSpot lane of one portal: takes claimed effects in batches and says for each what became of it. One runs at a time
 * per portal, so that writes of one record keep their order; only what is left to write on known contacts, and on nothing
 * else, is written while the next batch begins.
 */
import type { Clock } from '../clock.ts';
import { Disconnected, HubspotError } from '../hubspot/hubspot-errors.ts';
import type { HubspotGateway } from '../hubspot/hubspot-gateway.ts';
import type { PortalState } from '../portals/portal-state.ts';
import type { HandoffStore } from '../store/handoff-store.ts';
import type { LinkStore } from '../store/link-store.ts';
import type { OutboxStore, PortalStore } from '../store/store.ts';
import type { ValuesStore } from '../store/values-store.ts';
import { archiveSample } from './archive-sample.ts';
import { askForTouches } from './ask-for-touches.ts';
import { clearContacts } from './clear-contacts.ts';
import { completeCallbacks } from './complete-callbacks.ts';
import type { ClaimedEffect, EffectOutcome } from './effect.ts';
import { findDealContacts } from './find-deal-contacts.ts';
import { backoffMs, failed, later, ofKind, type Settlement } from './lane.ts';
import { logCalls } from './log-calls.ts';
import { hubspotOnceOnDisk } from './once-on-disk.ts';
import type { Turn } from './outbox-worker.ts';
import { readChangedCompanies } from './read-changed-companies.ts';
import { readChangedContacts } from './read-changed-contacts.ts';
import { readFacts } from './read-facts.ts';
import { returnContacts } from './return-contacts.ts';
import { syncCompanies } from './sync-companies.ts';
import { syncContacts } from './sync-contacts.ts';
import { writeHandoffFields } from './write-handoff-fields.ts';

export type HubspotLane = {
  portalId: number;
  store: HandoffStore &
    Pick<OutboxStore, 'enqueue' | 'markSending' | 'flushed'> &
    Pick<PortalStore, 'raiseAlarm' | 'clearAlarm' | 'setting' | 'saveSetting'> &
    Pick<ValuesStore, 'noteChanges' | 'factsUnderCompany' | 'refreshFacts'> &
    LinkStore;
  gateway: HubspotGateway;
  state: PortalState;
  clock: Clock;
  /** Facts have been read: whoever waited for them is decided before what else was claimed is done. */
  onFacts?: () => Promise<void>;
  /** Told of a call that wrote contacts; says how long they rest. Without it nobody does. */
  restAfterWrite?: () => number;
  /** Among the lane's other batches; without it there are none. */
  turn?: Turn;
};

/** What is done after contacts are written, by the same batch. */
const afterContacts: ReadonlySet<ClaimedEffect['kind']> = new Set<ClaimedEffect['kind']>([
  'write handoff fields',
  'return contact',
  'log call',
  'archive sample',
  'complete callback',
]);

const reconnectMs = 60_000;
/** Nobody looks at it until the portal is connected again; then it goes on at once. */
const disconnectedMs = 1_000;
const notPermittedMs = 300_000;

/** Facts first, because a crossing waits for them; then in the order of writing: company, contact, owner and stage. */
export async function runHubspotLane(given: HubspotLane, effects: ClaimedEffect[]): Promise<Settlement[]> {
  const lane = { ...given, gateway: hubspotOnceOnDisk(given.gateway, given.store) };
  const settled: Settlement[] = [];
  const isLast = !effects.some(({ kind }) => afterContacts.has(kind));
  const contactsLane = isLast ? lane : { ...lane, turn: undefined };
  const families: { effects: ClaimedEffect[]; run: () => Promise<Settlement[]> }[] = [
    family(ofKind(effects, 'read facts'), async (some) => {
      const read = await readFacts(lane, some);
      await lane.onFacts?.();
      return read;
    }),
    family(ofKind(effects, 'ask for touch'), (some) => askForTouches(lane, some)),
    family(ofKind(effects, 'read changed company'), (some) => readChangedCompanies(lane, some)),
    family(ofKind(effects, 'read changed contact'), (some) => readChangedContacts(lane, some)),
    family(ofKind(effects, 'find deal contacts'), (some) => findDealContacts(lane, some)),
    family(ofKind(effects, 'sync company'), (some) => syncCompanies(lane, some)),
    family(ofKind(effects, 'clear contact'), async (some) => {
      // Whoever was erased while values of theirs are being written is emptied afterwards. It may be in the way of somebody else.
      await lane.turn?.untilAlone();
      return clearContacts(lane, some);
    }),
    family(ofKind(effects, 'sync contact'), (some) => syncContacts(contactsLane, some)),
    family(ofKind(effects, 'write handoff fields'), (some) => writeHandoffFields(lane, some)),
    family(ofKind(effects, 'return contact'), (some) => returnContacts(lane, some)),
    family(ofKind(effects, 'log call'), (some) => logCalls(lane, some)),
    family(ofKind(effects, 'archive sample'), (some) => archiveSample(lane, some)),
    family(ofKind(effects, 'complete callback'), (some) => completeCallbacks(lane, some)),
  ];
  for (const { effects: some, run } of families) {
    if (some.length === 0) continue;
    try {
      await lane.gateway.provePortal();
      settled.push(...(await run()));
      await lane.store.clearAlarm(lane.portalId, 'hubspot');
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      const isTold = error instanceof Disconnected;
      if (!isTold && (error.code === 'reconnect' || error.code === 'not permitted')) {
        await lane.store.raiseAlarm(lane.portalId, 'hubspot', error.message, lane.clock.now());
      }
      settled.push(...some.map((effect) => ({ effect, outcome: outcomeOf(error, effect) })));
    }
  }
  return settled;
}

function family<Some extends ClaimedEffect>(effects: Some[], run: (effects: Some[]) => Promise<Settlement[]>) {
  return { effects, run: () => run(effects) };
}

/** What a failure that concerns the whole portal means for an effect that had not been done. */
function outcomeOf(error: HubspotError, { attempts }: ClaimedEffect): EffectOutcome {
  if (error instanceof Disconnected) return later(disconnectedMs, error.message);
  if (error.code === 'reconnect') return later(reconnectMs, error.message);
  if (error.code === 'not permitted') return later(notPermittedMs, error.message);
  if (error.code === 'fix the record' || error.code === 'already exists') return failed(error.message);
  const wait = 'afterMs' in error && typeof error.afterMs === 'number' ? error.afterMs : 1_000;
  return later(Math.max(wait, backoffMs(attempts, 500)), error.message);
}
