import type { CompanyUsage } from '@zo/shared';

/** What is known of a company besides usage. Stored as companies.profile_json. */
export type CompanyProfile = {
  /** Product group ids that lead here, oldest first; the first is `zo_company_id`. */
  groupIds: string[];
  /** Registrable e-mail domains of members who joined by domain, and trait `domain` or `website` of a group. */
  domains: string[];
  /** Group trait `name`. */
  name: string | null;
  /** Event time at which `name` was set. */
  nameSetAt?: number;
};

export type Company = {
  companyId: number;
  profile: CompanyProfile;
  usage: CompanyUsage;
  activeUsers: number;
};

export function emptyCompanyProfile(): CompanyProfile {
  return { groupIds: [], domains: [], name: null };
}
