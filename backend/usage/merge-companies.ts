/** Two product companies turn out to be one. */
import type { CompanyProfile } from './company.ts';

/** Adds `from` to `into`, in place: groups and domains of both, those of `into` first; the name that was set last. */
export function mergeCompanyProfile(into: CompanyProfile, from: CompanyProfile): void {
  into.groupIds = [...new Set([...into.groupIds, ...from.groupIds])];
  into.domains = [...new Set([...into.domains, ...from.domains])];
  const isNewer = (from.nameSetAt ?? Number.NEGATIVE_INFINITY) > (into.nameSetAt ?? Number.NEGATIVE_INFINITY);
  if (from.name === null || (into.name !== null && !isNewer)) return;
  into.name = from.name;
  into.nameSetAt = from.nameSetAt;
}
