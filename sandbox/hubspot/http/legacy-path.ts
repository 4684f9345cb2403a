/**
 * Every call has a legacy path (what the official client speaks) and a dated one of the same shape. The routes are
 * written with the legacy one.
 */
const version = '20\\d\\d-\\d\\d(?:-beta)?';
const rewrites: [RegExp, string][] = [
  [new RegExp(`^/crm/objects/${version}/([^/]+/[^/]+/associations/.*)$`), '/crm/v4/objects/$1'],
  [new RegExp(`^/crm/objects/${version}/`), '/crm/v3/objects/'],
  [new RegExp(`^/crm/associations/${version}/`), '/crm/v4/associations/'],
  [new RegExp(`^/crm/properties/${version}/`), '/crm/v3/properties/'],
  [new RegExp(`^/crm/owners/${version}(?=/|$)`), '/crm/v3/owners'],
  [new RegExp(`^/crm/lists/${version}(?=/|$)`), '/crm/v3/lists'],
  [new RegExp(`^/oauth/${version}/`), '/oauth/v3/'],
  [new RegExp(`^/appinstalls/${version}/`), '/appinstalls/v3/'],
  [new RegExp(`^/account-info/${version}/`), '/account-info/v3/'],
  [new RegExp(`^/automation/actions/callbacks/${version}/`), '/automation/v4/actions/callbacks/'],
  [new RegExp(`^/automation/${version}/flows(?!/action-types)`), '/automation/v4/flows'],
];

export function legacyPath(path: string): string {
  for (const [pattern, replacement] of rewrites) if (pattern.test(path)) return path.replace(pattern, replacement);
  return path;
}
