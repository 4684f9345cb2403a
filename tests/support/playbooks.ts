import { defaultNotAFit, defaultWorkTerms, type Playbook } from '@zo/shared';

/** The playbook of the worked example as data, so that what uses it does not depend on the parser. */
export function acmePlaybook(change: Partial<Playbook> = {}): Playbook {
  return {
    signals: [
      { name: 'activated', matchers: [{ event: 'Onboarding Completed' }] },
      {
        name: 'key action',
        matchers: [{ event: 'Report Created' }, { event: 'Dashboard Shared' }, { event: 'Integration Connected' }],
      },
      { name: 'teammate invited', matchers: [{ event: 'Teammate Invited' }] },
      { name: 'visited pricing', matchers: [{ page: '/pricing' }] },
      { name: 'hit usage limit', matchers: [{ event: 'Plan Limit Reached' }] },
    ],
    score: [
      { kind: 'when', points: 25, signal: 'activated', windowDays: null, text: '+25 when activated' },
      {
        kind: 'per',
        points: 2,
        signal: 'key action',
        windowDays: 7,
        upTo: 30,
        text: '+2 per key action in the last 7 days, up to 30',
      },
      { kind: 'inactive', points: -15, forDays: 14, text: '-15 when inactive for 14 days' },
    ],
    definition: {
      subject: 'a free user',
      expression: {
        kind: 'comparison',
        property: { object: 'company', name: 'zo_company_active_users', type: 'number' },
        operator: '>=',
        value: 2,
      },
      sentence: 'A free user becomes an SQL when zo_company_active_users >= 2',
    },
    handoff: {
      owners: ['maria@acme.test', 'tom@acme.test', 'lee@acme.test'],
      firstCallDueMinutes: 120,
      channel: '#pql-handoff',
      whenWorkflowSilent: 'alarm',
      mode: 'workflow',
      work: defaultWorkTerms,
    },
    return: null,
    review: null,
    notAFit: defaultNotAFit,
    doNotContact: null,
    exclude: ['acme.test'],
    emailDomains: { business: [], personal: [] },
    freePlans: ['free', 'trial'],
    contacts: 'create at crossing',
    companies: 'create',
    cooldownDays: 30,
    ignoreBrowserEvents: false,
    operatorChannel: null,
    workingHours: { days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1020 },
    ...change,
  };
}
