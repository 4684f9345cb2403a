/** Who the sample person is: obviously nobody. The domain is reserved: no mail can ever reach it, and nobody real can have an address there. */
export const sampleDomain = 'zo-handoff-sample.test';
export const sampleEmail = `sam.example@${sampleDomain}`;
/** Ids stay as they were when the first samples were loaded: by them what is left of one is found. */
export const sampleUserId = 'zo-sample-sarah';
export const sampleGroupId = 'zo-sample-finpilot';
export const sampleCompanyName = 'Example Ltd (sample)';
export const sampleName = { firstName: 'Sam', lastName: 'Example (sample)' };

/** Colleagues are never more than somebody seen in the workspace: without a user id nobody makes a contact of them. */
export function sampleColleague(number: number): { anonymousId: string; name: string } {
  const [first = 'Pat', last = 'Example'] = colleagues[number % colleagues.length] ?? [];
  return { anonymousId: `zo-sample-colleague-${number + 1}`, name: `${first} ${last} (sample)` };
}

const colleagues = [
  ['Pat', 'Example'],
  ['Kit', 'Example'],
  ['Jo', 'Example'],
  ['Max', 'Example'],
];

/** Every id of the sample begins so; what is left of it is found by this. */
export const sampleIdPrefix = 'zo-sample-';
