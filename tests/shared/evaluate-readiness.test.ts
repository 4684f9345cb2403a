import {
  computeScore,
  contactValues,
  crossingTrigger,
  type Definition,
  emptyUsage,
  evaluateReadiness,
  parseDefinition,
  type ReadinessFacts,
  readinessFacts,
  readinessWords,
} from '@zo/shared';
import { dayOf, noonOf, signalNames, signalOn, today, usageOf } from '../support/usage-arbitrary.ts';

function define(conditions: string): Definition {
  const parsed = parseDefinition(`A free user becomes an SQL when ${conditions}`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

const acme = define(
  'zo_activation_status = activated AND zo_pql_score >= 50 AND the company is not on a personal email domain AND zo_company_active_users >= 2',
);

/** A contact that meets the Acme definition. */
function factsOf(change: {
  contact?: ReadinessFacts['contact'];
  active?: number | null;
  email?: ReadinessFacts['emailDomainType'];
}): ReadinessFacts {
  return {
    contact: { zo_activation_status: 'activated', zo_pql_score: 65, zo_plan: 'free', ...change.contact },
    company: { zo_company_active_users: change.active === undefined ? 2 : change.active },
    emailDomainType: change.email === undefined ? 'business' : change.email,
  };
}

describe('evaluateReadiness', () => {
  it('gives per condition: text, verdict, actual value, need, and what is missing', () => {
    expect(evaluateReadiness(acme, factsOf({ active: 1 }))).toEqual({
      ready: 'no',
      conditionsMissing: 1,
      conditions: [
        {
          text: 'zo_activation_status = activated',
          verdict: 'met',
          actual: 'activated',
          needs: 'activated',
          missing: null,
        },
        { text: 'zo_pql_score >= 50', verdict: 'met', actual: 65, needs: '50', missing: null },
        {
          text: 'the company is not on a personal email domain',
          verdict: 'met',
          actual: 'business',
          needs: 'a business email address',
          missing: null,
        },
        {
          text: 'zo_company_active_users >= 2',
          verdict: 'not met',
          actual: 1,
          needs: '2',
          missing: '1 more active user',
        },
      ],
    });
  });

  it.each<[string, Parameters<typeof factsOf>[0], string, string]>([
    ['everything', {}, 'yes', '4 of 4: ready'],
    ['one active user short', { active: 1 }, 'no', '3 of 4: missing 1 more active user (has 1, needs 2)'],
    ['15 points short', { contact: { zo_pql_score: 35 } }, 'no', '3 of 4: missing 15 more points (has 35, needs 50)'],
    ['a gmail address', { email: 'personal' }, 'no', '3 of 4: missing a business email address (is personal)'],
    ['a disposable address', { email: 'disposable' }, 'no', '3 of 4: missing a business email address (is disposable)'],
    ['no address', { email: null }, 'unknown', '3 of 4: missing an email address'],
    ['no company', { active: null }, 'unknown', '3 of 4: missing active users, last 30 days (not known)'],
    [
      'unknown and not met',
      { active: null, email: 'personal' },
      'no',
      '2 of 4: missing a business email address (is personal); active users, last 30 days (not known)',
    ],
    [
      'not activated',
      { contact: { zo_activation_status: 'not activated' } },
      'no',
      '3 of 4: missing activation (is not activated)',
    ],
  ])('%s', (_, change, ready, words) => {
    const readiness = evaluateReadiness(acme, factsOf(change));
    expect([readiness.ready, readinessWords(readiness)]).toEqual([ready, words]);
  });

  it.each([
    ['zo_pql_score = 50', 50, 'met', null],
    ['zo_pql_score = 50', 47, 'not met', '3 more points'],
    ['zo_pql_score = 50', 51, 'not met', '1 fewer point'],
    ['zo_pql_score != 50', 50, 'not met', 'pql score other than 50'],
    ['zo_pql_score > 50', 50, 'not met', '1 more point'],
    ['zo_pql_score > 50', 51, 'met', null],
    ['zo_pql_score < 50', 50, 'not met', '1 fewer point'],
    ['zo_pql_score <= 50', 50, 'met', null],
    ['zo_pql_score <= 50', 60, 'not met', '10 fewer points'],
    ['zo_pql_score >= 49.5', 49, 'not met', '1 more point'],
    ['zo_pql_score > 49.5', 49, 'not met', '1 more point'],
  ])('%s with %p points is %s', (condition, points, verdict, missing) => {
    const readiness = evaluateReadiness(define(condition), factsOf({ contact: { zo_pql_score: points } }));
    expect(readiness.conditions[0]).toMatchObject({ verdict, missing });
  });

  it.each([
    ['zo_plan = Free', 'free', 'met', null],
    ['zo_plan = pro', 'free', 'not met', 'product plan pro'],
    ['zo_plan != free', 'FREE', 'not met', 'product plan other than free'],
    ['zo_plan != pro', null, 'not known', 'product plan (not known)'],
    ['zo_plan != pro', '', 'not known', 'product plan (not known)'],
  ])('%s with plan %p is %s', (condition, plan, verdict, missing) => {
    const readiness = evaluateReadiness(define(condition), factsOf({ contact: { zo_plan: plan } }));
    expect(readiness.conditions[0]).toMatchObject({ verdict, missing });
  });
});

describe('conditions beyond comparisons', () => {
  it.each([
    ['zo_plan is one of (free, trial)', 'FREE', 'met', null],
    ['zo_plan is one of (pro, team)', 'free', 'not met', 'product plan pro or team'],
    ['zo_plan is not one of (pro, team)', 'free', 'met', null],
    ['zo_plan is not one of (free, team)', 'free', 'not met', 'product plan none of free and team'],
    ['zo_plan is not one of (pro, team)', null, 'not known', 'product plan (not known)'],
    ['zo_plan contains TRI', 'big trial', 'met', null],
    ['zo_plan contains tri', 'free', 'not met', 'product plan containing tri'],
    ['zo_plan does not contain tri', null, 'not known', 'product plan (not known)'],
    ['zo_plan is known', 'free', 'met', null],
    ['zo_plan is known', null, 'not met', 'product plan'],
    ['zo_plan is known', '', 'not met', 'product plan'],
    ['zo_plan is empty', null, 'met', null],
    ['zo_plan is empty', 'free', 'not met', 'no product plan'],
    ['zo_pql_score is between 20 and 50', 50, 'met', null],
    ['zo_pql_score is between 20 and 50', 12, 'not met', '8 more points'],
    ['zo_pql_score is between 20 and 50', 51, 'not met', '1 fewer point'],
    ['zo_pql_score is not between 20 and 50', 20, 'not met', 'pql score not 20 to 50'],
    ['zo_pql_score is one of (20, 50)', 50, 'met', null],
  ])('%s with %p is %s', (condition, value, verdict, missing) => {
    const name = condition.split(' ')[0]!;
    const readiness = evaluateReadiness(define(condition), factsOf({ contact: { [name]: value } }));
    expect(readiness.conditions[0]).toMatchObject({ verdict, missing });
  });

  it('does not take a value nobody looked up, or of a company nobody knows, for empty', () => {
    const nobodyLooked = { contact: {}, company: {}, emailDomainType: null };
    expect(evaluateReadiness(define('zo_plan is empty'), nobodyLooked).ready).toBe('unknown');
    const company = define('zo_company_active_users is empty');
    const facts = { contact: {}, company: { zo_company_active_users: null }, emailDomainType: null };
    expect(evaluateReadiness(company, { ...facts, hasCompany: false }).ready).toBe('unknown');
    expect(evaluateReadiness(company, { ...facts, hasCompany: true }).ready).toBe('yes');
  });
});

describe('signals and moments', () => {
  const usage = usageOf({
    firstSeenAt: noonOf(today - 40),
    lastActiveAt: noonOf(today - 6),
    signals: { activated: signalOn([today - 3, 1]), 'key action': signalOn([today - 10, 5], [today - 6, 2]) },
  });
  const facts = readinessFacts({
    profile: { userId: 'u1', plan: null, emailDomainType: null },
    usage,
    scorePoints: 0,
    company: null,
    today,
    dayOf,
  });

  it.each([
    ['key action in the last 7 days', 'yes', '1 of 1: ready'],
    ['key action in the last 6 days', 'no', '0 of 1: missing 1 more key action in the last 6 days (has 0, needs 1)'],
    [
      'at least 4 key actions in the last 7 days',
      'no',
      '0 of 1: missing 2 more key actions in the last 7 days (has 2, needs 4)',
    ],
    ['exactly 7 key actions', 'yes', '1 of 1: ready'],
    ['no key action', 'no', '0 of 1: missing 7 fewer key actions (has 7, needs less than 1)'],
    ['no visited pricing', 'yes', '1 of 1: ready'],
    ['activated more than 2 days ago', 'yes', '1 of 1: ready'],
    ['activated more than 3 days ago', 'no', '0 of 1: missing activated more than 3 days ago (is 2024-10-01)'],
    ['NOT visited pricing more than 3 days ago', 'yes', '1 of 1: ready'],
    ['zo_last_active_at is within the last 7 days', 'yes', '1 of 1: ready'],
    [
      'zo_last_active_at is within the last 6 days',
      'no',
      '0 of 1: missing last active in product at within the last 6 days (is 2024-09-28)',
    ],
    ['zo_last_active_at is more than 5 days ago', 'yes', '1 of 1: ready'],
    [
      'zo_last_active_at is before 2024-09-28',
      'no',
      '0 of 1: missing last active in product at before 2024-09-28 (is 2024-09-28)',
    ],
    ['zo_last_active_at is not before 2024-09-28', 'yes', '1 of 1: ready'],
    ['zo_visited_pricing_at is within the last 7 days', 'unknown', '0 of 1: missing visited pricing at (not known)'],
    ['zo_visited_pricing_at is empty', 'yes', '1 of 1: ready'],
  ])('%s: %s', (condition, ready, words) => {
    const parsed = parseDefinition(`A free user becomes an SQL when ${condition}`, { signals: signalNames });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const readiness = evaluateReadiness(parsed.value, facts);
    expect([readiness.ready, readinessWords(readiness)]).toEqual([ready, words]);
  });

  it('are not known where nobody looked at what the person did', () => {
    const parsed = parseDefinition('A free user becomes an SQL when no key action', { signals: signalNames });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(evaluateReadiness(parsed.value, { contact: {}, company: {}, emailDomainType: null }).ready).toBe('unknown');
  });
});

describe('groups', () => {
  const either = define('zo_activation_status = activated AND (zo_company_active_users >= 2 OR zo_pql_score >= 80)');

  it.each<[string, Parameters<typeof factsOf>[0], string, string]>([
    ['one of two', { active: 2 }, 'yes', '2 of 2: ready'],
    ['the other, the first not known', { active: null, contact: { zo_pql_score: 90 } }, 'yes', '2 of 2: ready'],
    [
      'neither',
      { active: 1 },
      'no',
      '1 of 2: missing 1 more active user (has 1, needs 2) or 15 more points (has 65, needs 80)',
    ],
    [
      'one not met, one not known',
      { active: null },
      'unknown',
      '1 of 2: missing active users, last 30 days (not known) or 15 more points (has 65, needs 80)',
    ],
  ])('%s', (_, change, ready, words) => {
    const readiness = evaluateReadiness(either, factsOf(change));
    expect([readiness.ready, readinessWords(readiness)]).toEqual([ready, words]);
  });

  it('counts as one condition and keeps its conditions as parts', () => {
    const { conditions, conditionsMissing } = evaluateReadiness(either, factsOf({ active: 1 }));
    expect(conditionsMissing).toBe(1);
    expect(conditions[1]).toMatchObject({
      text: '(zo_company_active_users >= 2 OR zo_pql_score >= 80)',
      verdict: 'not met',
      actual: null,
      parts: [
        { text: 'zo_company_active_users >= 2', verdict: 'not met', actual: 1 },
        { text: 'zo_pql_score >= 80', verdict: 'not met', actual: 65 },
      ],
    });
  });

  it.each([
    ['met', 'free', 90, 'no'],
    ['not met', 'pro', 10, 'yes'],
    ['not known', null, 10, 'unknown'],
  ])('NOT of %s', (_, plan, points, ready) => {
    const readiness = evaluateReadiness(
      define('NOT (zo_plan = free OR zo_pql_score >= 80)'),
      factsOf({ contact: { zo_plan: plan, zo_pql_score: points } }),
    );
    expect(readiness.ready).toBe(ready);
  });

  it('names the condition of the group that was met last', () => {
    const before = evaluateReadiness(either, factsOf({ active: 1 }));
    const after = evaluateReadiness(either, factsOf({ active: 2 }));
    expect(crossingTrigger(before, after, either, 'FinPilot')).toMatchObject({
      property: 'zo_company_active_users',
      words: '2nd active user at FinPilot (needs 2)',
    });
  });
});

describe('crossingTrigger', () => {
  const ready = evaluateReadiness(acme, factsOf({}));
  const readinessBefore = (change: Parameters<typeof factsOf>[0]) => evaluateReadiness(acme, factsOf(change));

  it('names the condition that was met last', () => {
    expect(crossingTrigger(readinessBefore({ active: 1 }), ready, acme, 'FinPilot')).toEqual({
      property: 'zo_company_active_users',
      operator: '>=',
      needs: '2',
      actual: 2,
      words: '2nd active user at FinPilot (needs 2)',
    });
  });

  it.each<[string, Parameters<typeof factsOf>[0], string | null]>([
    ['the score', { contact: { zo_pql_score: 49 } }, 'score reached 65 (needs 50)'],
    [
      'activation, which also brought the points',
      { contact: { zo_activation_status: 'not activated', zo_pql_score: 40 } },
      'activated',
    ],
    ['a business address', { email: 'personal' }, 'now on a business email address'],
    ['an active user of a company without a name', { active: 1 }, '2nd active user at the company (needs 2)'],
    ['nothing, because it was ready before', {}, null],
  ])('says %s', (_, change, words) => {
    expect(crossingTrigger(readinessBefore(change), ready, acme)?.words ?? null).toBe(words);
  });

  it('takes every condition as new when there is no earlier readiness', () => {
    expect(crossingTrigger(null, ready, acme, 'FinPilot')?.words).toBe('2nd active user at FinPilot (needs 2)');
  });

  it('is null while the contact is not ready', () => {
    const almost = readinessBefore({ active: 1 });
    expect(crossingTrigger(readinessBefore({ active: 0, email: null }), almost, acme)).toBeNull();
  });

  it.each([
    [11, '11th'],
    [21, '21st'],
    [102, '102nd'],
    [113, '113th'],
  ])('counts %i as %s', (active, words) => {
    const after = evaluateReadiness(acme, factsOf({ active }));
    expect(crossingTrigger(readinessBefore({ active: 1 }), after, acme)?.words).toBe(
      `${words} active user at the company (needs 2)`,
    );
  });
});

describe('contactValues', () => {
  it('says what HubSpot is told about Sarah', () => {
    const usage = usageOf({
      firstSeenAt: noonOf(today - 3),
      lastActiveAt: noonOf(today),
      signals: {
        activated: signalOn([today - 3, 1]),
        'key action': { ...signalOn([today - 7, 3], [today, 14]), lastEvent: 'Dashboard Shared' },
        'visited pricing': signalOn([today - 1, 2]),
      },
    });
    const score = computeScore(
      [{ kind: 'when', points: 25, signal: 'activated', windowDays: null, text: '+25 when activated' }],
      usage,
      today,
      dayOf,
    );
    const readiness = evaluateReadiness(acme, factsOf({ active: 1 }));
    const profile = { userId: 'u1', plan: 'free', emailDomainType: 'business' as const };
    expect(contactValues({ profile, usage, score, readiness, today })).toEqual({
      zo_user_id: 'u1',
      zo_plan: 'free',
      zo_email_domain_type: 'business',
      zo_activation_status: 'activated',
      zo_activated_at: new Date(noonOf(today - 3)).toISOString(),
      zo_last_active_at: new Date(noonOf(today)).toISOString(),
      zo_last_key_action: 'Dashboard Shared',
      zo_key_actions_7d: '14',
      zo_teammates_invited_30d: '0',
      zo_visited_pricing_at: new Date(noonOf(today - 1)).toISOString(),
      zo_hit_limit_at: '',
      zo_pql_score: '25',
      zo_score_receipt: '+25: activated: yes (rule: +25 when activated)\nScore 25',
      zo_sql_ready: 'no',
      zo_sql_readiness: '3 of 4: missing 1 more active user (has 1, needs 2)',
      zo_conditions_missing: '1',
    });
  });

  it('clears what nobody knows', () => {
    const readiness = evaluateReadiness(acme, factsOf({ email: null }));
    const profile = { userId: null, plan: null, emailDomainType: null };
    const values = contactValues({ profile, usage: emptyUsage(), score: { points: 0, receipt: [] }, readiness, today });
    expect(values).toMatchObject({
      zo_user_id: '',
      zo_plan: '',
      zo_email_domain_type: '',
      zo_activated_at: '',
      zo_activation_status: 'not activated',
      zo_sql_ready: 'unknown',
    });
  });

  it('says in the receipt when the points were kept within 0 to 100', () => {
    const readiness = evaluateReadiness(acme, factsOf({}));
    const score = {
      points: 0,
      receipt: [{ text: '-15 when inactive for 14 days', value: 'inactive for 14 days: yes', points: -15 }],
    };
    const profile = { userId: null, plan: null, emailDomainType: null };
    expect(contactValues({ profile, usage: emptyUsage(), score, readiness, today }).zo_score_receipt).toBe(
      '-15: inactive for 14 days: yes (rule: -15 when inactive for 14 days)\nScore 0 (-15, kept within 0 to 100)',
    );
  });
});
