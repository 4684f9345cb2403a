import type { Usage } from '@zo/shared';

/** What is known of a person besides usage: identity and the traits the product uses. Stored as persons.profile_json. */
export type PersonProfile = {
  /** In order of first appearance; the first is `zo_user_id`. Empty for an anonymous person. */
  userIds: string[];
  /** Order of acceptance of the event in which each of `userIds` first appeared; of the same length. */
  userIdSeqs?: number[];
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  /** Trait `plan`. */
  plan: string | null;
  /** Registrable domain of `email` when the rules call it a business address. Joins a person without a group to a company. */
  businessDomain?: string | null;
  /** When they joined the group that decisions use as their company; absent: none, or before this was kept. */
  joinedAt?: number;
  /** Made by us to show how things work; see backend/sample. */
  isSample?: true;
  /** Event time at which each trait was set: a late, older event never overwrites a newer value. */
  setAt?: Partial<Record<ProfileTrait, number>>;
};

export type ProfileTrait = 'email' | 'firstName' | 'lastName' | 'plan';

export const profileTraits: readonly ProfileTrait[] = ['email', 'firstName', 'lastName', 'plan'];

export type Person = {
  personId: number;
  companyId: number | null;
  profile: PersonProfile;
  usage: Usage;
  revision: number;
};

export function emptyProfile(): PersonProfile {
  return { userIds: [], email: null, firstName: null, lastName: null, plan: null };
}
