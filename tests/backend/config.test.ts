import { ConfigError, readConfig } from '../../backend/config.ts';

const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
const olderKey = `k0:${Buffer.alloc(32, 6).toString('base64')}`;
const many = { HUBSPOT_CLIENT_ID: 'id', HUBSPOT_CLIENT_SECRET: 'secret', ENCRYPTION_KEYS: key };
const single = { HUBSPOT_PORTAL_ID: '42', HUBSPOT_ACCESS_TOKEN: 'token' };

function problemsOf(environment: Record<string, string>, whyUnread?: (file: string) => string | null): string[] {
  try {
    readConfig(environment, whyUnread);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('have defaults for all that is no secret', () => {
    expect(readConfig({})).toEqual({
      port: 4400,
      host: '127.0.0.1',
      publicUrl: null,
      trustedProxies: ['loopback'],
      ingestEventsPerSecond: 1_000,
      metricsPortals: 20,
      databaseUrl: 'file:./data/zo.db',
      hubspotApiUrl: 'https://api.hubapi.com',
      slackApiUrl: 'https://slack.com/api/',
      hubspotAppUrl: 'https://app.hubspot.com',
      slackAppUrl: 'https://slack.com',
      hubspotClientSecret: null,
      hubspotAppId: null,
      hubspotActionIds: null,
      slackSigningSecret: null,
      oauth: null,
      slackApp: null,
      encryptionKeys: [],
      single: null,
      adminEmails: [],
      eraseDisconnectedAfterDays: 30,
      adminToken: null,
      reconcileCallsPerDay: 200,
      clockUrl: null,
      logLevel: 'info',
    });
  });

  it('that are empty count as not set', () => {
    expect(readConfig({ PORT: '', HUBSPOT_CLIENT_SECRET: '', ADMIN_EMAILS: '' })).toEqual(readConfig({}));
  });

  it('are read as what they mean', () => {
    expect(
      readConfig({
        ...single,
        PORT: '0',
        PUBLIC_URL: 'https://zo.acme.test/',
        WRITE_KEY: 'write-key',
        PLAYBOOK: 'playbooks/acme.yaml',
        ADMIN_EMAILS: ' Ops@acme.test, maria@acme.test,',
        TRUST_PROXY: '10.0.0.5, fd00::/8',
      }),
    ).toMatchObject({
      port: 0,
      publicUrl: 'https://zo.acme.test',
      adminEmails: ['ops@acme.test', 'maria@acme.test'],
      trustedProxies: ['10.0.0.5', 'fd00::/8'],
      single: {
        portalId: 42,
        accessToken: 'token',
        slackBotToken: null,
        writeKey: 'write-key',
        playbookFile: 'playbooks/acme.yaml',
      },
    });
  });

  it('are refused with every problem at once, rules between settings included', () => {
    const problems = problemsOf({
      PORT: 'many',
      DATABASE_URL: 'mysql://x',
      ADMIN_TOKEN: 'short',
      HUBSPOT_PORTAL_ID: '42',
      CLOCK_URL: 'http://clock.acme.test',
    });
    for (const name of ['PORT', 'DATABASE_URL', 'ADMIN_TOKEN', 'HUBSPOT_PORTAL_ID', 'CLOCK_URL']) {
      expect([name, problems.some((problem) => problem.includes(name))]).toEqual([name, true]);
    }
    expect(new ConfigError(problems).message).toContain(`${problems.length} problems`);
  });

  it.each(['abc', '1.5', '-1', '70000'])('say of a number what it must be: PORT=%s', (PORT) => {
    expect(problemsOf({ PORT })).toEqual(['PORT: must be a whole number from 0 to 65535']);
  });

  it.each<[string, RegExp, Record<string, string>]>([
    ['a portal without its token', /go together/, { HUBSPOT_PORTAL_ID: '42' }],
    ['a token without its portal', /go together/, { HUBSPOT_ACCESS_TOKEN: 'token' }],
    [
      'a portal named otherwise than in digits',
      /HUBSPOT_PORTAL_ID.*in digits/,
      { ...single, HUBSPOT_PORTAL_ID: '0x2a' },
    ],
    ['a write key of no portal', /WRITE_KEY belongs to single-portal mode/, { WRITE_KEY: 'write-key' }],
    ['a playbook of no portal', /PLAYBOOK belongs to single-portal mode/, { PLAYBOOK: 'acme.yaml' }],
    ['a Slack token of no portal', /SLACK_BOT_TOKEN belongs to single-portal mode/, { SLACK_BOT_TOKEN: 'xoxb-1' }],
    [
      'one portal and many',
      /remove HUBSPOT_PORTAL_ID and HUBSPOT_ACCESS_TOKEN/,
      { ...single, HUBSPOT_CLIENT_ID: 'id' },
    ],
    ['many portals without the secret', /needs HUBSPOT_CLIENT_SECRET/, { HUBSPOT_CLIENT_ID: 'id' }],
    ['many portals without keys', /openssl rand -base64 32/, { HUBSPOT_CLIENT_ID: 'id', HUBSPOT_CLIENT_SECRET: 's' }],
    ['many portals at an address in the clear', /begins with https/, { ...many, PUBLIC_URL: 'http://zo.acme.test' }],
    ['many portals that are told no address', /begins with https/, { ...many, HOST: '0.0.0.0' }],
    ['many portals with one write key', /remove WRITE_KEY/, { ...many, WRITE_KEY: 'write-key' }],
    ['many portals with one playbook', /remove PLAYBOOK/, { ...many, PLAYBOOK: 'acme.yaml' }],
    ['many portals with one Slack', /remove SLACK_BOT_TOKEN/, { ...many, SLACK_BOT_TOKEN: 'xoxb-1' }],
    ['many portals with the same people', /remove ADMIN_EMAILS/, { ...many, ADMIN_EMAILS: 'ops@acme.test' }],
    ['a Slack app without its secret', /go together/, { ...many, SLACK_CLIENT_ID: '1.2', SLACK_SIGNING_SECRET: 's' }],
    ['a Slack app whose clicks nobody can check', /SLACK_SIGNING_SECRET/, { ...many, SLACK_CLIENT_ID: '1.2' }],
    ['a Slack app without keys', /ENCRYPTION_KEYS/, { ...single, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 's' }],
    ['a key of the wrong size', /32 bytes/, { ENCRYPTION_KEYS: 'k1:c2hvcnQ=' }],
    ['a key without an id', /key 2 is not written as id/, { ENCRYPTION_KEYS: `${key},${'A'.repeat(43)}=` }],
    ['a bare key', /ENCRYPTION_KEYS: key 1 .*: put an id .*such as k1:KEY/, { ENCRYPTION_KEYS: `${'A'.repeat(43)}=` }],
    ['two keys of one id', /"k1" is there twice/, { ENCRYPTION_KEYS: `${key},${key}` }],
    ['action ids written wrongly', /HUBSPOT_ACTION_IDS/, { HUBSPOT_ACTION_IDS: 'compute-pql-score=1' }],
    ['ids of an action there is none of', /"assign-ae" is none of/, { HUBSPOT_ACTION_IDS: 'assign-ae=1:1' }],
    ['a proxy that is no address', /TRUST_PROXY: "proxy" is no address and no network; say/, { TRUST_PROXY: 'proxy' }],
    ['an address that is none', /^ADMIN_EMAILS: the first address, "ops", is none: write/, { ADMIN_EMAILS: 'ops' }],
    ['the address among others that is none', /^ADMIN_EMAILS: the third/, { ADMIN_EMAILS: 'a@b.test,,c@b.test,ops' }],
    ['a log level that is none', /LOG_LEVEL/, { LOG_LEVEL: 'loud' }],
    ['a clock elsewhere', /on this machine/, { CLOCK_URL: 'http://10.0.0.1:1', HUBSPOT_API_URL: 'http://127.0.0.1:1' }],
    ['a moved clock with the real HubSpot', /refused with the real HubSpot/, { CLOCK_URL: 'http://127.0.0.1:1' }],
    [
      'a moved clock with the real HubSpot written otherwise',
      /refused with the real HubSpot/,
      { CLOCK_URL: 'http://127.0.0.1:1', HUBSPOT_API_URL: 'https://API.hubapi.com:443/' },
    ],
  ])('refuse %s', (_what, problem, environment) => expect(problemsOf(environment).join('\n')).toMatch(problem));

  it('of one portal beside those of many are told in one line, which says what to remove', () => {
    const example = Object.fromEntries(
      ['SLACK_BOT_TOKEN', 'WRITE_KEY', 'PLAYBOOK'].map((name) => [name, 'something-long']),
    );
    const problems = problemsOf({ ...many, ...single, ...example, ADMIN_EMAILS: 'ops@acme.test' });
    expect(problems).toEqual([
      expect.stringContaining(
        'remove HUBSPOT_PORTAL_ID, HUBSPOT_ACCESS_TOKEN, SLACK_BOT_TOKEN, WRITE_KEY, PLAYBOOK and ADMIN_EMAILS (or HUBSPOT_CLIENT_ID',
      ),
    ]);
  });

  it('of many portals are taken: the first key encrypts, the older ones still open', () => {
    const config = readConfig({
      ...many,
      PUBLIC_URL: 'https://zo.acme.test',
      ENCRYPTION_KEYS: `${key}, ${olderKey}`,
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'slack secret',
      SLACK_SIGNING_SECRET: 'signing',
    });
    expect(config).toMatchObject({
      oauth: { clientId: 'id', clientSecret: 'secret' },
      slackApp: { clientId: '1.2', clientSecret: 'slack secret' },
      single: null,
    });
    expect(config.encryptionKeys.map(({ id }) => id)).toEqual(['k1', 'k0']);
  });

  it('that hold a wrong key are refused without repeating any of it', () => {
    const secret = Buffer.alloc(31, 9).toString('base64');
    expect(problemsOf({ ENCRYPTION_KEYS: `k1:${secret},${secret}` }).join('\n')).not.toContain(secret.slice(0, 12));
  });

  it('are refused together with a playbook file that cannot be read, and in the mode of many portals without a look at it', () => {
    const whyUnread = (file: string) => (file === 'acme.yaml' ? null : 'does not exist');
    const environment = { ...single, PLAYBOOK: 'amce.yaml', ADMIN_EMAILS: 'ops' };
    expect(problemsOf(environment, whyUnread)).toEqual([
      expect.stringMatching(/^ADMIN_EMAILS: /),
      'PLAYBOOK: the file amce.yaml does not exist',
    ]);
    expect(problemsOf({ ...single, PLAYBOOK: 'acme.yaml' }, whyUnread)).toEqual([]);
    expect(problemsOf({ ...many, PLAYBOOK: 'amce.yaml' }, whyUnread)).toEqual([expect.stringContaining('remove')]);
  });

  it('take a moved clock with a HubSpot on this machine', () => {
    const environment = { CLOCK_URL: 'http://localhost:4403/', HUBSPOT_API_URL: 'http://127.0.0.1:4401' };
    expect(readConfig(environment).clockUrl).toBe('http://localhost:4403');
  });
});
