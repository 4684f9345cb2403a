import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { datedPath, hubspotPath } from '../../../backend/hubspot/hubspot-paths.ts';
import { hubspotCalls, optionalScopes, requiredScopes } from '../../../backend/hubspot/scopes.ts';
import { callbackPath } from '../../../backend/oauth/install-hubspot.ts';

const appFile = path.resolve(import.meta.dirname, '../../../hubspot-project/app/app-hsmeta.json');
const appConfig: unknown = JSON.parse(readFileSync(appFile, 'utf8'));
const folder = path.resolve(import.meta.dirname, '../../../backend/hubspot');

describe('the scopes the app asks for', () => {
  it('are the required ones and the optional ones of the table, each once', () => {
    expect(requiredScopes).toEqual([
      'crm.objects.companies.read',
      'crm.objects.companies.write',
      'crm.objects.contacts.read',
      'crm.objects.contacts.write',
      'crm.objects.owners.read',
      'crm.schemas.companies.read',
      'crm.schemas.companies.write',
      'crm.schemas.contacts.read',
      'crm.schemas.contacts.write',
      'oauth',
    ]);
    expect(optionalScopes).toEqual(['automation', 'crm.lists.read', 'crm.lists.write', 'crm.objects.deals.read']);
  });

  it('are those of the app’s project: HubSpot blocks an installation that asks for others', () => {
    const { auth } = (appConfig as { config: { auth: Record<string, string[]> } }).config;
    expect(auth.requiredScopes!.toSorted()).toEqual(requiredScopes.toSorted());
    expect(auth.optionalScopes!.toSorted()).toEqual(optionalScopes.toSorted());
    expect(auth.redirectUrls).toEqual([`\${BASE_URL}${callbackPath}`]);
  });

  it('are each needed by a call that the code makes', () => {
    const sources = readdirSync(folder)
      .filter((file) => file !== 'scopes.ts')
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .join('\n');
    const unused = hubspotCalls.filter(({ call }) => !sources.includes(`'${call}'`)).map(({ call }) => call);
    expect(unused).toEqual([]);
  });
});

describe('the paths', () => {
  it('are the legacy ones by default', () => {
    expect(hubspotPath('flows')).toBe('/automation/v4/flows');
    expect(datedPath('/crm/v3/objects/contacts/batch/read', null)).toBe('/crm/v3/objects/contacts/batch/read');
  });

  it.each([
    ['/crm/v3/objects/contacts/batch/read', '/crm/objects/2026-09/contacts/batch/read'],
    ['/crm/v3/owners?limit=100', '/crm/owners/2026-09?limit=100'],
    ['/crm/v4/associations/contacts/companies/batch/read', '/crm/associations/2026-09/contacts/companies/batch/read'],
    ['/crm/v3/properties/contacts', '/crm/properties/2026-09/contacts'],
    ['/crm/v3/lists/7?includeFilters=true', '/crm/lists/2026-09/7?includeFilters=true'],
    ['/account-info/v3/details', '/account-info/2026-09/details'],
    ['/automation/v4/flows/7', '/automation/v4/flows/7'],
    ['/something/else', '/something/else'],
  ])('%s is moved to %s', (legacy, dated) => {
    expect(datedPath(legacy, '2026-09')).toBe(dated);
  });
});
