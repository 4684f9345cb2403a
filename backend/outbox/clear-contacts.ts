/** Takes everything we wrote away from contacts of people who are erased. The contacts themselves are HubSpot's. */
import { contactProperties } from '@zo/shared';
import type { Priority } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';

const emptied = Object.fromEntries(contactProperties.map(({ name }) => [name, '']));

export async function clearContacts(lane: HubspotLane, effects: Claimed<'clear contact'>[]): Promise<Settlement[]> {
  const updates = await clear(
    lane,
    effects.map(({ effect }) => effect.contactId),
    effects[0]!.priority,
  );
  const settled: Settlement[] = [];
  for (const effect of effects) {
    const { contactId } = effect.effect;
    const update = updates.get(contactId);
    if (update === undefined || update.ok || update.kind === 'gone') settled.push({ effect, outcome: done });
    else if (update.kind === 'retry') {
      settled.push({ effect, outcome: later(backoffMs(effect.attempts, update.afterMs), update.reason) });
    } else {
      const words = `The zo_* properties of contact ${contactId}, who was erased, could not be emptied: ${update.reason}. Empty them in HubSpot.`;
      await lane.store.raiseAlarm(lane.portalId, effect.key, words, lane.clock.now());
      settled.push({ effect, outcome: failed(update.reason) });
    }
  }
  return settled;
}

/** Properties that HubSpot does not have need no emptying: a refusal names them, and the rest is written without them. */
async function clear({ gateway }: HubspotLane, contactIds: string[], priority: Priority) {
  const inputs = contactIds.map((id) => ({ id, properties: emptied }));
  const updates = await gateway.updateRecords('contact', inputs, priority);
  const again = [...updates].flatMap(([id, update]) => {
    const unknown = !update.ok && update.kind === 'fix the record' ? update.unknownProperties : [];
    if (unknown.length === 0) return [];
    const known = Object.entries(emptied).filter(([name]) => !unknown.includes(name));
    return [{ id, properties: Object.fromEntries(known) }];
  });
  if (again.length === 0) return updates;
  return new Map([...updates, ...(await gateway.updateRecords('contact', again, priority))]);
}
