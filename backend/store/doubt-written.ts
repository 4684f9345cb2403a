/**
 * Values that were sent to HubSpot by somebody who never learned what became of them: what HubSpot has is not known any more,
 * so that all of it is written again, even if what is wanted has changed back meanwhile.
 */
import type { RecordState } from '../handoff/decision.ts';
import { gateProperty, type Values } from '../hubspot/write-plan.ts';
import type { Effect, Priority } from '../outbox/effect.ts';
import type { RecordKind } from './stored-records.ts';

/** Of an effect that was under way, whatever it was. */
export type LeftEffect = { kind: string; payload_json: string };

/** Each time they are done they write what is newest: what somebody sent late, who had lost them, is written over. */
export const writtenAnew: Effect['kind'][] = ['sync contact', 'sync company', 'edit message'];

export type LostEffect = LeftEffect & { effect_key: string; lane: string; priority: Priority };

export function toEffect({ effect_key, lane, priority, payload_json }: LostEffect): Effect {
  return { ...JSON.parse(payload_json), key: effect_key, lane, priority };
}

/** The same for whom the person became: whoever they were while being written is written no more. */
export function ofPerson(effect: LostEffect, personId: number): LostEffect {
  const payload = JSON.parse(effect.payload_json);
  if (effect.kind !== 'sync contact' || payload.personId === personId) return effect;
  return { ...effect, effect_key: `contact:${personId}`, payload_json: JSON.stringify({ ...payload, personId }) };
}

/** Whose values these effects may have sent. */
export function subjectsInDoubt(effects: readonly LeftEffect[]): Record<RecordKind, number[]> {
  const idsOf = (kind: string, id: 'personId' | 'companyId') =>
    effects.flatMap((effect) => (effect.kind === kind ? [Number(JSON.parse(effect.payload_json)[id])] : []));
  return { contact: idsOf('sync contact', 'personId'), company: idsOf('sync company', 'companyId') };
}

/** An open gate that is wanted open was not among what was sent: it is not opened a second time. */
export function doubted(record: RecordState): RecordState {
  const isOpen = record.written[gateProperty] === 'open' && record.wanted[gateProperty] === 'open';
  return { ...record, written: isOpen ? { [gateProperty]: 'open' } : {} };
}

/** What HubSpot is known to have after it took `taken` and said nothing of `unsure`, which are names of properties. */
export function writtenAfter(written: Values, taken: Values, unsure: readonly string[] = []): Values {
  const known = Object.entries(written).filter(([name]) => !unsure.includes(name));
  return { ...Object.fromEntries(known), ...taken };
}
