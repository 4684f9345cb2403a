/**
 * Two product users, or one of ours and one we do not know, are after the same contact or user id: the alarms about it, and every
 * text that says so, wherever it stands. Each names a user id behind "product user", and ends it in one of the ways below.
 */

/** Their contact belongs to another product user. */
export const contactConflictOf = (personId: number) => `contact-conflict:${personId}`;
/** Their user id is carried by another product user's contact. */
export const userIdConflictOf = (personId: number) => `user-id-conflict:${personId}`;

export const conflictsOf = (personId: number) => [contactConflictOf(personId), userIdConflictOf(personId)];

export function wordHeldAddress(contactId: string, user: string): string {
  return `contact ${contactId} has this e-mail address and belongs to product user ${user}`;
}

export function wordHeldContact(contactId: string, user: string): string {
  return `contact ${contactId} belongs to product user ${user}`;
}

export function wordContactConflict(user: string, conflict: string): string {
  return (
    `Product user ${user} is not written to HubSpot: ${conflict}, whom we do not know under this contact. ` +
    'If they are one, clear zo_user_id of the contact or send an alias; if not, correct the e-mail address.'
  );
}

type UserIdConflict = { userId: string; contactId: string; holderId: string; owner: string };

export function wordUserIdConflict({ userId, contactId, holderId, owner }: UserIdConflict): string {
  return (
    `Contact ${contactId} does not get the user id of product user ${userId}: contact ${holderId} carries it, ` +
    `which belongs to product user ${owner}. If they are one, merge the contacts or send an alias; if not, clear ` +
    `zo_user_id of contact ${holderId}.`
  );
}

/** Whom an alarm about a conflict is raised for; null for any other alarm. */
export function refusedIn(key: string): number | null {
  const personId = /^(?:contact|user-id)-conflict:(\d+)$/.exec(key)?.[1];
  return personId === undefined ? null : Number(personId);
}

const endings = [': ', '. ', ', ', ' is not written'];
const naming = 'roduct user ';

/** A text above that names one of these user ids, on whichever side of the conflict. */
export function isConflictOf(text: string, ids: Iterable<string>): boolean {
  if (!text.includes(naming)) return false;
  return [...ids].some((id) => {
    const named = `${naming}${id}`;
    return text.endsWith(named) || endings.some((ending) => text.includes(`${named}${ending}`));
  });
}
