import { localDay, type ReadinessFacts, readinessFacts, startOfLocalDay } from '@zo/shared';
import { handoffStatuses } from '../../../backend/handoff/handoff.ts';
import {
  canReturn,
  type ReturnQuestion,
  reasonsToReturn,
  returnCheckDay,
} from '../../../backend/handoff/return-rule.ts';
import {
  activeUsage,
  alertedHandoff,
  dayMs,
  dayOf,
  now,
  timeZone,
  today,
  waitingHandoff,
} from '../../support/handoffs.ts';
import { returnRule } from '../../support/rules.ts';

const acmes = returnRule('14 days without AE activity OR zo_pql_score < 30').when;

type Change = Partial<ReturnQuestion> & { score?: number; activeUsers?: number };

/** 14 days after the handoff, with a low score and no activity: both alternatives hold. */
function question({ score = 22, activeUsers, ...change }: Change = {}): ReturnQuestion {
  const at = change.today ?? today + 14;
  return {
    handoff: alertedHandoff(),
    values: valuesAt(at, score, activeUsers),
    contactedAt: null,
    today: at,
    dayOf,
    ...change,
  };
}

function valuesAt(day: number, scorePoints: number, activeUsers: number | undefined): ReadinessFacts {
  const company = activeUsers === undefined ? null : { companyId: 'c', activeUsers };
  const profile = { userId: 'sarah', plan: 'free', emailDomainType: 'business' as const };
  return readinessFacts({ profile, usage: activeUsage(), scorePoints, company, today: day, dayOf });
}

describe('reasons to return', () => {
  it.each<[string, string[], Change]>([
    ['both, the score first', ['score 22, below 30', '14 days without AE activity'], {}],
    ['only the silence', ['14 days without AE activity'], { score: 30 }],
    ['only the score, a day earlier', ['score 22, below 30'], { today: today + 13 }],
    ['only the score, when sales has been in touch a while ago', ['score 22, below 30'], { contactedAt: now + dayMs }],
    ['only the score, before anybody had it', ['score 22, below 30'], { handoff: waitingHandoff() }],
    [
      'only the score, when the AE has said something since',
      ['score 22, below 30'],
      { handoff: alertedHandoff({ lastActivityAt: now + dayMs }) },
    ],
    ['none while neither holds', [], { score: 30, today: today + 13 }],
  ])('of Acme’s rule are %s', (_which, reasons, change) => {
    expect(reasonsToReturn(acmes, question(change))).toEqual(reasons);
  });

  it.each<[string, string[], Change]>([
    ['zo_company_active_users <= 1', ['1 active user, at most 1'], { activeUsers: 1 }],
    ['zo_company_active_users <= 1', [], { activeUsers: 2 }],
    ['zo_company_active_users <= 1', [], {}],
    ['NOT zo_company_active_users > 1', [], {}],
    [
      '(14 days without AE activity AND zo_pql_score < 30) OR zo_plan = paid',
      ['14 days without AE activity and score 22, below 30'],
      {},
    ],
    ['(14 days without AE activity AND zo_pql_score < 20) OR zo_plan = free', ['zo_plan = free'], {}],
    [
      '14 days without AE activity AND (zo_pql_score <= 22 OR zo_plan = paid)',
      ['14 days without AE activity and score 22, at most 22'],
      {},
    ],
    ['no key action in the last 7 days OR zo_pql_score < 20', ['no key action in the last 7 days'], {}],
    ['no key action in the last 30 days', [], {}],
    ['NOT (fewer than 14 days without AE activity)', ['14 days without AE activity'], {}],
    ['fewer than 14 days without AE activity AND zo_pql_score < 30', [], {}],
    [
      'fewer than 15 days without AE activity AND zo_pql_score < 30',
      ['fewer than 15 days without AE activity and score 22, below 30'],
      {},
    ],
  ])('of "%s" are %j', (sentence, reasons, change) => {
    expect(reasonsToReturn(returnRule(sentence).when, question(change))).toEqual(reasons);
  });

  it.each([
    ['late in the evening', '2026-03-10T23:59:00+01:00'],
    ['just after midnight', '2026-03-10T00:01:00+01:00'],
  ])('count calendar days, not hours, for a handoff %s, over the change to summer time', (_when, text) => {
    const handoff = alertedHandoff({ handedOffAt: Date.parse(text) });
    // 29 March 2026 has 23 hours in Berlin.
    const ends = startOfLocalDay(localDay(Date.parse(text), timeZone) + 20, timeZone);
    const { when } = returnRule('20 days without AE activity');
    const on = (ms: number) => reasonsToReturn(when, question({ handoff, today: dayOf(ms) }));
    expect(on(ends - 1)).toEqual([]);
    expect(on(ends)).toEqual(['20 days without AE activity']);
    expect(returnCheckDay(when, handoff, dayOf(handoff.handedOffAt!), dayOf)).toBe(dayOf(ends));
  });
});

describe('the day to look at a handoff', () => {
  const { when } = returnRule('20 days without AE activity OR (7 days without AE activity AND zo_pql_score < 30)');

  it.each([
    [today, today + 7],
    [today + 6, today + 7],
    [today + 7, today + 20],
    [today + 20, null],
  ])('is on day %d the next on which silence changes something', (from, day) => {
    expect(returnCheckDay(when, alertedHandoff(), from, dayOf)).toBe(day);
  });

  it('is none when nothing waits for silence, or nobody has it yet', () => {
    expect(returnCheckDay(returnRule('zo_pql_score < 30').when, alertedHandoff(), today, dayOf)).toBeNull();
    expect(returnCheckDay(null, alertedHandoff(), today, dayOf)).toBeNull();
    expect(returnCheckDay(when, waitingHandoff(), today, dayOf)).toBeNull();
    expect(dayOf(now + dayMs)).toBe(today + 1);
  });
});

it('only what sales has and has not engaged with goes back by itself', () => {
  const back = handoffStatuses.filter((status) => canReturn(alertedHandoff({ status })));
  expect(back).toEqual(['assigned', 'alerted', 'breached']);
});
