/** What somebody did in Slack with a message of ours: a button, a choice, a form. Kept in the outbox until it is followed. */
import type { Button } from '../handoff/message-view.ts';

export type Click = {
  button: Button;
  handoffId: number;
  /** What was chosen or written; null for a button. */
  choice: string | null;
  userId: string;
  teamId: string;
  /** The message it was done with, and the thread that stands in. */
  channel: string;
  ts: string;
  threadTs: string | null;
  /** A bearer secret that answers whoever did it, for half an hour. Null when Slack gave none. */
  responseUrl: string | null;
};
