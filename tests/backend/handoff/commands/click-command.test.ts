import { clickCommand } from '../../../../backend/handoff/commands/click-command.ts';
import type { Command } from '../../../../backend/handoff/commands/command.ts';
import type { Button } from '../../../../backend/handoff/message-view.ts';

const question = { askedAt: 1, number: 1, reasons: ['score 22, below 30', '14 days without AE activity'] };

it.each<[Button, string | null, Command]>([
  ['accept', null, { kind: 'accept' }],
  ['claim', null, { kind: 'claim' }],
  ['call', null, { kind: 'call' }],
  ['undo', null, { kind: 'undo' }],
  ['approve', null, { kind: 'approve' }],
  ['keep', null, { kind: 'keep' }],
  ['snooze', 'tomorrow', { kind: 'snooze', choice: 'tomorrow' }],
  ['return', 'No answer', { kind: 'return', reason: 'No answer' }],
  ['not a fit', 'Too small', { kind: 'not a fit', reason: 'Too small' }],
  ['reject', 'Competitor', { kind: 'reject', reason: 'Competitor' }],
  ['return after all', null, { kind: 'return', reason: 'score 22, below 30; 14 days without AE activity' }],
])('%s with %p is a command', (button, choice, command) => {
  expect(clickCommand({ button, choice }, { question })).toEqual(command);
});

it.each<[Button, string | null, string]>([
  ['snooze', '3 years', 'It can be snoozed'],
  ['snooze', null, 'It can be snoozed'],
  ['return', null, 'A reason is needed.'],
  ['return after all', null, 'Nobody is asking any more.'],
])('%s with %p is none, and says why', (button, choice, words) => {
  expect(clickCommand({ button, choice }, { question: null })).toContain(words);
});
