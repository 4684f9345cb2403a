/** What is known of a person besides usage: identity and the traits the product uses. Stored as persons.profile_json. */
export type PersonProfile = {
  /** In order of first appearance; the first is `zo_user_id`. Empty for an anonymous person. */
  userIds: string[];
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  /** Trait `plan`. */
  plan: string | null;
};

export type Person = {
  personId: number;
  companyId: number | null;
  profile: PersonProfile;
  usage: import('@zo/shared').Usage;
  revision: number;
};

export function emptyProfile(): PersonProfile {
  return { userIds: [], email: null, firstName: null, lastName: null, plan: null };
}
