import { AdminError } from './admin-client.ts';

export type SaidPerson = { contact?: string; userId?: string; contactId?: string; person?: number };
export type Who = { email?: string; userId?: string; contactId?: string; personId?: number };

/** Whom the operator means: by an option, or by the word itself. Throws an AdminError unless it is exactly one. */
export function readPerson(word: string | undefined, said: SaidPerson): Who {
  const { contact: email, userId, contactId, person: personId } = said;
  const all = [...(word === undefined ? [] : [ofWord(word)]), { email }, { userId }, { contactId }, { personId }];
  const given = all.filter((one) => Object.values(one).some((value) => value !== undefined));
  if (given.length !== 1) {
    throw new AdminError(
      'Say whom, once: an address, a user id or contact:501, --contact, --user-id, --contact-id or --person.',
    );
  }
  return given[0]!;
}

/** An address has an @; "contact:501" is HubSpot's; anything else is a user id. */
function ofWord(word: string): Who {
  const contactId = /^contact:(\d{1,20})$/.exec(word)?.[1];
  if (contactId !== undefined) return { contactId };
  return word.includes('@') ? { email: word } : { userId: word };
}
