import { conditionsOf } from '../expression-tree.ts';
import type { Rule } from '../playbook.ts';
import { findProperty } from '../properties.ts';
import type { DefinitionContext } from './parse-definition.ts';
import { parsePlainRule } from './parse-rule.ts';
import type { Parsed } from './problem.ts';

/** What HubSpot's own unsubscribe sets on a contact: "Unsubscribed from all email". */
export const optOutProperty = 'hs_email_optout';

/**
 * One condition of `do not contact`: "hs_email_optout is true". The language of the definition, about what HubSpot says of
 * the contact or company: what somebody did in the product asks nobody not to call.
 */
export function parseDoNotContact(source: string, context: DefinitionContext = {}): Parsed<Rule> {
  const parsed = parsePlainRule(source, { ...context, signals: [] }, `"${optOutProperty} is true"`);
  if (!parsed.ok) return parsed;
  const isHubspots = conditionsOf(parsed.value.when).every(
    (condition) => 'property' in condition && findProperty(condition.property.name) === null,
  );
  if (isHubspots) return parsed;
  return {
    ok: false,
    problems: [
      {
        message: 'Whom not to contact is said by properties that HubSpot or your company keeps, not by what Zo writes',
        span: { line: 1, column: 1, length: source.length },
        suggestion: `"${optOutProperty} is true"`,
      },
    ],
  };
}
