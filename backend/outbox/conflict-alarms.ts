/** Alarms that two product users, or one of ours and one we do not know, are after the same contact or user id. */

/** Their contact belongs to another product user. */
export const contactConflictOf = (personId: number) => `contact-conflict:${personId}`;
/** Their user id is carried by another product user's contact. */
export const userIdConflictOf = (personId: number) => `user-id-conflict:${personId}`;

export const conflictsOf = (personId: number) => [contactConflictOf(personId), userIdConflictOf(personId)];

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

export function isConflict(key: string): boolean {
  return key.startsWith('contact-conflict:') || key.startsWith('user-id-conflict:');
}

/** How a user id ends in the words above. */
const endings = [': ', '. ', ', ', ' is not written'];

/** Of these people, or naming one of them by a user id, on whichever side of the conflict. */
export function isConflictAbout(
  { key, message }: { key: string; message: string },
  { personIds, ids }: { personIds: number[]; ids: Set<string> },
): boolean {
  if (!isConflict(key)) return false;
  if (personIds.some((personId) => conflictsOf(personId).includes(key))) return true;
  return [...ids].some((id) => endings.some((ending) => message.includes(`roduct user ${id}${ending}`)));
}
