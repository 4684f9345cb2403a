import type { FirstRunStepName } from '@zo/shared';
import { type FirstRunFacts, firstRunSteps } from '../../../backend/settings/first-run.ts';

const now = Date.UTC(2026, 10, 24, 9);
const playbook = {
  version: 2,
  savedBy: 'ops@acme.test',
  sentence: 'A free user becomes an SQL when zo_pql_score >= 50',
  mode: 'workflow',
  channel: '#pql-handoff',
  unknownOwners: [],
} as const satisfies FirstRunFacts['playbook'] & object;

const fresh: FirstRunFacts = {
  now,
  timeZone: 'Europe/Berlin',
  slack: { status: 'not connected', remedy: 'Connect it in the settings, under Slack.' },
  events: null,
  keys: 0,
  playbook: null,
  playbookProblem: null,
  hasProperties: true,
  canAutomate: true,
  workflows: null,
  unknownActions: [],
  cardSeenAt: null,
  testAlert: null,
  liveSince: null,
  mode: 'direct',
};
const finished: FirstRunFacts = {
  ...fresh,
  slack: { status: 'connected', team: 'Acme', missing: [] },
  events: { events: 12, firstAt: now - 60_000, lastAt: now },
  keys: 1,
  playbook,
  workflows: { handoff: { flowId: '1', live: true }, return: null },
  cardSeenAt: now,
  testAlert: { at: now, author: 'ops@acme.test' },
  liveSince: now,
  mode: 'workflow',
};

function step(name: FirstRunStepName, facts: Partial<FirstRunFacts>, base = fresh) {
  return firstRunSteps({ ...base, ...facts }).find((one) => one.name === name)!;
}

it('just installed everything is still to do, in order, and what needs an earlier step cannot be done', () => {
  const steps = firstRunSteps(fresh);
  expect(steps.map(({ title, state }) => `${title}: ${state}`)).toEqual([
    'Connect Slack: to do',
    'Send events: to do',
    'Review the playbook: to do',
    'Provision HubSpot: to do',
    'Put the card on the contact view: to do',
    'Send a test alert: to do',
    'Go live: to do',
  ]);
  expect(steps.filter(({ canDo }) => !canDo).map(({ name }) => name)).toEqual(['provision', 'testAlert', 'goLive']);
  for (const { next } of steps) expect(next).toEqual(expect.any(String));
});

it('when all is done each step says so, with nothing next, and can be done again', () => {
  for (const one of firstRunSteps(finished)) expect(one).toMatchObject({ state: 'done', next: null, canDo: true });
});

it.each<[string, FirstRunStepName, Partial<FirstRunFacts>, string, string]>([
  [
    'Slack lacks a scope it needs',
    'slack',
    {
      slack: {
        status: 'connected',
        team: 'Acme',
        missing: [{ scope: 'chat:write', feature: 'post alerts', isRequired: true }],
      },
    },
    'problem',
    'without chat:write, to post alerts',
  ],
  [
    'Slack lacks a scope it can do without',
    'slack',
    {
      slack: {
        status: 'connected',
        team: 'Acme',
        missing: [{ scope: 'groups:read', feature: 'x', isRequired: false }],
      },
    },
    'done',
    'Connected to Acme.',
  ],
  [
    'Slack was lost',
    'slack',
    { slack: { status: 'lost', team: 'Acme', reason: 'removed', at: 0 } },
    'problem',
    'removed',
  ],
  ['Slack does not answer', 'slack', { slack: { status: 'no answer', reason: 'busy' } }, 'waiting', 'busy'],
  ['a key waits for its first event', 'events', { keys: 1 }, 'waiting', 'No event has arrived yet'],
  ['an event came', 'events', { events: { events: 1, firstAt: now, lastAt: now } }, 'done', '1 event so far'],
  [
    'nobody knows when the first came',
    'events',
    { events: { events: 2, firstAt: null, lastAt: now } },
    'done',
    '2 events',
  ],
  ['the playbook cannot be read', 'playbook', { playbookProblem: 'Version 2 cannot be read' }, 'problem', 'Version 2'],
  [
    'the playbook names strangers',
    'playbook',
    { playbook: { ...playbook, unknownOwners: ['x@acme.test'] } },
    'problem',
    'saved by',
  ],
  ['properties are being made', 'provision', { playbook, hasProperties: false }, 'waiting', 'being made'],
  [
    'properties are gone',
    'provision',
    { playbook, hasProperties: false, workflows: { handoff: null, return: null } },
    'problem',
    'missing',
  ],
  [
    'workflows are not allowed',
    'provision',
    { playbook, canAutomate: false, workflows: { handoff: null, return: null } },
    'done',
    'lets no app make workflows',
  ],
  [
    'the playbook wants none',
    'provision',
    { playbook: { ...playbook, mode: 'direct' }, workflows: { handoff: null, return: null } },
    'done',
    'as the playbook says',
  ],
  [
    'action ids are not known',
    'provision',
    { playbook, unknownActions: ['assign-owner'], workflows: { handoff: null, return: null } },
    'problem',
    '(assign-owner)',
  ],
  [
    'the workflow was not made',
    'provision',
    { playbook, workflows: { handoff: null, return: null } },
    'problem',
    'was not made.',
  ],
  [
    'the workflow is off',
    'provision',
    { playbook, workflows: { handoff: { flowId: '1', live: false }, return: null } },
    'done',
    'switched off',
  ],
])('%s: says so', (_what, name, facts, state, words) => {
  expect(step(name, facts)).toMatchObject({ state, words: expect.stringContaining(words) });
});

it('a test alert needs Slack, a playbook and its channel, and names what is missing', () => {
  const slack = finished.slack;
  expect(step('testAlert', {})).toMatchObject({ canDo: false, next: 'Connect Slack first.' });
  expect(step('testAlert', { slack })).toMatchObject({ canDo: false, next: 'Review the playbook first.' });
  expect(step('testAlert', { slack, playbook: { ...playbook, channel: null } })).toMatchObject({ canDo: false });
  expect(step('testAlert', { slack, playbook })).toMatchObject({ canDo: true, state: 'to do' });
});
