/** The first human touch after a handoff, by what HubSpot keeps of sales' dealings with a contact. Pure. */
import type { FirstTouch } from './handoff.ts';
import type { HubspotFacts } from './hubspot-facts.ts';

export type TouchQuestion = { handedOffAt: number; contactedNotesAtHandoff: number; ownerId: string | null };

export function firstHumanTouch(
  { contactedNotes, engagement }: Pick<HubspotFacts, 'contactedNotes' | 'engagement'>,
  { handedOffAt, contactedNotesAtHandoff }: TouchQuestion,
  now: number,
): Omit<FirstTouch, 'via' | 'minutes'> | null {
  const grew = contactedNotes > contactedNotesAtHandoff;
  const at = engagement?.lastContactedAt ?? null;
  if (!grew || at === null || at < handedOffAt) return null;
  return { at: Math.min(at, now), by: 'somebody', kind: 'contact' };
}
