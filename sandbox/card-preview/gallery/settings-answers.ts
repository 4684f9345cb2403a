/**
 * What the backend would answer to the settings page: plain data, because the sandbox shares no code with the product. A
 * test holds each against the product's own type.
 */
import { connectionAnswers } from './settings-connection-answers.ts';
import { changes, difference } from './settings-difference-answers.ts';
import { firstRunAnswers } from './settings-first-run-answers.ts';
import { day, minute, readOnly, settingsNow } from './settings-head.ts';
import {
  acmeText,
  checked,
  form,
  nothingYet,
  playbook,
  unreadable,
  wrong,
  wrongText,
} from './settings-playbook-answers.ts';
import { privacy } from './settings-privacy-answers.ts';
import { slackConnections } from './settings-slack-answers.ts';
import { drift, hubspot, keys, people, place, plan, slack } from './settings-tabs-answers.ts';

export const settingsAnswers = {
  ...connectionAnswers,
  ...firstRunAnswers,
  playbook,
  viewer: { ...playbook, you: readOnly({ kind: 'viewer', owner: 'ops@acme.test' } as const) },
  nobodyMay: { ...playbook, you: readOnly({ kind: 'nobody may' } as const) },
  playbookFile: { ...playbook, playbookFile: 'acme.yaml' },
  wrong: { ...playbook, source: wrongText, checked: wrong },
  unreadable: { ...playbook, source: acmeText.replace('Integration Connected]', ''), checked: unreadable },
  noPlaybook: {
    ...playbook,
    newest: null,
    source: 'signals:\n\nscore:\n\ndefinition:\n\nhandoff:\n  owners:\n',
    checked: nothingYet,
  },
  noEvents: { ...playbook, newest: null, source: 'signals:\n', checked: nothingYet, eventsSeen: [] },
  takingEffect: { ...playbook, takingEffect: { step: 'deciding', done: 12_400, total: 31_000 } },
  notConnected: { status: 'not connected' },
  edited: {
    status: 'edited',
    source: acmeText.replace('+25', '+20'),
    checked: { ...checked, form: { ...form, score: ['+20 when activated', ...form.score.slice(1)] } },
  },
  checkedWrong: { status: 'checked', checked: wrong },
  simulated: { status: 'simulated', version: 4, changes, difference },
  nobodyChanges: {
    status: 'simulated',
    version: 4,
    changes,
    difference: {
      ...difference,
      draft: difference.present,
      added: { count: 0, free: 0, people: [] },
      removed: { count: 0, free: 0, people: [] },
      notRead: [],
      scores: { rise: 0, fall: 0 },
    },
  },
  takesEveryone: {
    status: 'simulated',
    version: 4,
    changes,
    difference: { ...difference, draft: { ready: 1_190, free: 1_150, heldBack: [] }, takesEveryone: true },
  },
  stillCounting: { status: 'still counting', done: 8_200, total: 31_000 },
  saved: { status: 'saved', version: 5, changes, asksOtherwise: true },
  conflict: {
    status: 'conflict',
    newest: {
      version: 5,
      savedBy: 'nina@acme.test',
      savedAt: settingsNow - 4 * minute,
      reason: 'calmer',
      source: acmeText.replace('2 working hours', '3 working hours'),
    },
    theirs: 'handoff:\n-   first call due: 2 working hours\n+   first call due: 3 working hours',
    yours: changes,
  },
  hubspot,
  live: {
    ...hubspot,
    liveSince: settingsNow - 4 * day,
    mode: 'workflow',
    plan: { ...plan, steps: [], goLiveSteps: [] },
    drift,
  },
  reading: { ...hubspot, plan: { status: 'still reading' } },
  hubspotAway: { ...hubspot, plan: { status: 'not read', reason: 'read account: cannot be reached (ECONNREFUSED)' } },
  refusals: {
    ...hubspot,
    plan: { ...plan, refusals: ['owner lea@acme.test is not an owner in HubSpot (did you mean lee@acme.test?)'] },
  },
  slack,
  scopesMissing: {
    ...slack,
    connection: {
      status: 'connected',
      team: 'Acme',
      missing: [
        { scope: 'users:read.email', feature: 'find owners by their e-mail address', isRequired: true },
        { scope: 'groups:read', feature: 'find private channels by their name', isRequired: false },
      ],
    },
    canPress: false,
    places: [
      place(
        'alerts',
        '#pql-handof',
        'absent',
        'there is no channel #pql-handof, or it is private and the app has not been invited',
      ),
      ...slack.places.slice(1),
    ],
  },
  revoked: {
    ...slack,
    connection: {
      status: 'refused',
      reason: 'the token was revoked (token_revoked)',
      remedy: 'Install the Slack app again, and set SLACK_BOT_TOKEN to the token it shows.',
    },
  },
  noSlack: {
    ...slack,
    connection: { status: 'not connected', remedy: 'Set SLACK_BOT_TOKEN on the service and start it again.' },
  },
  ...slackConnections,
  keys,
  noKeys: { ...keys, keys: [] },
  madeKey: { status: 'done', keyId: '5d6100ab', writeKey: 'dGhpcyBpcyBubyByZWFsIGtleQ' },
  revokedKey: { status: 'done', keyId: '1b77e3aa', worksForSeconds: 30 },
  privacy,
  privacyOfViewer: { ...privacy, you: readOnly({ kind: 'viewer', owner: 'ops@acme.test' } as const) },
  people,
  onlyVersions: {
    ...people,
    people: [],
    history: people.history.slice(3, 4),
    you: readOnly({ kind: 'nobody may' } as const),
  },
  version: {
    status: 'found',
    playbook: {
      ...playbook.newest,
      source: acmeText,
      changes: 'definition: >\n-   AND zo_company_active_users >= 3\n+   AND zo_company_active_users >= 2',
    },
  },
} as const;
