import type { CrossingTrigger } from '@zo/shared';
import { eraseHandoff } from '../../../backend/handoff/erase-handoff.ts';
import type { Ending } from '../../../backend/handoff/handoff.ts';
import { companySize } from '../../../backend/reports/company-size.ts';
import { chosenReason, returnReason } from '../../../backend/reports/counted-reason.ts';
import { crossedCondition } from '../../../backend/reports/crossed-condition.ts';
import { handoffRow } from '../../../backend/reports/handoff-row.ts';
import { reportHandoff } from '../../../backend/reports/reported-handoff.ts';
import {
  alertedHandoff,
  clockTerms,
  hourMs,
  minuteMs,
  now,
  timeZone,
  tom,
  waitingHandoff,
} from '../../support/handoffs.ts';

const timeOf = () => ({ hours: clockTerms.hours, zone: clockTerms.zone });
const crossed = (trigger: CrossingTrigger | null) => ({ ...alertedHandoff().receipt!, trigger });
const activeUsers: CrossingTrigger = {
  property: 'zo_company_active_users',
  operator: '>=',
  needs: '2',
  actual: 2,
  words: '2nd active user at FinPilot (needs 2)',
};

it.each<[employees: number | null, size: string]>([
  [null, 'not known'],
  [0, 'not known'],
  [-1, 'not known'],
  [1, '1–10'],
  [10, '1–10'],
  [11, '11–50'],
  [50, '11–50'],
  [51, '51–200'],
  [200, '51–200'],
  [201, '201–1000'],
  [1_000, '201–1000'],
  [1_001, 'over 1000'],
  [2_000_000, 'over 1000'],
])('a company of %s is one of %s', (employees, size) => {
  expect(companySize(employees)).toBe(size);
});

describe('the condition that crossed last', () => {
  const { readiness } = alertedHandoff().receipt!;

  it('is as the sentence says it, without the company’s name', () => {
    expect(crossedCondition(alertedHandoff({ receipt: crossed(activeUsers) }))).toBe('zo_company_active_users >= 2');
  });

  it('of a group is the one in the group', () => {
    const [condition] = readiness.conditions;
    const group = { ...condition!, text: '(a OR b)', needs: '(a OR b)', actual: null, parts: [condition!] };
    const receipt = { ...crossed(activeUsers), readiness: { ...readiness, conditions: [group] } };
    expect(crossedCondition(alertedHandoff({ receipt }))).toBe('zo_company_active_users >= 2');
  });

  it.each<[trigger: CrossingTrigger, words: string]>([
    [{ ...activeUsers, needs: '3' }, 'zo_company_active_users >= 3'],
    [{ ...activeUsers, operator: '>', needs: 'more than 2' }, 'zo_company_active_users: more than 2'],
    [
      { ...activeUsers, property: 'zo_email_domain_type', operator: '=', needs: 'a business email address' },
      'zo_email_domain_type: a business email address',
    ],
  ])('that the kept readiness does not name is said by its property', (trigger, words) => {
    expect(crossedCondition(alertedHandoff({ receipt: crossed(trigger) }))).toBe(words);
  });

  it('that may be one of two is not guessed', () => {
    const [condition] = readiness.conditions;
    const twin = { ...condition!, text: 'company zo_company_active_users is between 2 and 9' };
    const receipt = { ...crossed(activeUsers), readiness: { ...readiness, conditions: [condition!, twin] } };
    expect(crossedCondition(alertedHandoff({ receipt }))).toBe('zo_company_active_users >= 2');
  });

  it('is none where a workflow asked, and not known of whoever was erased', () => {
    const asked = alertedHandoff({ receipt: null, origin: 'action' });
    expect(crossedCondition(asked)).toBe('asked for by a workflow');
    expect(crossedCondition(eraseHandoff(asked, now))).toBe('not known');
    expect(crossedCondition(alertedHandoff({ origin: 'by hand', receipt: crossed(activeUsers) }))).toBe(
      'handed off by hand',
    );
    expect(crossedCondition(alertedHandoff({ receipt: crossed(null) }))).toBe('not known');
  });
});

