/** Who is signed in to Slack, and what they look at: nobody looks at a conversation that they are not in. */
import type { ConversationView } from '../../demo/page-state.ts';

type Person = { id: string };
type Place = Pick<ConversationView, 'id' | 'members'>;

/** Whoever is signed in, if they are in the conversation; else its first member: a tab of somebody's direct messages signs them in. */
export function whoSees(conversation: Place | undefined, signedIn: string | null, people: Person[]): string | null {
  const known = people.some(({ id }) => id === signedIn) ? signedIn : (people[0]?.id ?? null);
  if (!conversation || conversation.members.length === 0 || conversation.members.includes(known ?? '')) return known;
  return conversation.members[0] ?? known;
}

/** The conversation that stays open, if this person is in it; else their first. */
export function whatTheySee(person: string, conversations: Place[], open: string | null): string | null {
  const isTheirs = ({ members }: Place) => members.length === 0 || members.includes(person);
  const current = conversations.find(({ id }) => id === open);
  if (current && isTheirs(current)) return current.id;
  return conversations.find(isTheirs)?.id ?? open;
}
