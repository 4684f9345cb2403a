/** Calls that AEs say they made, logged in HubSpot, each at most once. */
import type { CallOutcome } from '../hubspot/log-calls.ts';
import type { EffectOutcome } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';

const title = 'First call after the product handoff';

export async function logCalls(lane: HubspotLane, effects: Claimed<'log call'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId } = lane;
  const works = await store.contactWork(
    portalId,
    effects.map(({ effect }) => effect.personId),
  );
  const contactIds = new Map(works.map(({ person, record }) => [person.personId, record?.recordId ?? null]));
  const settled: Settlement[] = [];
  for (const effect of effects) {
    const { personId, ownerId, at } = effect.effect;
    const contactId = contactIds.get(personId) ?? null;
    if (contactId === null) {
      settled.push({ effect, outcome: failed('HubSpot has no such contact.') });
      continue;
    }
    // Written first: an answer that never comes is shown, and the call is not logged a second time.
    if (!(await store.markSending(portalId, effect.key, effect.lease))) {
      settled.push({ effect, outcome: later(1_000, 'another worker has taken this call over') });
      continue;
    }
    const [outcome] = await gateway.logCalls([{ contactId, ownerId, at, title }], effect.priority);
    settled.push({ effect, outcome: await outcomeOf(lane, effect, outcome) });
  }
  return settled;
}

async function outcomeOf(
  { store, portalId, clock }: HubspotLane,
  effect: Claimed<'log call'>,
  outcome: CallOutcome | undefined,
): Promise<EffectOutcome> {
  if (outcome?.ok) return done;
  const reason = outcome?.reason ?? 'HubSpot said nothing about it';
  if (outcome?.kind === 'retry') return later(backoffMs(effect.attempts, outcome.afterMs), reason);
  const { handoffId } = effect.effect;
  const words =
    outcome?.kind === 'refused'
      ? `The call of handoff ${handoffId} could not be logged in HubSpot: ${reason}.`
      : `The call of handoff ${handoffId} may or may not have been logged in HubSpot: ${reason}. Look there, and say with \`zo unconfirmed\` what you found.`;
  await store.raiseAlarm(portalId, effect.key, words, clock.now());
  return outcome?.kind === 'refused' ? failed(reason) : { outcome: 'unconfirmed', reason };
}
