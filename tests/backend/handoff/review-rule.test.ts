import { expectedContractValue, type Playbook, parseContractValue, readinessFacts } from '@zo/shared';
import { evaluateReview } from '../../../backend/handoff/review-rule.ts';
import { activeUsage, dayOf, today } from '../../support/handoffs.ts';
import { reviewRule } from '../../support/rules.ts';

const perEmployee = { amount: 120, per: 'employee', text: '120 per employee' } as const;

function reviewed(employees: number | null, sentence = 'expected contract value >= 15000') {
  const review: Playbook['review'] = { ...reviewRule(sentence), expectedContractValue: perEmployee, channel: null };
  const facts = readinessFacts({
    profile: { userId: 'sarah', plan: 'free', emailDomainType: 'business' },
    usage: activeUsage(),
    scorePoints: 65,
    company: { companyId: 'c', activeUsers: 2 },
    expectedContractValue: expectedContractValue(review.expectedContractValue, employees),
    today,
    dayOf,
  });
  return evaluateReview({ review }, facts);
}

describe('a crossing to be looked at', () => {
  it.each<[number | null, string]>([
    [125, 'yes'],
    [124, 'no'],
    [85, 'no'],
    [null, 'unknown'],
  ])('with %p employees: %s', (employees, answer) => expect(reviewed(employees)).toBe(answer));

  it('is decided where what is not known makes no difference', () => {
    expect(reviewed(null, 'expected contract value >= 15000 OR zo_pql_score > 60')).toBe('yes');
    expect(reviewed(null, 'expected contract value >= 15000 AND zo_pql_score < 60')).toBe('no');
  });

  it('is none of a playbook that reviews nothing', () => {
    expect(evaluateReview({ review: null }, { contact: {}, company: {}, emailDomainType: null })).toBe('no');
  });

  it('reads the words for it as the property', () => {
    expect(reviewRule('expected contract value is at least 15000').text).toBe('zo_expected_acv >= 15000');
  });
});

describe('the expected contract value', () => {
  it.each<[string, number | null, number | null]>([
    ['120 per employee', 85, 10_200],
    ['99.99 per employee', 3, 299.97],
    ['0.1 per employee', 3, 0.3],
    ['120 per employee', null, null],
    ['15,000', null, 15_000],
  ])('of "%s" with %p employees is %p', (text, employees, value) => {
    const rule = parseContractValue(text);
    expect(rule.ok && expectedContractValue(rule.value, employees)).toBe(value);
  });

  it('is not known without a rule', () => expect(expectedContractValue(null, 85)).toBeNull());
});
