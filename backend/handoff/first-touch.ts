/**
 * Whether a human of sales has been in touch since a handoff, by what HubSpot keeps of it. Pure.
 *
 * HubSpot names the kind only of the owner's first engagement; of everything else it says how often and when last. E-mails that
 * a sequence sends count there like those a person writes, so while a sequence may explain what is seen, it proves nobody.
 */
import type { Engagement, HubspotFacts } from './hubspot-facts.ts';

export type Touch = {
  /** Of a meeting that is booked and still to come: now. */
  at: number;
  /** 'owner': whom the handoff went to. */
  by: 'owner' | 'somebody';
  /** 'contact': somebody was in touch, and HubSpot does not say how. */
  kind: 'call' | 'meeting' | 'e-mail' | 'message' | 'contact';
};

export type TouchedHandoff = { handedOffAt: number; contactedNotesAtHandoff: number; ownerId: string | null };
type TouchFacts = Pick<HubspotFacts, 'ownerId' | 'contactedNotes' | 'engagement'>;

/** Of hs_sa_first_engagement_object_type. A task is something to do, not something done. */
const kinds: Record<string, Touch['kind'] | null> = {
  CALL: 'call',
  MEETING_EVENT: 'meeting',
  EMAIL: 'e-mail',
  CONVERSATION_SESSION: 'message',
  TASK: null,
};

/** Null: nobody yet, as far as HubSpot shows. Marketing's e-mails, notes and the contact's own replies are nobody's touch. */
export function firstHumanTouch(facts: TouchFacts, handoff: TouchedHandoff, now: number): Touch | null {
  return byOwnersFirst(facts, handoff, now) ?? byGrowth(facts, handoff, now);
}

/** HubSpot's own owner of the contact may be another than the handoff's: then it was somebody. */
function byOwnersFirst({ ownerId, engagement }: TouchFacts, handoff: TouchedHandoff, now: number): Touch | null {
  const { ownerFirstAt, ownerFirstType } = engagement;
  if (ownerFirstAt === null || ownerFirstAt < handoff.handedOffAt || ownerFirstType === null) return null;
  const kind = Object.hasOwn(kinds, ownerFirstType) ? kinds[ownerFirstType] : 'contact';
  if (!kind || (kind === 'e-mail' && maySequenceHaveSent(engagement, handoff, ownerFirstAt))) return null;
  return { at: Math.min(ownerFirstAt, now), by: ownerId === handoff.ownerId ? 'owner' : 'somebody', kind };
}

function byGrowth({ contactedNotes, engagement }: TouchFacts, handoff: TouchedHandoff, now: number): Touch | null {
  const { lastContactedAt, meetingAt } = engagement;
  if (contactedNotes <= handoff.contactedNotesAtHandoff) return null;
  const since = (at: number | null): at is number => at !== null && at >= handoff.handedOffAt;
  if (since(meetingAt)) return { at: Math.min(meetingAt, now), by: 'somebody', kind: 'meeting' };
  if (!since(lastContactedAt)) return null;
  // Only a meeting can be in the future.
  if (lastContactedAt > now) return { at: now, by: 'somebody', kind: 'meeting' };
  if (maySequenceHaveSent(engagement, handoff, lastContactedAt)) return null;
  return { at: lastContactedAt, by: 'somebody', kind: 'contact' };
}

/** Whether an e-mail of that moment may be a sequence's: one that goes on, or that began since the handoff and before it. */
function maySequenceHaveSent(
  { sequenceSince, isInSequence }: Engagement,
  { handedOffAt }: TouchedHandoff,
  at: number,
): boolean {
  const isRunning = isInSequence || (sequenceSince !== null && sequenceSince >= handedOffAt);
  return isRunning && (sequenceSince === null || sequenceSince <= at);
}
