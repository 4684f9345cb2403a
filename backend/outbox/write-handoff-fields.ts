/**
 * Owner, stage and zo_handoff_at of a handoff, once. A contact that is only being created is waited for; of a write that had to
 * be tried again, only what nothing newer was asked for is written.
 */
import { effectSettled } from '../handoff/effect-settled.ts';
import { stillWanted } from '../handoff/steps/writing.ts';
import type { RecordInput, UpdateOutcome } from '../hubspot/hubspot-record.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';

const contactComesMs = 500;
const mostAttemptsWithoutContact = 60;

export async function writeHandoffFields(
  lane: HubspotLane,
  effects: Claimed<'write handoff fields'>[],
): Promise<Settlement[]> {
  const { store, gateway, portalId, clock } = lane;
  const works = await store.contactWork(
    portalId,
    effects.map(({ effect }) => effect.personId),
  );
  const contactIds = new Map(works.map(({ person, record }) => [person.personId, record?.recordId ?? null]));
  const inputs: RecordInput[] = [];
  const overtaken = new Set<string>();
  for (const { effect, key } of effects) {
    const id = contactIds.get(effect.personId) ?? null;
    if (id === null) continue;
    const properties = await wantedOf(lane, effect, key);
    if (Object.keys(properties).length > 0) inputs.push({ id, properties });
    else overtaken.add(key);
  }
  const updates = await gateway.updateRecords('contact', inputs, effects[0]!.priority);
  const settled: Settlement[] = [];
  for (const effect of effects) {
    const id = contactIds.get(effect.effect.personId) ?? null;
    const isOvertaken = overtaken.has(effect.key);
    const update: UpdateOutcome | undefined = isOvertaken ? { ok: true } : id === null ? undefined : updates.get(id);
    if (id === null && effect.attempts < mostAttemptsWithoutContact) {
      settled.push({ effect, outcome: later(contactComesMs, 'the contact is not in HubSpot yet') });
      continue;
    }
    if (update?.ok === false && update.kind === 'retry') {
      settled.push({ effect, outcome: later(backoffMs(effect.attempts, update.afterMs), update.reason) });
      continue;
    }
    const problem = update === undefined ? 'HubSpot has no such contact.' : update.ok ? null : update.reason;
    await store.transactHandoff(
      portalId,
      { handoffId: effect.effect.handoffId },
      clock.now(),
      effectSettled({ what: 'fields', key: effect.key, problem }, clock.now()),
    );
    settled.push({ effect, outcome: problem === null ? done : failed(problem) });
  }
  return settled;
}

async function wantedOf(
  { store, portalId, clock }: HubspotLane,
  { handoffId, fields }: Claimed<'write handoff fields'>['effect'],
  key: string,
): Promise<Record<string, string>> {
  const wanted = await store.transactHandoff(portalId, { handoffId }, clock.now(), ({ handoff, newest }) => ({
    answer: handoff === null ? fields : stillWanted({ fields, key }, handoff, newest),
  }));
  return wanted ?? fields;
}
