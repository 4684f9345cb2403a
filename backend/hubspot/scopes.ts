/**
 * Every kind of call we make, why, and the scope it needs. The one source of the two scope sets that the app asks for: a
 * call that is not listed here cannot be made (the type refuses it), and a scope that no call uses is not asked for.
 */
type CallRow = {
  call: string;
  feature: string;
  /** Null: works with any token of the portal. */
  scope: string | null;
  need: 'required' | 'optional';
};

export const hubspotCalls = [
  {
    call: 'read contacts',
    feature: 'link product users to contacts',
    scope: 'crm.objects.contacts.read',
    need: 'required',
  },
  {
    call: 'write contacts',
    feature: 'write product activity on contacts',
    scope: 'crm.objects.contacts.write',
    need: 'required',
  },
  {
    call: 'log calls',
    feature: 'log a call on the contact that an account executive reports to us',
    scope: 'crm.objects.contacts.write',
    need: 'required',
  },
  {
    call: 'archive contacts',
    feature: 'remove the contact of the sample activity',
    scope: 'crm.objects.contacts.write',
    need: 'required',
  },
  {
    call: 'archive companies',
    feature: 'remove the company of the sample activity',
    scope: 'crm.objects.companies.write',
    need: 'required',
  },
  {
    call: 'read companies',
    feature: 'link product accounts to companies',
    scope: 'crm.objects.companies.read',
    need: 'required',
  },
  {
    call: 'search companies',
    feature: 'find a company by its domain, and see which changed',
    scope: 'crm.objects.companies.read',
    need: 'required',
  },
  {
    call: 'write companies',
    feature: 'write active users on companies',
    scope: 'crm.objects.companies.write',
    need: 'required',
  },
  {
    call: 'search contacts',
    feature: 'count who would be handed off now, see whose values changed, and how soon sales called before going live',
    scope: 'crm.objects.contacts.read',
    need: 'required',
  },
  {
    call: 'read associations',
    feature: "know a contact's primary company",
    scope: 'crm.objects.contacts.read',
    need: 'required',
  },
  {
    call: 'write associations',
    feature: 'put a contact under its company',
    scope: 'crm.objects.contacts.write',
    need: 'required',
  },
  {
    call: 'read contact properties',
    feature: 'provision properties',
    scope: 'crm.schemas.contacts.read',
    need: 'required',
  },
  {
    call: 'write contact properties',
    feature: 'provision properties',
    scope: 'crm.schemas.contacts.write',
    need: 'required',
  },
  {
    call: 'read company properties',
    feature: 'provision properties',
    scope: 'crm.schemas.companies.read',
    need: 'required',
  },
  {
    call: 'write company properties',
    feature: 'provision properties',
    scope: 'crm.schemas.companies.write',
    need: 'required',
  },
  { call: 'read owners', feature: 'assign account executives', scope: 'crm.objects.owners.read', need: 'required' },
  { call: 'read account', feature: 'time zone and links to records', scope: 'oauth', need: 'required' },
  { call: 'introspect token', feature: 'know which scopes were granted', scope: null, need: 'required' },
  { call: 'get tokens', feature: 'install the app in a portal, and stay connected', scope: null, need: 'required' },
  {
    call: 'uninstall',
    feature: 'take the app out of a portal when its owner asks for it',
    scope: 'oauth',
    need: 'required',
  },
  { call: 'flows', feature: 'provision the two workflows', scope: 'automation', need: 'optional' },
  { call: 'action types', feature: 'find the ids of our workflow actions', scope: 'automation', need: 'optional' },
  {
    call: 'complete callbacks',
    feature: 'give outputs to a waiting workflow action',
    scope: 'automation',
    need: 'optional',
  },
  {
    call: 'read deals',
    feature: 'leave customers and open deals alone',
    scope: 'crm.objects.deals.read',
    need: 'optional',
  },
  {
    call: 'read lists',
    feature: 'find the two lists of who is ready and who is close',
    scope: 'crm.lists.read',
    need: 'optional',
  },
  {
    call: 'write lists',
    feature: 'provision the two lists of who is ready and who is close',
    scope: 'crm.lists.write',
    need: 'optional',
  },
] as const satisfies readonly CallRow[];

export type HubspotCall = (typeof hubspotCalls)[number]['call'];

/** The app cannot work without these. */
export const requiredScopes: string[] = scopesOf('required');

/** Asked for, and worked around when a portal cannot or will not grant them. */
export const optionalScopes: string[] = scopesOf('optional').filter((scope) => !requiredScopes.includes(scope));

export function scopeOf(call: HubspotCall): string | null {
  return hubspotCalls.find((row) => row.call === call)?.scope ?? null;
}

function scopesOf(need: CallRow['need']): string[] {
  const rows: readonly CallRow[] = hubspotCalls;
  const scopes = rows.filter((row) => row.need === need).flatMap((row) => row.scope ?? []);
  return [...new Set(scopes)].sort();
}
