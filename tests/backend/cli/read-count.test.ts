import { InvalidArgumentError } from 'commander';
import { readCount } from '../../../backend/cli/read-count.ts';

it('reads a whole number within its bounds', () => {
  expect(readCount(1_000)('50')).toBe(50);
  expect(readCount(1_000)('1000')).toBe(1_000);
});

it.each(['abc', '0', '-1', '1.5', '1001', '1e2', '', ' 5'])('refuses %j in words', (text) => {
  expect(() => readCount(1_000)(text)).toThrow(InvalidArgumentError);
});
