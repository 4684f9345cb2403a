/** Who the sample person is. The domain is reserved: no mail can ever reach it, and nobody real can have an address there. */
export const sampleDomain = 'zo-handoff-sample.test';
export const sampleEmail = `sarah.chen@${sampleDomain}`;
export const sampleUserId = 'zo-sample-sarah';
export const sampleGroupId = 'zo-sample-finpilot';
export const sampleCompanyName = 'FinPilot (sample)';
export const sampleName = { firstName: 'Sarah', lastName: 'Chen (sample)' };

/** Colleagues are never more than somebody seen in the workspace: without a user id nobody makes a contact of them. */
export function sampleColleague(number: number): { anonymousId: string; name: string } {
  const [first = 'Priya', last = 'Nair'] = colleagues[number % colleagues.length] ?? [];
  return { anonymousId: `zo-sample-colleague-${number + 1}`, name: `${first} ${last} (sample)` };
}

const colleagues = [
  ['Priya', 'Nair'],
  ['Alex', 'Morgan'],
  ['Noor', 'Haddad'],
  ['Jonas', 'Weber'],
];

/** Every id of the sample begins so; what is left of it is found by this. */
export const sampleIdPrefix = 'zo-sample-';
