import { type GateReason, gateReasons } from '@zo/shared';
import { decideGate, type GateQuestion, isPaidPlan, isSqlOrLater } from '../../../backend/handoff/gate.ts';
import { dayMs, hourMs, now } from '../../support/handoffs.ts';

const stageOrder = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'];

function openQuestion(change: Partial<GateQuestion> = {}): GateQuestion {
  return {
    isInternal: false,
    doNotContact: false,
    lifecycleStage: 'lead',
    stageOrder,
    plan: 'free',
    freePlans: ['free', 'trial'],
    hasOpenDeal: false,
    isHandedOff: false,
    isNotAFit: false,
    returnedAt: null,
    cooldownDays: 30,
    isBelowBar: false,
    isReady: true,
    isSample: false,
    crossedAt: now,
    goLiveAt: now - hourMs,
    readyBy: null,
    isInReview: false,
    now,
    ...change,
  };
}

/** What makes each reason hold, alone. Of one pair the changes never undo each other. */
const because: Record<Exclude<GateReason, 'open'>, Partial<GateQuestion>> = {
  internal: { isInternal: true },
  do_not_contact: { doNotContact: true },
  customer_or_open_deal: { hasOpenDeal: true },
  handed_off: { isHandedOff: true },
  already_sql: { lifecycleStage: 'salesqualifiedlead' },
  not_a_fit: { isNotAFit: true },
  cooling_down: { returnedAt: now - dayMs },
  not_ready: { isReady: false },
  sample: { isSample: true },
  before_go_live: { goLiveAt: now + 1 },
  in_review: { isInReview: true },
};
const reasons = Object.keys(because) as (keyof typeof because)[];

describe('the gate', () => {
  it('is open when nothing stands against it', () => expect(decideGate(openQuestion())).toBe('open'));

  it('knows every reason there is a word for', () => expect([...reasons, 'open']).toEqual([...gateReasons]));

  it.each(reasons.map((reason) => [reason]))('says %s when only that holds', (reason) => {
    expect(decideGate(openQuestion(because[reason]))).toBe(reason);
  });

  const pairs = reasons.flatMap((earlier, index) => reasons.slice(index + 1).map((later) => [earlier, later] as const));
  it.each(pairs)('says %s rather than %s when both hold', (earlier, later) => {
    expect(decideGate(openQuestion({ ...because[later], ...because[earlier] }))).toBe(earlier);
  });

  it.each<[string, GateReason, Partial<GateQuestion>]>([
    ['nothing but the playbook made them ready', 'before_go_live', { readyBy: 'rules' }],
    ['nothing but loaded history made them ready', 'before_go_live', { readyBy: 'history' }],
    ['HubSpot has not been asked', 'open', { lifecycleStage: null }],
    ['the stage is empty', 'open', { lifecycleStage: '' }],
    ['the plan is empty', 'open', { plan: ' ' }],
    ['no plan is known', 'open', { plan: null }],
    ['the free plan is written otherwise', 'open', { plan: 'Trial ' }],
    ['the plan is paid', 'customer_or_open_deal', { plan: 'Team' }],
    ['the stage is customer', 'customer_or_open_deal', { lifecycleStage: 'customer' }],
    [
      'a stage of their own stands after SQL',
      'already_sql',
      { lifecycleStage: 'demo', stageOrder: [...stageOrder, 'demo'] },
    ],
    [
      'a stage of their own stands before SQL',
      'open',
      { lifecycleStage: 'trial', stageOrder: ['trial', ...stageOrder] },
    ],
    ['the cooldown ends in a moment', 'cooling_down', { returnedAt: now - 30 * dayMs + 1 }],
    ['the cooldown ends now', 'open', { returnedAt: now - 30 * dayMs }],
    ['the portal watches only', 'before_go_live', { goLiveAt: null }],
    ['it crossed as the portal went live', 'open', { goLiveAt: now }],
  ])('when %s it says %s', (_when, reason, change) => expect(decideGate(openQuestion(change))).toBe(reason));
});

it('an unlisted stage is SQL only by its name, and "other" never is', () => {
  expect(isSqlOrLater('salesqualifiedlead', [])).toBe(true);
  expect(isSqlOrLater('lead', [])).toBe(false);
  expect(isSqlOrLater('other', ['salesqualifiedlead', 'other'])).toBe(false);
});

it('a plan is paid unless it is among the free ones', () => {
  expect([null, '', 'FREE', 'team'].map((plan) => isPaidPlan(plan, ['free']))).toEqual([false, false, false, true]);
});
