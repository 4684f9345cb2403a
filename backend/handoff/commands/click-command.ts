/** What a button asks for, where the handoff stands now. */
import type { Handoff } from '../handoff.ts';
import type { Button } from '../message-view.ts';
import { type Command, snoozeChoices } from './command.ts';

/** `choice`: what was chosen, or why. A sentence, for whoever pressed, when it asks for nothing. */
export function clickCommand(
  { button, choice }: { button: Button; choice: string | null },
  { question }: Pick<Handoff, 'question'>,
): Command | string {
  switch (button) {
    case 'accept':
    case 'claim':
    case 'call':
    case 'undo':
    case 'approve':
    case 'keep':
      return { kind: button };
    case 'snooze': {
      const known = snoozeChoices.find((one) => one === choice);
      return known === undefined
        ? 'It can be snoozed for 1 hour, until tomorrow, or for 3 days.'
        : { kind: button, choice: known };
    }
    case 'return':
    case 'not a fit':
    case 'reject':
      return choice === null ? 'A reason is needed.' : { kind: button, reason: choice };
    case 'return after all':
      return question === null ? 'Nobody is asking any more.' : { kind: 'return', reason: question.reasons.join('; ') };
  }
}