it.each([
  ['score 22, below 30', 'score below 30'],
  ['14 days without AE activity', '14 days without AE activity'],
  ['1 active user, below 2', 'active user below 2'],
  ['score 22, below 30 and 3 key actions in 7 days, at most 4', 'score below 30 and key actions in 7 days at most 4'],
  ['annualrevenue < 5000 (12.5)', 'annualrevenue < 5000'],
  ['No answer: rang <three> times (maria@acme.test)', 'No answer'],
  ['No answer (maria@acme.test)', 'No answer'],
  ['asked for by the workflow', 'asked for by the workflow'],
  ['The boss said: 3 people, below what we want', 'The boss said: 3 people, below what we want'],
])('the reason "%s" is counted as "%s"', (words, reason) => {
  expect(returnReason(words)).toBe(reason);
});

it.each([
  ['Too small', 'Too small'],
  ['Too small: two people, one of them a student', 'Too small'],
  ['', ''],
])('of the reason "%s", "%s" was chosen from the list', (words, chosen) => {
  expect(chosenReason(words)).toBe(chosen);
});

it.each<[Partial<Ending>, string | null]>([
  [{ reason: 'Too small: two people' }, 'Too small'],
  [{ kind: 'wrong person', reason: 'Left the company' }, 'Wrong person'],
  [{ reason: '' }, null],
])('one that ended so is counted as %j', (change, reason) => {
  const ending = { by: tom.email, reason: '', undo: null, ...change };
  expect(reportHandoff(alertedHandoff({ status: 'not_a_fit', ending }), timeOf).endingReason).toBe(reason);
});

describe('how a handoff stands', () => {
  it.each([
    ['waiting', 'open'],
    ['in_review', 'open'],
    ['snoozed', 'open'],
    ['return_due', 'open'],
    ['won', 'won'],
    ['lost', 'lost'],
    ['returned', 'returned'],
    ['not_a_fit', 'not_a_fit'],
    ['rejected', 'rejected'],
    ['withdrawn', 'withdrawn'],
  ] as const)('%s is %s', (status, standing) => {
    expect(reportHandoff(alertedHandoff({ status }), timeOf).standing).toBe(standing);
  });

  it('whoever was erased while sales had them is no withdrawal', () => {
    const standing = (handoff: Parameters<typeof reportHandoff>[0]) => reportHandoff(handoff, timeOf).standing;
    expect(standing(eraseHandoff(alertedHandoff(), now))).toBe('erased');
    expect(standing(eraseHandoff(waitingHandoff(), now))).toBe('withdrawn');
    expect(standing(eraseHandoff(alertedHandoff({ status: 'won', closedAt: now }), now))).toBe('won');
  });
});

