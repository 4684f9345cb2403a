import { plainRouting, termsOf } from '@zo/shared';
import { runHandOff } from '../../../../backend/handoff/commands/hand-off.ts';
import { decide } from '../../../../backend/handoff/decide.ts';
import { byHandWords } from '../../../../backend/handoff/hand-off-now.ts';
import type { HandoffChange, HandoffContext } from '../../../../backend/handoff/handoff-change.ts';
import { wakeHandoff } from '../../../../backend/handoff/wake-handoff.ts';
import type { PortalState } from '../../../../backend/portals/portal-state.ts';
import {
  alertedHandoff,
  company,
  dayMs,
  decisionContext,
  decisionInput,
  facts,
  hourMs,
  maria,
  minuteMs,
  now,
  person,
  portalState,
  previousDecision,
  record,
  tom,
  waitingHandoff,
} from '../../../support/handoffs.ts';
import { acmePlaybook } from '../../../support/playbooks.ts';
import { returnRule, reviewRule } from '../../../support/rules.ts';
import { handoffContext } from '../../../support/wakes.ts';

const boss = 'boss@acme.test';
const operator = 'ops@acme.test';
const reviewer = 'revops@acme.test';
const stranger = 'guest@acme.test';
const { handoff: terms } = acmePlaybook();
const managed = acmePlaybook({
  handoff: {
    ...terms,
    routing: { ...plainRouting, owners: { [maria.email]: { ...termsOf(plainRouting, maria.email), manager: boss } } },
  },
});

/** One teammate short of the definition, and nobody's handoff. */
function nearMiss(change: Partial<HandoffContext> = {}): HandoffContext {
  return handoffContext({
    handoff: null,
    newest: null,
    handoffCount: 0,
    company: company(1),
    decision: previousDecision(),
    ...change,
  });
}

type Asked = {
  email?: string;
  to?: 'rules' | 'oneself';
  context?: Partial<HandoffContext>;
  state?: Partial<PortalState>;
};

function handOff({ email = tom.email, to = 'rules', context = {}, state = {} }: Asked = {}) {
  return runHandOff(
    { reason: 'asked for a demo', to },
    {
      context: nearMiss(context),
      state: portalState({ playbook: managed, ...state }),
      actor: { email, via: 'card' },
      operators: [operator],
      now,
    },
  );
}

function changeOf(asked?: Asked): HandoffChange {
  const ran = handOff(asked);
  if (ran.outcome !== 'done') throw new Error(ran.say);
  return ran.change;
}

describe('who may hand somebody off by hand', () => {
  it.each([
    [maria.email, 'done'],
    [tom.email, 'done'],
    [boss, 'done'],
    [operator, 'done'],
    [reviewer, 'refused'],
    [stranger, 'refused'],
  ])('%s: %s', (email, outcome) => {
    expect(handOff({ email }).outcome).toBe(outcome);
  });

  it.each([
    [reviewer, 'done'],
    [operator, 'done'],
    [tom.email, 'refused'],
    [boss, 'refused'],
  ])('of whom the review rule asks about, only reviewers: %s, %s', (email, outcome) => {
    const rule = reviewRule('zo_pql_score >= 0', { reviewers: [reviewer], escalateAfterMinutes: null });
    const expectedContractValue = { amount: 120, per: 'employee' as const, text: '120 per employee' };
    const playbook = { ...managed, review: { ...rule, channel: null, expectedContractValue } };
    expect(handOff({ email, state: { playbook } }).outcome).toBe(outcome);
  });

  it('to oneself goes for owners in HubSpot', () => {
    expect(changeOf({ email: tom.email, to: 'oneself' }).handoff.owner).toEqual({
      id: tom.id,
      email: tom.email,
      name: tom.name,
      setByUs: true,
      reason: 'took it by hand',
      since: now,
    });
    expect(handOff({ email: operator, to: 'oneself' })).toEqual({
      outcome: 'refused',
      say: `${operator} is not an active owner in HubSpot.`,
    });
  });
});

describe('whom nobody hands off by hand', () => {
  it.each<[string, Partial<HandoffContext>, string]>([
    ['internal', { person: person({}, { email: 'kim@acme.test' }) }, 'belongs to an excluded e-mail domain'],
    ['on a paid plan', { person: person({}, { plan: 'team' }) }, 'is a paying customer or has an open deal'],
    [
      'with an open deal',
      { record: record({ facts: facts({ hasOpenDeal: true }) }) },
      'is a paying customer or has an open deal',
    ],
    [
      'an SQL',
      { record: record({ facts: facts({ lifecycleStage: 'salesqualifiedlead' }) }) },
      'has lifecycle stage SQL or later',
    ],
    [
      'not a fit',
      { newest: alertedHandoff({ status: 'not_a_fit', closedAt: now - dayMs }) },
      'was marked as not a fit by an account executive',
    ],
  ])('%s', (_who, context, meaning) => {
    expect(handOff({ context })).toEqual({ outcome: 'refused', say: `This person ${meaning}.` });
  });

  it('whom the product does not know', () => {
    const say = 'Nothing is known of what this person did in the product.';
    expect(handOff({ context: { decision: null } })).toEqual({ outcome: 'refused', say });
  });

  it.each([
    ['with an AE', alertedHandoff(), 'already', 'Maria has it now.'],
    [
      'waiting for an owner',
      alertedHandoff({ owner: null, heldSince: now }),
      'already',
      'Nobody may get it at the moment: it waits for an owner.',
    ],
    ['in review', waitingHandoff({ status: 'in_review' }), 'refused', 'It is still in review.'],
    ['waiting for the workflow', waitingHandoff(), 'refused', 'It has not been handed off yet.'],
    [
      'being handed off by hand',
      waitingHandoff({ origin: 'by hand' }),
      'already',
      'It is being handed off: HubSpot is asked once more what it knows.',
    ],
    ['on its way back', alertedHandoff({ status: 'return_due' }), 'refused', 'It is on its way back to marketing.'],
  ])('who has a handoff %s', (_where, handoff, outcome, say) => {
    expect(handOff({ context: { handoff, newest: handoff } })).toEqual({ outcome, say });
  });
});

