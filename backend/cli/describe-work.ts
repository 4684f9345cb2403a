import { printDays, printHours, printQuietHours, printWorkingMinutes, type WorkTerms } from '@zo/shared';

/** How handoffs are worked once they have an AE, each line by the key it is set with. */
export function describeWork(work: WorkTerms): string[] {
  const { continuityDays, alertsPerDay, quietHours, threadHours } = work;
  return [
    `continuity: ${
      continuityDays === 0
        ? 'none'
        : `whoever had the contact, or somebody of the company, within ${printDays(continuityDays)} comes first`
    }`,
    `when overdue: ${overdueWords(work)}`,
    `alerts per day: ${alertsPerDay === null ? 'any number' : `${alertsPerDay} to one AE, the others are gathered`}`,
    `quiet hours: ${quietHours === null ? 'none' : `${printQuietHours(quietHours)} by the AE's clock`}`,
    `thread window: ${threadHours === 0 ? 'none' : `${printHours(threadHours)} for people of one company`}`,
  ];
}

function overdueWords({ whenOverdue, overduePatienceMinutes, mostReassignments }: WorkTerms): string {
  const when = overduePatienceMinutes === 0 ? 'at once' : `after ${printWorkingMinutes(overduePatienceMinutes)}`;
  if (whenOverdue === 'tell the manager' || mostReassignments === 0) return `tell the manager ${when}`;
  const times = mostReassignments === 1 ? 'once' : `${mostReassignments} times`;
  return `reassign ${when}, at most ${times}, then tell the manager`;
}
