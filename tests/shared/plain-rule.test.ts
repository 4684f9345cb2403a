import { plainRule } from '@zo/shared';

it.each([
  ['zo_expected_acv >= 15000', 'expected contract value at least 15,000'],
  ['zo_pql_score < 30', 'PQL score below 30'],
  [
    '14 days without AE activity OR zo_company_active_users <= 1',
    '14 days without AE activity OR active users, last 30 days at most 1',
  ],
  ['zo_plan = free AND company country != Germany', 'product plan free AND company country other than Germany'],
  ['createdate is after 2026-01-31', 'createdate is after 2026-01-31'],
])('%s reads: %s', (sentence, words) => {
  expect(plainRule(sentence)).toBe(words);
});
