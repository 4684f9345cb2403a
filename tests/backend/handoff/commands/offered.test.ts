import { type CardAction, type CardCommand, cardCommands, defaultNotAFit, plainRouting, termsOf } from '@zo/shared';
import fc from 'fast-check';
import { cardCommand, handOffAsked } from '../../../../backend/handoff/commands/card-command.ts';
import { runHandOff } from '../../../../backend/handoff/commands/hand-off.ts';
import { offeredTo } from '../../../../backend/handoff/commands/offered.ts';
import { runCommand } from '../../../../backend/handoff/commands/run-command.ts';
import { type Handoff, isOpen } from '../../../../backend/handoff/handoff.ts';
import type { HandoffContext } from '../../../../backend/handoff/handoff-change.ts';
import type { HubspotFacts } from '../../../../backend/handoff/hubspot-facts.ts';
import { anyHandoff } from '../../../support/any-handoff.ts';
import {
  alertedHandoff,
  company,
  facts,
  lee,
  maria,
  now,
  person,
  portalState,
  previousDecision,
  record,
  tom,
  waitingHandoff,
} from '../../../support/handoffs.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';
import { reviewRule } from '../../../support/rules.ts';
import { handoffContext } from '../../../support/wakes.ts';

const boss = 'boss@acme.test';
const reviewer = 'revops@acme.test';
const stranger = 'guest@acme.test';
/** One operator is an owner in HubSpot, the other is not; Lee is in the playbook and has left HubSpot. */
const operators = ['ops@acme.test', 'kim@acme.test'];
const kim = { id: '79', email: 'kim@acme.test', name: 'Kim', active: true };
const { handoff: terms } = acmePlaybook();
const playbook = acmePlaybook({
  handoff: {
    ...terms,
    routing: { ...plainRouting, owners: { [maria.email]: { ...termsOf(plainRouting, maria.email), manager: boss } } },
  },
});
const reviewed = {
  ...playbook,
  review: {
    ...reviewRule('zo_pql_score >= 0', { reviewers: [reviewer], escalateAfterMinutes: null }),
    channel: null,
    expectedContractValue: { amount: 120, per: 'employee' as const, text: '120 per employee' },
  },
};
const priya = handoffContext({ handoff: null, person: person({ personId: 2 }), record: record({ recordId: '502' }) });

type Looked = { context: HandoffContext; email: string; isReviewed?: boolean };

function parts({ context, email, isReviewed = false }: Looked) {
  return {
    context,
    state: portalState({
      playbook: isReviewed ? reviewed : playbook,
      owners: [maria, tom, kim, { ...lee, active: false }],
    }),
    actor: { email, via: 'card' as const },
    operators,
    now,
  };
}

function about(handoff: Handoff | null, change: Partial<HandoffContext> = {}): HandoffContext {
  return handoffContext({
    handoff: handoff !== null && isOpen(handoff.status) ? handoff : null,
    newest: handoff,
    company: company(1),
    decision: previousDecision(),
    colleague: (contactId) => (contactId === '502' ? priya : null),
    ...change,
  });
}

const offered = (looked: Looked) =>
  offeredTo({ ...parts(looked), colleagues: [{ contactId: '502', name: 'Priya Nair' }] });

/** What becomes of it when the card asks for it. */
function outcomeOf(command: CardCommand, choice: string | null, looked: Looked): string {
  const said = { reason: 'because', choice };
  const whole = parts(looked);
  if (command === 'hand off') {
    const handOff = handOffAsked(said);
    return typeof handOff === 'string' ? handOff : runHandOff(handOff, whole).outcome;
  }
  const handoff = looked.context.handoff ?? looked.context.newest;
  if (handoff === null) return 'refused';
  const asked = cardCommand(command, said, handoff);
  return typeof asked === 'string'
    ? asked
    : runCommand(asked, { ...whole, context: { ...looked.context, handoff } }).outcome;
}

const choicesOf = ({ choice }: CardAction): (string | null)[] => [
  ...(choice?.isRequired ? [] : [null]),
  ...(choice?.options ?? []).map(({ value }) => value),
];

