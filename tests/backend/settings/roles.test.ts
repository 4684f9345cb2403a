import { refusalWords, settingsPeople, settingsUser } from '../../../backend/settings/roles.ts';

const adminEmails = ['ops@acme.test', 'second@acme.test'];
const grants = [{ email: 'maria@acme.test', grantedBy: 'ops@acme.test', grantedAt: 5 }];
const viewer = { kind: 'viewer', owner: 'ops@acme.test' };

describe('who may change settings', () => {
  it.each([
    ['the first of ADMIN_EMAILS', 'ops@acme.test', 'owner', null],
    ['the same in other letters', ' Ops@Acme.test ', 'owner', null],
    ['another of ADMIN_EMAILS', 'second@acme.test', 'editor', null],
    ['whoever was granted it', 'MARIA@acme.test', 'editor', null],
    ['anybody else', 'tom@acme.test', 'viewer', viewer],
    ['somebody HubSpot does not name', null, 'viewer', { kind: 'unknown user', owner: 'ops@acme.test' }],
    ['somebody with an empty address', '  ', 'viewer', { kind: 'unknown user', owner: 'ops@acme.test' }],
  ])('%s', (_who, email, role, readOnly) => {
    const address = email?.trim().toLowerCase() || null;
    expect(settingsUser(email, { adminEmails, grants })).toEqual({ email: address, role, readOnly });
  });

  it('nobody while ADMIN_EMAILS is empty, whatever was granted before', () => {
    const { role, readOnly } = settingsUser('maria@acme.test', { adminEmails: [], grants });
    expect([role, readOnly]).toEqual(['viewer', { kind: 'nobody may' }]);
    expect(refusalWords(readOnly!)).toContain('set ADMIN_EMAILS');
  });
});

it('those who may are listed once, with who granted it and when', () => {
  const twice = [...grants, { email: 'second@acme.test', grantedBy: 'ops@acme.test', grantedAt: 4 }];
  expect(settingsPeople({ adminEmails, grants: twice })).toEqual([
    { email: 'ops@acme.test', role: 'owner', by: null, at: null },
    { email: 'second@acme.test', role: 'editor', by: null, at: null },
    { email: 'maria@acme.test', role: 'editor', by: 'ops@acme.test', at: 5 },
  ]);
});