it('exported, a handoff is one row with all the reports are reckoned from', () => {
  const { owner, clock } = alertedHandoff();
  const earlier = { ...tom, setByUs: true, reason: 'next in rotation' };
  const handoff = alertedHandoff({
    receipt: crossed(activeUsers),
    handedOffAt: now - 3 * hourMs,
    status: 'not_a_fit',
    closedAt: now + hourMs,
    earlierOwners: [
      {
        ...earlier,
        since: now - 3 * hourMs,
        until: now,
        dueAt: now - hourMs,
        breachedAt: now - hourMs,
        why: 'the first call was overdue',
        by: 'clock',
      },
    ],
    touch: { at: now + 10 * minuteMs, by: 'owner', kind: 'call', via: 'Slack', minutes: 70 },
    review: {
      askedAt: now - 4 * hourMs,
      contractValue: 15_000,
      rule: 'expected contract value >= 15000',
      verdict: 'approved',
      decidedAt: now - 3 * hourMs,
      by: 'lee@acme.test',
      reason: null,
      escalatedAt: null,
    },
    ending: { by: owner!.email, reason: 'Too small', undo: null },
  });
  expect(handoffRow(handoff, timeOf, timeZone)).toEqual({
    handoff: 5,
    status: 'not_a_fit',
    outcome: 'not_a_fit',
    opened_at: '2026-03-10T09:00:00.000Z',
    opened_week: '2026-W11',
    handed_off_at: '2026-03-10T06:00:00.000Z',
    handed_off_week: '2026-W11',
    closed_at: '2026-03-10T10:00:00.000Z',
    origin: 'workflow',
    by_hand_by: null,
    by_hand_reason: null,
    playbook_version: 1,
    person: 1,
    contact: '501',
    company: '900',
    employees: 85,
    company_size: '51–200',
    score: 45,
    crossed_condition: 'zo_company_active_users >= 2',
    why_now: '2nd active user at FinPilot (needs 2)',
    owner: 'Maria',
    owner_email: 'maria@acme.test',
    owner_id: '71',
    owner_reason: 'next in rotation',
    earlier_owners: 'Tom until 2026-03-10T09:00:00.000Z: the first call was overdue',
    waits_for_owner_since: null,
    first_call: 'breached',
    first_call_due_at: new Date(clock!.dueAt).toISOString(),
    breached_at: null,
    breached_by: 'Tom',
    accepted_at: null,
    first_touch_at: '2026-03-10T09:10:00.000Z',
    first_touch_by: 'owner',
    first_touch_kind: 'call',
    first_touch_via: 'Slack',
    minutes_to_first_touch: 70,
    review_asked_at: '2026-03-10T05:00:00.000Z',
    review_rule: 'expected contract value >= 15000',
    review_contract_value: 15_000,
    review_verdict: 'approved',
    review_decided_at: '2026-03-10T06:00:00.000Z',
    review_by: 'lee@acme.test',
    review_reason: null,
    review_escalated_at: null,
    return_reasons: null,
    ended_by: 'maria@acme.test',
    ending_reason: 'Too small',
    erased_at: null,
  });
});

it('of one that somebody handed off by hand, a row says who and why', () => {
  const byHand = { by: tom.email, reason: 'asked for a demo', ownerId: null, insteadOf: null };
  const handoff = alertedHandoff({ origin: 'by hand', byHand });
  expect(handoffRow(handoff, timeOf, timeZone)).toMatchObject({
    by_hand_by: tom.email,
    by_hand_reason: 'asked for a demo',
  });
  expect(handoffRow(eraseHandoff(handoff, now), timeOf, timeZone)).toMatchObject({ by_hand_reason: null });
});

it('of whoever was erased, a row tells nothing that somebody wrote about them', () => {
  const handoff = alertedHandoff({
    status: 'not_a_fit',
    closedAt: now,
    returnReasons: ['No answer: Sarah is on leave (maria@acme.test)'],
    ending: { by: 'maria@acme.test', reason: 'Too small: Sarah works alone', undo: null },
    owner: { ...alertedHandoff().owner!, reason: 'knows Sarah' },
    earlierOwners: [
      {
        ...tom,
        setByUs: true,
        reason: 'knows Sarah',
        since: now,
        until: now,
        dueAt: null,
        breachedAt: null,
        why: 'Sarah asked',
        by: 'clock',
      },
    ],
    review: {
      askedAt: now,
      contractValue: null,
      rule: 'expected contract value >= 15000',
      verdict: 'approved',
      decidedAt: now,
      by: 'lee@acme.test',
      reason: 'Other: Sarah is a friend',
      escalatedAt: null,
    },
  });
  const row = handoffRow(eraseHandoff(handoff, now), timeOf, timeZone);
  expect(JSON.stringify(row)).not.toContain('Sarah');
  expect([row.ending_reason, row.review_reason, row.earlier_owners]).toEqual([
    'Too small',
    'Other',
    'Tom until 2026-03-10T09:00:00.000Z',
  ]);
  expect(JSON.stringify(handoffRow(handoff, timeOf, timeZone)).match(/Sarah/g)).toHaveLength(5);
});
