/**
 * A user id is unique in HubSpot: it is refused while another contact carries it. Of two product users who became one, one
 * contact is kept; the other gives up the id that it still carries, if it is nobody's any more.
 */

import { userIdConflictOf, wordUserIdConflict } from '../hubspot/contact-conflicts.ts';
import { isRecord } from '../hubspot/decide-link.ts';
import type { DeliveryOutcome } from '../hubspot/deliver-contacts.ts';
import type { UpdateOutcome } from '../hubspot/hubspot-record.ts';
import type { ContactWork } from '../store/handoff-store.ts';
import type { Priority } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';

const userIdProperty = 'zo_user_id';
const leastMs = 1_000;

type Refused = { work: ContactWork; userId: string; contactId: string };
type Held = Refused & { holderId: string };

/** Why what was refused is to be tried again, and not before when. */
export type Freed = { reason: string; afterMs: number };

/** By whom it is to be tried again: another contact has given up their id, or will. After the links were kept. */
export async function freeUserIds(
  lane: HubspotLane,
  works: ContactWork[],
  delivered: Map<number, DeliveryOutcome>,
  contactOf: (personId: number) => string | null,
  priority: Priority,
): Promise<Map<number, Freed>> {
  await clearConflicts(lane, works, delivered);
  const refused = works.flatMap((work) => refusedOf(work, delivered, contactOf));
  if (refused.length === 0) return new Map();
  const holders = await lane.gateway.readContacts(
    { by: userIdProperty, values: refused.map(({ userId }) => userId), properties: [userIdProperty] },
    priority,
  );
  const held = refused.flatMap((one): Held[] => {
    const holder = holders.get(one.userId);
    return isRecord(holder) && holder.id !== one.contactId ? [{ ...one, holderId: holder.id }] : [];
  });
  if (held.length === 0) return new Map();
  const linked = await lane.store.subjectsKnownBy(
    lane.portalId,
    'contact',
    held.map(({ holderId }) => holderId),
  );
  const ownerOf = ({ work, holderId }: Held) =>
    linked.get(holderId)?.find((personId) => personId !== work.person.personId) ?? null;
  for (const one of held) {
    const owner = ownerOf(one);
    if (owner !== null) await reportConflict(lane, one, owner);
  }
  const free = held.filter((one) => ownerOf(one) === null);
  const inputs = free.map(({ holderId }) => ({ id: holderId, properties: { [userIdProperty]: '' } }));
  const updates: Map<string, UpdateOutcome> =
    inputs.length === 0 ? new Map() : await lane.gateway.updateRecords('contact', inputs, priority);
  return new Map(
    free.flatMap(({ work, holderId }) => {
      const freed = freedBy(updates.get(holderId));
      return freed === null ? [] : [[work.person.personId, freed] as const];
    }),
  );
}

function freedBy(answer: UpdateOutcome | undefined): Freed | null {
  if (answer?.ok) return { reason: 'another contact of the same product user gave up the user id', afterMs: leastMs };
  if (answer?.kind === 'fix the record') return null;
  const reason = `another contact of the same product user was to give up the user id: ${answer?.reason ?? 'no answer'}`;
  return { reason, afterMs: answer?.kind === 'retry' ? answer.afterMs : leastMs };
}

function refusedOf(
  work: ContactWork,
  delivered: Map<number, DeliveryOutcome>,
  contactOf: (personId: number) => string | null,
): Refused[] {
  const { personId } = work.person;
  const outcome = delivered.get(personId);
  const contactId = contactOf(personId);
  const userId = work.record?.wanted[userIdProperty] ?? '';
  if (outcome?.problem?.kind !== 'fix the record' || outcome.problem.at !== 'contact' || contactId === null) return [];
  const isWritten = userIdProperty in outcome.contact || work.record?.written[userIdProperty] === userId;
  return userId === '' || isWritten ? [] : [{ work, userId, contactId }];
}

async function reportConflict(
  { store, portalId, clock }: HubspotLane,
  { work, userId, contactId, holderId }: Held,
  ownerId: number,
): Promise<void> {
  const [owner] = await store.contactWork(portalId, [ownerId]);
  const other = owner?.person.profile.userIds[0] ?? owner?.person.profile.email ?? `person ${ownerId}`;
  const message = wordUserIdConflict({ userId, contactId, holderId, owner: other });
  await store.raiseAlarm(portalId, userIdConflictOf(work.person.personId), message, clock.now());
}

async function clearConflicts(
  { store, portalId }: HubspotLane,
  works: ContactWork[],
  delivered: Map<number, DeliveryOutcome>,
): Promise<void> {
  for (const { person, record } of works) {
    const isOver = record?.problem != null && delivered.get(person.personId)?.problem === null;
    if (isOver) await store.clearAlarm(portalId, userIdConflictOf(person.personId));
  }
}
