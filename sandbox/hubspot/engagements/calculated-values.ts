/**
 * The properties HubSpot calculates from what was logged on a contact. Pure: everything logged, and to whom the contact
 * belongs since when, gives every value; '' is none.
 */
import type { Engagement, EngagementKind } from './engagement.ts';

/** What counts as somebody of the company having contacted the person. */
const contacts: ReadonlySet<EngagementKind> = new Set<EngagementKind>([
  'call',
  'meeting',
  'email',
  'message',
  'sequence email',
]);
const activities: ReadonlySet<EngagementKind> = new Set<EngagementKind>([...contacts, 'task', 'note']);

/** The kinds that can be an owner's first engagement, in HubSpot's word for them. */
const objectTypeOf: Partial<Record<EngagementKind, string>> = {
  call: 'CALL',
  meeting: 'MEETING_EVENT',
  email: 'EMAIL',
  'sequence email': 'EMAIL',
  message: 'CONVERSATION_SESSION',
  task: 'TASK',
};

export type Assignment = { ownerId: string; since: number } | null;

export function calculatedValues(engagements: readonly Engagement[], assignment: Assignment): Record<string, string> {
  const of = (...kinds: EngagementKind[]) => engagements.filter(({ kind }) => kinds.includes(kind));
  const contacted = engagements.filter(({ kind }) => contacts.has(kind));
  const active = engagements.filter(({ kind }) => activities.has(kind));
  const sequences = of('sequence email');
  const first = firstByOwner(engagements, assignment);
  return {
    num_contacted_notes: count(contacted),
    notes_last_contacted: latest(contacted),
    num_notes: count(active),
    notes_last_updated: latest(active),
    hs_last_sales_activity_timestamp: latest(of('reply')),
    hs_sales_email_last_replied: latest(of('reply')),
    hs_email_last_send_date: latest(of('marketing email')),
    hs_sa_first_engagement_date: first ? iso(first.at) : '',
    hs_sa_first_engagement_object_type: first ? (objectTypeOf[first.kind] ?? '') : '',
    engagements_last_meeting_booked: latest(of('meeting')),
    hs_sequences_enrolled_count: count(sequences),
    hs_latest_sequence_enrolled_date: latest(sequences),
    hs_sequences_is_enrolled: sequences.length > 0 ? 'true' : '',
  };
}

/** Only what the owner has done since the contact became theirs; nobody's contact has none. */
function firstByOwner(engagements: readonly Engagement[], assignment: Assignment): Engagement | undefined {
  if (assignment === null) return undefined;
  return engagements
    .filter(({ kind, ownerId, at }) => kind in objectTypeOf && ownerId === assignment.ownerId && at >= assignment.since)
    .toSorted((one, other) => one.at - other.at)[0];
}

function count(engagements: readonly Engagement[]): string {
  return engagements.length === 0 ? '' : String(engagements.length);
}

function latest(engagements: readonly Engagement[]): string {
  return engagements.length === 0 ? '' : iso(Math.max(...engagements.map(({ at }) => at)));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
