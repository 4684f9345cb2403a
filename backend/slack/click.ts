/** What somebody did in Slack with a message of ours: a button, a choice, a form. Kept in the outbox until it is followed. */

export type Click = {
  /** Our own id of the button, choice or form. */
  action: string;
  handoffId: number;
  portalId: number;
  /** What was chosen or written; null for a button. */
  choice: string | null;
  userId: string;
  teamId: string;
  /** The message it was done with; null for a form. */
  channel: string | null;
  ts: string | null;
  /** Answers whoever did it, for half an hour. Null when Slack gave none. */
  responseUrl: string | null;
};
