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
  | { kind: 'reassign'; toEmail: string }
  /** `instead`: the contact id of a colleague who is the one to talk to. */
  | { kind: 'wrong person'; reason: string; instead: string | null };

/** "Hand off now", for somebody who has no open handoff: to whoever the rules say, or to whoever asks. */
export type HandOff = { reason: string; to: HandOffTo };

export const handOffTos = ['rules', 'oneself'] as const;
export type HandOffTo = (typeof handOffTos)[number];

/** By e-mail address, lower case, as HubSpot and Slack know it. */
export type Actor = { email: string; via: 'Slack' | 'card' };

/** `say`: what the person reads. */
export type Ran<Change> =
  /**
   * `also`: what it means for a colleague of the contact, committed with the change. `isTold`: `say` has more than what the
   * message in Slack shows afterwards.
   */
  { outcome: 'done'; change: Change; say: string; also?: Change; isTold?: true } | NotRun;

export type NotRun =
  /** It is so already. */
  { outcome: 'already'; say: string } | { outcome: 'refused'; say: string };
