/**
 * Owner, stage and zo_handoff_at of a handoff, once. A contact that is only being created is waited for; of a write that had to
 * be tried again, only what nothing newer was asked for is written; an owner is cleared only where we set them, and given back only
 * where nobody else was chosen.
 */
import { effectSettled } from '../handoff/effect-settled.ts';
import type { Handoff } from '../handoff/handoff.ts';
import { stillWanted } from '../handoff/steps/writing.ts';
import type { RecordInput, UpdateOutcome } from '../hubspot/hubspot-record.ts';
import { mergeById } from '../hubspot/update-records.ts';
import { writeWithoutRefused } from '../hubspot/write-without-refused.ts';
import { readFactsEffect } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';
import { ownersThere, type Unread } from './owners-to-clear.ts';

const ownerProperty = 'hubspot_owner_id';
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
  const { priority } = effects[0]!;
  const wanted: (RecordInput & { key: string; handoff: Handoff | null; isCautious: boolean })[] = [];
  for (const { effect, key } of effects) {
    const id = contactIds.get(effect.personId) ?? null;
    if (id === null) continue;
    const { handoff, properties } = await wantedOf(lane, effect, key);
    const ownerId = properties[ownerProperty];
    const isCautious = ownerId === '' || (ownerId !== undefined && effect.keepsChosenOwner === true);
    wanted.push({ id, key, handoff, properties, isCautious });
  }
  const cautious = wanted.filter(({ isCautious }) => isCautious);
  const there = await ownersThere(
    lane,
    cautious.map(({ id, handoff }) => ({ contactId: id, handoff })),
    priority,
  );
  const keptOwner = new Set(cautious.filter(({ id }) => there.chosen.has(id)).map(({ key }) => key));
  const unreadOf = new Map<string, Unread>(
    cautious.flatMap(({ id, key }) => (there.unread.has(id) ? [[key, there.unread.get(id)!]] : [])),
  );
  const writes = wanted
    .filter(({ key }) => !unreadOf.has(key))
    .map(({ id, key, properties }) => {
      const { [ownerProperty]: _, ...others } = properties;
      return { id, key, properties: keptOwner.has(key) ? others : properties };
    });
  const isEmpty = ({ properties }: RecordInput) => Object.keys(properties).length === 0;
  const needless = new Set(writes.filter(isEmpty).map(({ key }) => key));
  const inputs = writes.filter((write) => !isEmpty(write)).map(({ id, properties }) => ({ id, properties }));
  const updates = await gateway.updateRecords('contact', inputs, priority);
  const second = await writeWithoutRefused(gateway, 'contact', mergeById(inputs), updates, priority);
  const settled: Settlement[] = [];
  for (const effect of effects) {
    const id = contactIds.get(effect.effect.personId) ?? null;
    const isNeedless = needless.has(effect.key);
    const unread = unreadOf.get(effect.key);
    const written: UpdateOutcome | undefined = id === null ? undefined : updates.get(id);
    const update = isNeedless ? ({ ok: true } as const) : (unread ?? written);
    if (id === null && effect.attempts < mostAttemptsWithoutContact) {
      settled.push({ effect, outcome: later(contactComesMs, 'the contact is not in HubSpot yet') });
      continue;
    }
    const rest = id === null || isNeedless || unread ? undefined : second.get(id);
    const toTryAgain = [rest, update].find((answer) => answer?.ok === false && answer.kind === 'retry');
    if (toTryAgain?.ok === false && toTryAgain.kind === 'retry') {
      settled.push({ effect, outcome: later(backoffMs(effect.attempts, toTryAgain.afterMs), toTryAgain.reason) });
      continue;
    }
    const isOwnerWritten = update?.ok === false && isWrittenBeside(ownerProperty, update, rest);
    const problem = update === undefined ? 'HubSpot has no such contact.' : update.ok ? null : update.reason;
    await store.transactHandoff(
      portalId,
      { handoffId: effect.effect.handoffId },
      clock.now(),
      effectSettled({ what: 'fields', key: effect.key, problem, isOwnerWritten }, clock.now()),
    );
    // The handoff goes on to whoever was chosen, once HubSpot has been asked from here on.
    if (keptOwner.has(effect.key) && effect.effect.keepsChosenOwner) {
      await store.enqueue(portalId, [readFactsEffect(effect.effect.personId)], clock.now());
    }
    settled.push({ effect, outcome: problem === null ? done : failed(problem) });
  }
  return settled;
}

/** HubSpot refused something else, and took this when it came without that. */
function isWrittenBeside(property: string, refused: UpdateOutcome, second: UpdateOutcome | undefined): boolean {
  const isNamed = !refused.ok && refused.kind === 'fix the record' && refused.properties.includes(property);
  return second?.ok === true && !isNamed;
}

async function wantedOf(
  { store, portalId, clock }: HubspotLane,
  { handoffId, fields }: Claimed<'write handoff fields'>['effect'],
  key: string,
): Promise<{ properties: Record<string, string>; handoff: Handoff | null }> {
  const wanted = await store.transactHandoff(portalId, { handoffId }, clock.now(), ({ handoff, newest }) => ({
    answer: { handoff, properties: handoff === null ? fields : stillWanted({ fields, key }, handoff, newest) },
  }));
  return wanted ?? { handoff: null, properties: fields };
}