const anyFacts: fc.Arbitrary<HubspotFacts> = fc
  .record({
    hasOpenDeal: fc.boolean(),
    lifecycleStage: fc.constantFrom('lead', 'lead', 'salesqualifiedlead', 'customer'),
    leadStatus: fc.constantFrom(null, 'OPEN'),
  })
  .map(facts);

const anyLook: fc.Arbitrary<Looked> = fc
  .record({
    handoff: fc.option(anyHandoff, { freq: 6 }),
    hubspot: anyFacts,
    plan: fc.constantFrom('free', 'free', 'team'),
    isDecided: fc.constantFrom(true, true, false),
    hasNewer: fc.constantFrom(false, false, true),
    email: fc.constantFrom(maria.email, tom.email, lee.email, boss, reviewer, stranger, ...operators),
    isReviewed: fc.boolean(),
  })
  .map(({ handoff, hubspot, plan, isDecided, hasNewer, email, isReviewed }) => ({
    email,
    isReviewed,
    context: about(handoff, {
      person: person({}, { plan }),
      record: record({ facts: hubspot }),
      decision: isDecided ? previousDecision() : null,
      ...(hasNewer && handoff !== null && { newest: { ...handoff, handoffId: 9, status: 'withdrawn' as const } }),
    }),
  }));

it('what is offered is done, however it is chosen; what is not offered is not', () => {
  const seen = new Set<CardCommand>();
  fc.assert(
    fc.property(anyLook, (looked) => {
      const { actions } = offered(looked);
      for (const action of actions) {
        seen.add(action.command);
        for (const choice of choicesOf(action)) {
          expect([action.command, choice, outcomeOf(action.command, choice, looked)]).toEqual([
            action.command,
            choice,
            'done',
          ]);
        }
      }
      const others = cardCommands.filter((command) => !actions.some((action) => action.command === command));
      for (const command of others) {
        const choice = command === 'snooze' ? 'tomorrow' : null;
        expect([command, outcomeOf(command, choice, looked)]).not.toEqual([command, 'done']);
      }
    }),
    { numRuns: 3_000 },
  );
  expect([...seen].sort()).toEqual([...cardCommands].sort());
});

it('names who has it to somebody who may do nothing', () => {
  expect(offered({ context: about(alertedHandoff()), email: stranger })).toEqual({
    actions: [],
    whyNone: 'Maria has it. Only the owner, their manager or an operator of Zo may act on it.',
  });
});

it.each<[string, Handoff | null, string | null]>([
  ['in review', waitingHandoff({ status: 'in_review' }), 'Only revops@acme.test may decide this.'],
  ['nobody’s', alertedHandoff({ owner: null, heldSince: now }), 'Only owners named in the playbook may claim it.'],
  ['waiting for the workflow', waitingHandoff(), null],
  ['not there', null, null],
])('says to a stranger of one that is %s', (_what, handoff, whyNone) => {
  expect(offered({ context: about(handoff), email: stranger, isReviewed: true })).toEqual({ actions: [], whyNone });
});

describe('what is offered first', () => {
  const labelsOf = (handoff: Handoff | null, email = maria.email) =>
    offered({ context: about(handoff), email }).actions.map(({ label }) => label);
  const rest = ['Called', 'Snooze', 'Return to marketing', 'Not a fit', 'Wrong person'];

  it.each<[string, Handoff | null, string, string[]]>([
    ['the owner', alertedHandoff(), maria.email, ['I’m on it', ...rest]],
    ['the owner who is on it', alertedHandoff({ acceptedAt: now }), maria.email, rest],
    ['a colleague, of an overdue one', alertedHandoff({ status: 'breached', breachedAt: now }), tom.email, ['Claim']],
    [
      'the owner who is asked',
      alertedHandoff({ acceptedAt: now, question: { askedAt: now, number: 1, reasons: ['cold'] } }),
      maria.email,
      ['Keep', ...rest],
    ],
    ['an AE, of a near miss', null, tom.email, ['Hand off now']],
  ])('to %s', (_who, handoff, email, labels) => {
    expect(labelsOf(handoff, email)).toEqual(labels);
  });
});

