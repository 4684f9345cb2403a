import { describeProgress } from '../../../backend/cli/rules-progress.ts';

const first = { step: 'deciding', done: 100_000, total: 1_000_000, at: 0 } as const;
const at = (done: number) => ({ step: 'deciding', done, total: 1_000_000 }) as const;

it('says what is done and, once its speed is known, how long the rest takes', () => {
  expect(describeProgress(at(100_000), 0, first)).toBe('Deciding everybody: 10 %');
  expect(describeProgress(at(400_000), 60_000, first)).toBe('Deciding everybody: 40 %, about 2 min left');
  expect(describeProgress(at(990_000), 60_000, first)).toBe('Deciding everybody: 99 %, about 1 s left');
});

it('does not divide by nothing', () => {
  const none = { step: 'counting', done: 0, total: 0 } as const;
  expect(describeProgress(none, 5, { ...none, at: 5 })).toBe('Counting events: 0 %');
});
