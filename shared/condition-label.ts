import { conditionsOf } from './expression-tree.ts';
import type { Condition, Expression } from './playbook.ts';
import { labelOfProperty } from './property-catalogue.ts';

/** The heading of one entry of a readiness: "PQL score", "Active users, last 30 days or PQL score". */
export function labelOfClause(clause: Expression): string {
  const labels = [...new Set(conditionsOf(clause).map(labelOf))];
  return labels.length > 3 ? `${labels.slice(0, 2).join(' or ')} or others` : labels.join(' or ');
}

function labelOf(condition: Condition): string {
  if (condition.kind === 'personal email domain') return 'Email domain';
  if (condition.kind === 'ae silence') return 'AE activity';
  if (!('property' in condition)) return condition.signal.charAt(0).toUpperCase() + condition.signal.slice(1);
  return labelOfProperty(condition.property);
}
