/** What a person asks for, in Slack or on the card, and who that person is. */

export const snoozeChoices = ['1 hour', 'tomorrow', '3 days'] as const;
export type SnoozeChoice = (typeof snoozeChoices)[number];

export type Command =
  | { kind: 'accept' }
  | { kind: 'claim' }
  | { kind: 'call' }
  | { kind: 'snooze'; choice: SnoozeChoice }
  | { kind: 'return'; reason: string }
  | { kind: 'keep' }
  | { kind: 'not a fit'; reason: string }
  | { kind: 'undo' }
  | { kind: 'approve' }
  | { kind: 'reject'; reason: string }
  | { kind: 'reassign'; toEmail: string };

/** By e-mail address, lower case, as HubSpot and Slack know it. */
export type Actor = { email: string; via: 'Slack' | 'card' };

/** `say`: what the person reads. */
export type Ran<Change> =
  | { outcome: 'done'; change: Change; say: string }
  /** It is so already. */
  | { outcome: 'already'; say: string }
  | { outcome: 'refused'; say: string };
