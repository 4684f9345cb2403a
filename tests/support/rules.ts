import { type Parsed, parseReturnRule, parseReviewRule, type Rule } from '@zo/shared';
import { acmePlaybook } from './playbooks.ts';

const signals = acmePlaybook().signals.map(({ name }) => name);

/** `return.when` of a playbook with Acme's signals. */
export function returnRule(text: string): Rule {
  return parsed(parseReturnRule(text, { signals }));
}

/** `review.when` of such a playbook. */
export function reviewRule(text: string): Rule {
  return parsed(parseReviewRule(text, { signals }));
}

function parsed(rule: Parsed<Rule>): Rule {
  if (!rule.ok) throw new Error(JSON.stringify(rule.problems));
  return rule.value;
}
