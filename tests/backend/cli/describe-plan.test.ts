import { describeOutcome, describePlan } from '../../../backend/cli/describe-plan.ts';
import type { PlanAnswer, ProvisionAnswer, ShownStep } from '../../../backend/portals/provision-portal.ts';

const step = (change: Partial<ShownStep>): ShownStep => ({
  act: 'create',
  kind: 'property',
  object: 'contact',
  name: 'zo_plan',
  words: ['string'],
  remedy: null,
  wasDeleted: false,
  isForced: false,
  ...change,
});
const zone = 'Europe/Berlin';
const workflow = { kind: 'workflow', name: 'Zo | SQL handoff' } as const;
const steps = [
  step({ kind: 'group', object: 'company', name: 'product_activity', words: ['"Product activity"'] }),
  step({ name: 'zo_pql_score', words: ['number'] }),
  step({ ...workflow, words: ['off, 5 actions'], wasDeleted: true }),
  step({ act: 'change', words: ['label: "Plan" → "Product plan"'], isForced: true }),
  step({ act: 'change', kind: 'list', name: 'Zo | SQL ready', words: ['HubSpot asks for a, the playbook for b', 'x'] }),
  step({ act: 'refuse', words: ['has type number, needed is string'] }),
  step({
    act: 'leave alone',
    ...workflow,
    words: ['HubSpot also asks for country = US'],
    remedy: '--force "Zo | SQL handoff" overwrites it',
  }),
  step({ act: 'leave alone', ...workflow, words: ['is off; it was on'], remedy: '--go-live switches it on' }),
  step({ act: 'switch on', ...workflow, words: ['enrols nobody by being switched on'] }),
];
const plan = (change: Partial<PlanAnswer> = {}): PlanAnswer => ({
  steps: [],
  asWanted: 27,
  notes: [],
  refusals: [],
  owners: [],
  goLiveAt: null,
  matchingNow: 41,
  readyNow: 40,
  ...change,
});

it('a plan reads like a diff', () => {
  const owners: PlanAnswer['owners'] = [
    {
      email: 'maria@acme.test',
      hubspot: 'active',
      name: 'Maria Lopez',
      nearest: null,
      slack: 'found',
      slackName: 'maria',
    },
    {
      email: 'mario@acme.test',
      hubspot: 'unknown',
      name: null,
      nearest: 'maria@acme.test',
      slack: 'absent',
      slackName: null,
    },
  ];
  const notes = ['workflow "Zo | Return to marketing": not needed, the playbook has no return rule'];
  const refusals = ['owner mario@acme.test is not an owner in HubSpot (did you mean maria@acme.test?)'];
  expect(describePlan(plan({ steps, owners, notes, refusals }), zone).join('\n')).toBe(
    `+ create company property group product_activity ("Product activity")
+ create contact property zo_pql_score (number)
+ create workflow "Zo | SQL handoff" (off, 5 actions): deleted by hand, created again
~ change contact property zo_plan, overwriting what was changed by hand: label: "Plan" → "Product plan"
~ change list "Zo | SQL ready":
    HubSpot asks for a, the playbook for b
    x
x refused: contact property zo_plan: has type number, needed is string
! left alone: workflow "Zo | SQL handoff" was changed by hand; --force "Zo | SQL handoff" overwrites it: HubSpot also asks for country = US
! left alone: workflow "Zo | SQL handoff" is off; it was on; --go-live switches it on
> switch on workflow "Zo | SQL handoff" (enrols nobody by being switched on)
= 27 as they should be
! workflow "Zo | Return to marketing": not needed, the playbook has no return rule
Owners:
    maria@acme.test, Maria Lopez: active in HubSpot, found in Slack
  x mario@acme.test: not an owner in HubSpot (did you mean maria@acme.test?), nobody in Slack: alerts for them go to the channel only
Watch mode. Going live: 41 contacts meet the definition in HubSpot now, 40 of ours; none of them is alerted, only who crosses the line from then on.
Refused, nothing can be applied:
    owner mario@acme.test is not an owner in HubSpot (did you mean maria@acme.test?)`,
  );
});

it('a plan with nothing to do is short', () => {
  expect(describePlan(plan({ goLiveAt: Date.UTC(2026, 10, 24, 9), matchingNow: 1, readyNow: 0 }), zone)).toEqual([
    '= 27 as they should be',
    'Live since 2026-11-24 10:00:00 Europe/Berlin. 1 contact meets the definition in HubSpot now, 0 of ours.',
  ]);
});

it('the outcome counts what was done and says what was not', () => {
  const answer: ProvisionAnswer = {
    done: [...steps.slice(0, 4), steps[8]!].map((one, index) => ({ ...one, refused: index === 1 ? 'no room' : null })),
    leftAlone: [steps[6]!],
    asWanted: 27,
    notes: [],
    owners: [],
    mode: 'workflow',
    goLiveAt: Date.UTC(2026, 10, 24, 9),
    matchingNow: 2,
    readyBefore: [],
  };
  expect(describeOutcome(answer, zone).join('\n')).toBe(
    `2 created, 1 changed, 1 switched on, 27 as they should be
x refused: contact property zo_pql_score: no room
! left alone: workflow "Zo | SQL handoff" was changed by hand; --force "Zo | SQL handoff" overwrites it: HubSpot also asks for country = US
Live since 2026-11-24 10:00:00 Europe/Berlin, workflow mode.
2 contacts meet the definition in HubSpot now, 0 of ours; none of them is alerted about the past.`,
  );
});
