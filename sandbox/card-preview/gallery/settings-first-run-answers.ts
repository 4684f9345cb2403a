/** How far the first run is: just installed, under way, with problems, done. */
import { head, readOnly } from './settings-head.ts';
import { acmeText } from './settings-playbook-answers.ts';

type State = 'done' | 'to do' | 'waiting' | 'problem';

const step = <Name extends string>(
  name: Name,
  title: string,
  state: State,
  words: string,
  next: string | null = null,
  canDo = true,
) => ({ name, title, state, words, next, canDo });

const slack = (state: State, words: string, next: string | null = null) =>
  step('slack', 'Connect Slack', state, words, next);
const events = (state: State, words: string, next: string | null = null) =>
  step('events', 'Send events', state, words, next);
const playbook = (state: State, words: string, next: string | null = null) =>
  step('playbook', 'Review the playbook', state, words, next);
const provision = (state: State, words: string, next: string | null = null, canDo = true) =>
  step('provision', 'Provision HubSpot', state, words, next, canDo);
const card = (state: State, words: string, next: string | null = null) =>
  step('card', 'Put the card on the contact view', state, words, next);
const testAlert = (state: State, words: string, next: string | null = null, canDo = true) =>
  step('testAlert', 'Send a test alert', state, words, next, canDo);
const goLive = (state: State, words: string, next: string | null = null, canDo = true) =>
  step('goLive', 'Go live', state, words, next, canDo);

const sentence =
  'Version 4, saved by ops@acme.test: A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 50';
const where =
  'In HubSpot, open Settings, Objects, Contacts, Record customization; add “Product activity” to the sidebar; then open any contact.';
const watch = 'Watch mode: crossings are listed, and nobody is alerted.';
const connected = { status: 'connected', team: 'Acme', missing: [] } as const;
const about = { ...head, slackVia: 'settings', url: 'https://zo.acme.test', starter: null } as const;

const firstRun = {
  ...about,
  slack: connected,
  steps: [
    slack('done', 'Connected to Acme.'),
    events('done', 'First event received Tue 09:40 Berlin. 1204 events so far, the last Tue 09:59 Berlin.'),
    playbook('done', sentence),
    provision('done', 'Provisioned. The handoff workflow is there, switched on.'),
    card('done', 'HubSpot asked for the card first Tue 09:48 Berlin.'),
    testAlert('done', 'Sent Tue 09:52 Berlin by ops@acme.test.'),
    goLive('done', 'Live since Tue 09:55 Berlin, in workflow mode.'),
  ],
} as const;

const justInstalled = {
  ...about,
  slack: { status: 'not connected', remedy: 'Connect it in the settings, under Slack.' },
  starter: { name: 'acme.yaml', source: acmeText },
  steps: [
    slack('to do', 'Alerts have nowhere to go yet.', 'Connect it in the settings, under Slack.'),
    events('to do', 'No event has arrived.', 'Make a write key, and send events with it.'),
    playbook(
      'to do',
      'There is no playbook, so nobody is scored.',
      'Begin with the one below, or write your own under Playbook. Nothing is saved until you press.',
    ),
    provision('to do', 'Our properties are in HubSpot, and nothing else.', 'Review the playbook first.', false),
    card('to do', 'No contact has been opened with the card yet.', where),
    testAlert('to do', 'No test alert has been sent.', 'Connect Slack first.', false),
    goLive('to do', watch, 'Review the playbook first.', false),
  ],
} as const;

const underWay = {
  ...about,
  slack: connected,
  steps: [
    slack('done', 'Connected to Acme.'),
    events(
      'waiting',
      'No event has arrived yet: it is shown here as soon as it does.',
      'Send the product’s events by one of the recipes.',
    ),
    playbook('done', sentence),
    provision(
      'to do',
      'Our properties are in HubSpot, and nothing else.',
      'Provisioning makes the workflows, switched off, and the lists. What exactly stands under HubSpot.',
    ),
    card('to do', 'No contact has been opened with the card yet.', where),
    testAlert(
      'to do',
      'No test alert has been sent.',
      'It goes to #pql-handoff, marked as a test; nobody is mentioned.',
    ),
    goLive('to do', watch, 'Provision HubSpot first.', false),
  ],
} as const;

const problems = {
  ...underWay,
  slack: { status: 'lost', team: 'Acme', reason: 'somebody removed the app from the Slack workspace', at: head.asOf },
  steps: [
    slack(
      'problem',
      'Not connected to Acme any more: somebody removed the app from the Slack workspace.',
      'Connect it again. Alerts wait until then.',
    ),
    firstRun.steps[1],
    playbook('problem', sentence, 'lea@acme.test is no active owner in HubSpot: correct the owners under Playbook.'),
    provision(
      'problem',
      'The handoff workflow was not made: the ids of our actions are not known (assign-owner).',
      'Put any Zo action into a workflow once, or set HUBSPOT_ACTION_IDS; then provision again.',
    ),
    ...underWay.steps.slice(4),
  ],
} as const;

export const firstRunAnswers = {
  firstRun,
  justInstalled,
  underWay,
  problems,
  firstRunOfViewer: { ...underWay, you: readOnly({ kind: 'viewer', owner: 'ops@acme.test' } as const) },
  testAlertSent: { status: 'done', place: '#pql-handoff', link: 'https://acme.slack.test/archives/C1/p1' },
  provisioned: {
    status: 'done',
    created: 4,
    changed: 0,
    switchedOn: 0,
    asWanted: 31,
    refused: [],
    leftAlone: [],
    notes: [],
    liveSince: null,
    mode: 'direct',
  },
} as const;
