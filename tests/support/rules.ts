import {
  type Parsed,
  parseReturnRule,
  parseReviewRule,
  type ReturnTerms,
  type ReviewTerms,
  type Rule,
} from '@zo/shared';
import { acmePlaybook } from './playbooks.ts';

const signals = acmePlaybook().signals.map(({ name }) => name);

/** `return.when` of a playbook with Acme's signals. */
export function returnRule(text: string, terms: ReturnTerms = { higherBar: 0 }): Rule & ReturnTerms {
  return { ...parsed(parseReturnRule(text, { signals })), ...terms };
}

/** `review.when` of such a playbook. */
export function reviewRule(
  text: string,
  terms: ReviewTerms = { reviewers: [], escalateAfterMinutes: null },
): Rule & ReviewTerms {
  return { ...parsed(parseReviewRule(text, { signals })), ...terms };
}

function parsed(rule: Parsed<Rule>): Rule {
  if (!rule.ok) throw new Error(JSON.stringify(rule.problems));
  return rule.value;
}
