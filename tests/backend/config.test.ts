import { ConfigError, readConfig } from '../../backend/config.ts';

const single = { HUBSPOT_PORTAL_ID: '42', HUBSPOT_ACCESS_TOKEN: 'token' };

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
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
      databaseUrl: 'file:./data/zo.db',
      hubspotApiUrl: 'https://api.hubapi.com',
      slackApiUrl: 'https://slack.com/api/',
      hubspotClientSecret: null,
      hubspotAppId: null,
      hubspotActionIds: null,
      slackSigningSecret: null,
      single: null,
      adminEmails: [],
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
      }),
    ).toMatchObject({
      port: 0,
      publicUrl: 'https://zo.acme.test',
      adminEmails: ['ops@acme.test', 'maria@acme.test'],
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

  it.each<[string, RegExp, Record<string, string>]>([
    ['a portal without its token', /go together/, { HUBSPOT_PORTAL_ID: '42' }],
    ['a token without its portal', /go together/, { HUBSPOT_ACCESS_TOKEN: 'token' }],
    ['a write key of no portal', /WRITE_KEY belongs to single-portal mode/, { WRITE_KEY: 'write-key' }],
    ['a playbook of no portal', /PLAYBOOK belongs to single-portal mode/, { PLAYBOOK: 'acme.yaml' }],
    ['a Slack token of no portal', /SLACK_BOT_TOKEN belongs to single-portal mode/, { SLACK_BOT_TOKEN: 'xoxb-1' }],
    ['one portal and many', /exclude each other/, { ...single, HUBSPOT_CLIENT_ID: 'id' }],
    ['many portals, which this version has not', /not part of this version/, { HUBSPOT_CLIENT_ID: 'id' }],
    ['action ids written wrongly', /HUBSPOT_ACTION_IDS/, { HUBSPOT_ACTION_IDS: 'compute-pql-score=1' }],
    ['ids of an action there is none of', /"assign-ae" is none of/, { HUBSPOT_ACTION_IDS: 'assign-ae=1:1' }],
    ['an address that is none', /ADMIN_EMAILS/, { ADMIN_EMAILS: 'ops' }],
    ['a log level that is none', /LOG_LEVEL/, { LOG_LEVEL: 'loud' }],
    ['a clock elsewhere', /on this machine/, { CLOCK_URL: 'http://10.0.0.1:1', HUBSPOT_API_URL: 'http://127.0.0.1:1' }],
    ['a moved clock with the real HubSpot', /refused with the real HubSpot/, { CLOCK_URL: 'http://127.0.0.1:1' }],
    [
      'a moved clock with the real HubSpot written otherwise',
      /refused with the real HubSpot/,
      { CLOCK_URL: 'http://127.0.0.1:1', HUBSPOT_API_URL: 'https://API.hubapi.com:443/' },
    ],
  ])('refuse %s', (_what, problem, environment) => expect(problemsOf(environment).join('\n')).toMatch(problem));

  it('take a moved clock with a HubSpot on this machine', () => {
    const environment = { CLOCK_URL: 'http://localhost:4403/', HUBSPOT_API_URL: 'http://127.0.0.1:4401' };
    expect(readConfig(environment).clockUrl).toBe('http://localhost:4403');
  });
});