describe('handing off by hand', () => {
  it('assigns by the rules, alerts, starts the clock, and says who and why', () => {
    const { handoff, effects, receipts, wanted } = changeOf();
    expect(handoff).toMatchObject({
      handoffId: 6,
      status: 'assigned',
      origin: 'by hand',
      byHand: { by: tom.email, reason: 'asked for a demo', ownerId: null, insteadOf: null },
      owner: { email: maria.email, reason: 'next by weighted share' },
      handedOffAt: now,
      dueAt: now + 2 * hourMs,
      timers: { clock: now + hourMs },
      note: 'By hand, tom@acme.test: asked for a demo',
      receipt: { readiness: { conditionsMissing: 1 }, trigger: null },
    });
    expect(effects).toMatchObject([
      {
        kind: 'write handoff fields',
        fields: { hubspot_owner_id: maria.id, lifecyclestage: 'salesqualifiedlead' },
      },
      { kind: 'post alert', place: { to: 'dm', email: maria.email } },
      { kind: 'post alert', place: { to: 'channel', channel: '#pql-handoff' } },
    ]);
    expect(receipts.map(({ kind, body }) => [kind, body])).toMatchObject([
      ['handoff', { step: 'by hand', by: tom.email, reason: 'asked for a demo' }],
      ['assignment', { owner: { email: maria.email } }],
      ['alert', { state: 'queued' }],
    ]);
    expect(wanted).toEqual({
      zo_handoff_trigger: byHandWords({ by: tom.email, reason: 'asked for a demo' }),
      zo_handoff_count: '1',
    });
  });

  it('waits in the queue where nobody may get it', () => {
    const nobody = { owners: [] };
    expect(handOff({ state: nobody })).toMatchObject({
      outcome: 'done',
      say: 'Nobody may get it at the moment: it waits for an owner.',
      change: { handoff: { status: 'assigned', owner: null, heldSince: now } },
    });
  });

  it('goes for somebody who cools down', () => {
    const newest = alertedHandoff({ status: 'returned', closedAt: now - dayMs });
    expect(changeOf({ context: { newest, handoffCount: 1 } }).wanted?.zo_handoff_count).toBe('2');
  });
});

describe('where what HubSpot said is old', () => {
  const old = record({ factsAt: now - 6 * minuteMs });
  const opened = () => changeOf({ context: { record: old } });
  const decided = (change: Parameters<typeof decisionInput>[0] = {}, playbook = managed) =>
    decide(
      decisionInput({
        company: company(1),
        openHandoff: opened().handoff,
        previous: previousDecision({ gate: 'handed_off' }),
        handoffCount: 1,
        ...change,
      }),
      decisionContext({ playbook }),
    );

  it('HubSpot is asked once more before anybody is told', () => {
    const { handoff, effects } = opened();
    expect(handoff).toMatchObject({ status: 'waiting', owner: null, timers: {} });
    expect(effects).toMatchObject([{ kind: 'read facts', personId: 1 }]);
    const stillOld = decided({ record: old });
    expect([stillOld.gate, stillOld.handoffChange]).toEqual(['handed_off', null]);
    expect(stillOld.effects).toContainEqual(expect.objectContaining({ kind: 'read facts' }));
  });

  it('then it is taken up, though the definition is not met', () => {
    const { gate, handoffChange, opens } = decided();
    expect([gate, opens, handoffChange?.handoff.timers]).toEqual(['handed_off', null, { 'take up': now }]);
    const { handoff } = handoffChange!;
    const { change } = wakeHandoff(portalState({ playbook: managed }), now)(nearMiss({ handoff }));
    expect(change?.handoff).toMatchObject({
      status: 'assigned',
      owner: { email: maria.email },
      dueAt: now + 2 * hourMs,
    });
    expect(change?.receipts.map(({ kind }) => kind)).toEqual(['assignment', 'alert']);
  });

  it('or withdrawn, when HubSpot knows why not', () => {
    const { gate, handoffChange } = decided({ record: record({ facts: facts({ hasOpenDeal: true }) }) });
    expect([gate, handoffChange?.handoff.status]).toEqual(['customer_or_open_deal', 'withdrawn']);
  });
});

describe('afterwards', () => {
  const playbook = {
    ...managed,
    return: { ...returnRule('zo_pql_score < 60 OR 14 days without AE activity'), channel: null },
  };
  const decidedAt = (at: number) =>
    decide(
      decisionInput({
        company: company(1),
        record: record({ factsAt: at }),
        openHandoff: { ...changeOf().handoff, status: 'alerted' },
        previous: previousDecision({ gate: 'handed_off' }),
      }),
      decisionContext({ playbook, now: at }),
    );

  it('is not withdrawn because the definition is not met, nor returned at once because of a score that was known', () => {
    expect(decidedAt(now + minuteMs)).toMatchObject({ gate: 'handed_off', handoffChange: null });
  });

  it('the return rule treats it as any other once a week has passed', () => {
    expect(decidedAt(now + 8 * dayMs).handoffChange?.handoff).toMatchObject({
      status: 'return_due',
      returnReasons: [expect.stringMatching(/^score \d+, below 60$/)],
    });
  });
});
