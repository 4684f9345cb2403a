/** People of the playbook's excluded domains (our own company, partners) are internal. A subdomain counts as its domain. */
export function isInternalEmail(email: string | null, exclude: string[]): boolean {
  const domain = email?.split('@')[1]?.toLowerCase();
  if (!domain) return false;
  return exclude.some((excluded) => domain === excluded || domain.endsWith(`.${excluded}`));
}
