/** The rules of the cases: one event makes a lead cross, whose alert goes to the owner and to a channel. */

/** Many, so that alerts do not wait for one another: Slack takes one message a second in each conversation. */
export const owners = Array.from({ length: 12 }, (_, index) => `owner${index}@acme.test`);
export const channel = 'pql-handoff';

export const signals = [
  { name: 'activated', events: ['Onboarding Completed'], pages: [] },
  { name: 'key action', events: ['Report Created', 'Dashboard Shared', 'Integration Connected'], pages: [] },
  { name: 'teammate invited', events: ['Teammate Invited'], pages: [] },
  { name: 'visited pricing', events: [], pages: ['/pricing'] },
  { name: 'hit usage limit', events: ['Plan Limit Reached'], pages: [] },
];
export const internalDomains = ['acme.test'];
export const personalDomains = ['gmail.com'];

export function playbookOf(mode: 'direct' | 'workflow'): string {
  return `
signals:
  activated: Onboarding Completed
  key action: [Report Created, Dashboard Shared, Integration Connected]
  teammate invited: Teammate Invited
  visited pricing: { page: /pricing }
  hit usage limit: Plan Limit Reached
score:
  - +25 when activated
  - +2 per key action in the last 7 days, up to 10
  - +6 per teammate invited in the last 30 days, up to 18
  - +12 when visited pricing in the last 14 days
  - +15 when hit usage limit in the last 30 days
definition: >
  A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50
  AND the company is not on a personal email domain AND zo_company_active_users >= 2
handoff:${mode === 'direct' ? '\n  mode: direct' : ''}
  owners: [${owners.join(', ')}]
  first call due: 40 working hours
  channel: "#${channel}"
exclude: [${internalDomains.join(', ')}]
`;
}
