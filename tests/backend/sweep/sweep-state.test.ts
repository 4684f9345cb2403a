import { describeSweep, isSweepNeeded, neverSwept } from '../../../backend/sweep/sweep-state.ts';

it.each([
  [neverSwept, 'changes not looked for yet; records changed: 0, people decided again: 0'],
  [
    { ...neverSwept, finishedAt: Date.parse('2026-03-10T10:00:00Z'), seen: 12, changed: 1 },
    'changes looked for Tue 11:00 Berlin; records changed: 12, people decided again: 1',
  ],
  [
    { ...neverSwept, problem: 'scope missing' },
    'changes not looked for yet; then: scope missing (records changed: 0, people decided again: 0)',
  ],
])('is told to the operator: %#', (state, words) => {
  expect(describeSweep(state, 'Europe/Berlin', Date.parse('2026-03-10T12:00:00Z'))).toBe(words);
});

it('is needed for what the playbook asks of HubSpot, of contacts or of companies', () => {
  expect(isSweepNeeded({ contact: [], company: [] })).toBe(false);
  expect(isSweepNeeded({ contact: ['jobtitle'], company: [] })).toBe(true);
  expect(isSweepNeeded({ contact: [], company: ['industry'] })).toBe(true);
});
