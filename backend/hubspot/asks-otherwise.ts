import type { Playbook } from '@zo/shared';
import { compileEnrolment } from './compile-filters.ts';

/** Whether HubSpot's workflows would ask for something else under this playbook. `before`: null for none. */
export function asksOtherwise(before: Playbook | null, after: Playbook): boolean {
  return before === null || asked(before) !== asked(after);
}

function asked({ definition, freePlans, return: returns }: Playbook): string {
  const enrolment = compileEnrolment({ expression: definition.expression, freePlans, stagesBeforeSql: [] });
  return JSON.stringify([enrolment, returns === null]);
}
