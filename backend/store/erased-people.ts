/** Who is erased, or told of, and everything they are found by. */
export type ErasedPeople = {
  personIds: number[];
  handoffIds: number[];
  /** Also one that is nobody's of ours and was asked for. */
  userIds: Set<string>;
  anonymousIds: Set<string>;
  /** E-mail addresses, lower case. */
  words: string[];
};

/** `identities`: as they are stored, "u:" before a user id and "a:" before an anonymous one; `mentions`: what was asked for. */
export function namesOf(
  identities: string[],
  mentions: string[],
  emails: (string | null | undefined)[],
): Pick<ErasedPeople, 'userIds' | 'anonymousIds' | 'words'> {
  const behind = (start: string) =>
    identities.filter((identity) => identity.startsWith(start)).map((identity) => identity.slice(start.length));
  const [userIds, anonymousIds] = [[...behind('u:'), ...mentions], behind('a:')];
  const words = [...userIds, ...anonymousIds, ...emails].flatMap((word) =>
    word?.includes('@') ? [word.toLowerCase()] : [],
  );
  return { userIds: new Set(userIds), anonymousIds: new Set(anonymousIds), words: [...new Set(words)] };
}
