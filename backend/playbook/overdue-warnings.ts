/** Where nobody is there for what the file says of an overdue first call. */
import type { Playbook, Problem } from '@zo/shared';
import type { PlacedHandoff } from './read-handoff.ts';

/** Silent where the file leaves it to the default. */
export function overdueWarnings(
  { section: { handoff }, overdueSpan }: PlacedHandoff,
  operatorChannel: Playbook['operatorChannel'],
): Problem[] {
  if (overdueSpan === null) return [];
  const { owners, routing, work } = handoff;
  if (work.whenOverdue === 'reassign') {
    if (owners.length > 1) return [];
    const message = 'There is nobody to reassign to: handoff names one owner';
    return [{ message, span: overdueSpan, suggestion: '"tell the manager", or another owner' }];
  }
  const hasManager = owners.some((email) => routing?.owners[email]?.manager);
  if (hasManager || operatorChannel !== null) return [];
  const message = 'There is nobody to tell: no owner has a manager, and there is no operator channel';
  return [{ message, span: overdueSpan, suggestion: '"manager" with an owner, or "operator channel"' }];
}