it('says what each does, asks why, and gives what can be chosen', () => {
  const { actions } = offered({ context: about(alertedHandoff({ acceptedAt: now })), email: maria.email });
  expect(actions).toEqual([
    {
      command: 'call',
      handoffId: 5,
      label: 'Called',
      confirm: 'The call is logged in HubSpot as made now.',
      needsReason: false,
      reasons: [],
      choice: null,
    },
    {
      command: 'snooze',
      handoffId: 5,
      label: 'Snooze',
      confirm: 'Reminders wait. The first call stays due Tue 12:00 Berlin.',
      needsReason: false,
      reasons: [],
      choice: {
        label: 'How long',
        isRequired: true,
        options: [
          { value: '1 hour', label: 'For 1 hour' },
          { value: 'tomorrow', label: 'Until tomorrow 9:00' },
          { value: '3 days', label: 'For 3 days' },
        ],
      },
    },
    {
      command: 'return',
      handoffId: 5,
      label: 'Return to marketing',
      confirm: 'The stage becomes MQL and the owner is cleared. No handoff for 30 days.',
      needsReason: true,
      reasons: ['No answer', 'Not ready yet', 'Bad timing', 'Other'],
      choice: null,
    },
    {
      command: 'not a fit',
      handoffId: 5,
      label: 'Not a fit',
      confirm: 'The handoff ends, and this person is not handed off again. It can be undone for 30 days.',
      needsReason: true,
      reasons: defaultNotAFit.reasons,
      choice: null,
    },
    {
      command: 'wrong person',
      handoffId: 5,
      label: 'Wrong person',
      confirm:
        'The handoff ends, and this person is not handed off again; the lead status stays as it is. It can be undone for 30 days.',
      needsReason: true,
      reasons: ['Somebody else decides', 'Somebody else uses it', 'Left the company', 'Other'],
      choice: { label: 'Hand off instead', isRequired: false, options: [{ value: '502', label: 'Priya Nair' }] },
    },
  ]);
});

it('says of whom nobody has handed off why, and who may get it', () => {
  const cooling = { decision: previousDecision({ gate: 'cooling_down' }) };
  const handOff = (email: string) => offered({ context: about(null, cooling), email }).actions[0];
  expect(handOff(tom.email)).toMatchObject({
    confirm:
      'This person was returned to marketing a short time ago. Whoever gets it is alerted now, and the first call is due within 2 hours of working time.',
    choice: { options: [{ value: 'rules' }, { value: 'oneself' }] },
  });
  expect(handOff(boss)).toMatchObject({ choice: null });
});

it('returning one that is asked about needs no reason of one’s own', () => {
  const asked = alertedHandoff({ question: { askedAt: now, number: 1, reasons: ['score 22, below 30'] } });
  const { actions } = offered({ context: about(asked), email: maria.email });
  expect(actions.find(({ command }) => command === 'return')).toMatchObject({
    needsReason: false,
    confirm: expect.stringContaining('It goes back: score 22, below 30.'),
  });
  expect(cardCommand('return', { reason: null, choice: null }, asked)).toEqual({
    kind: 'return',
    reason: 'score 22, below 30',
  });
});

it.each<[CardCommand, string | null, string | null, string]>([
  ['snooze', null, 'a year', 'Choose one of: 1 hour, tomorrow, 3 days.'],
  ['return', null, null, 'Say why first.'],
  ['not a fit', null, null, 'Say why first.'],
  ['wrong person', null, '502', 'Say why first.'],
])('%s with %j and %j asks for more', (command, reason, choice, say) => {
  if (command === 'hand off') return;
  expect(cardCommand(command, { reason, choice }, alertedHandoff())).toBe(say);
});

it('handing off asks for a reason, and for a choice that there is', () => {
  expect(handOffAsked({ reason: null, choice: 'rules' })).toBe('Say why first.');
  expect(handOffAsked({ reason: 'x', choice: 'Tom' })).toBe('Choose one of: rules, oneself.');
  expect(handOffAsked({ reason: 'x', choice: null })).toEqual({ reason: 'x', to: 'rules' });
});
