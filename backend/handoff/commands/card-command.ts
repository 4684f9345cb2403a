/** What the card asks for, as a command; a sentence, for whoever asked, when something has to be said or chosen first. */
import type { CardCommand } from '@zo/shared';
import type { Handoff } from '../handoff.ts';
import { type Command, type HandOff, type HandOffTo, handOffTos, snoozeChoices } from './command.ts';

export type AskedOnCard = { reason: string | null; choice: string | null };

const noReason = 'Say why first.';

export function cardCommand(
  command: Exclude<CardCommand, 'hand off'>,
  { reason, choice }: AskedOnCard,
  { question }: Pick<Handoff, 'question'>,
): Command | string {
  switch (command) {
    case 'accept':
    case 'claim':
    case 'call':
    case 'keep':
    case 'undo':
    case 'approve':
      return { kind: command };
    case 'snooze': {
      const known = snoozeChoices.find((one) => one === choice);
      return known === undefined ? `Choose one of: ${snoozeChoices.join(', ')}.` : { kind: command, choice: known };
    }
    case 'reassign':
      return choice === null ? 'Choose who gets it.' : { kind: command, toEmail: choice.trim().toLowerCase() };
    case 'return': {
      const why = reason ?? question?.reasons.join('; ') ?? null;
      return why === null ? noReason : { kind: command, reason: why };
    }
    case 'not a fit':
    case 'reject':
      return reason === null ? noReason : { kind: command, reason };
    case 'wrong person':
      return reason === null ? noReason : { kind: command, reason, instead: choice };
  }
}

/** Without a choice the rules say who gets it. */
export function handOffAsked({ reason, choice }: AskedOnCard): HandOff | string {
  if (reason === null) return noReason;
  const to = choice ?? 'rules';
  return isHandOffTo(to) ? { reason, to } : `Choose one of: ${handOffTos.join(', ')}.`;
}

function isHandOffTo(text: string): text is HandOffTo {
  return (handOffTos as readonly string[]).includes(text);
}
