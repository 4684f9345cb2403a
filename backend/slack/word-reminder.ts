/** One reminder, as text: who, what is due or overdue, since when, and where the record is. mrkdwn, escaped. */
import type { ReminderKind } from '../outbox/effect.ts';
import { nameAtCompany, type PersonNamed } from './person-text.ts';
import { mention, safeUrl, slackText } from './slack-text.ts';
import { type LocalTimes, wordTime } from './word-state.ts';

export type Reminder = {
  what: ReminderKind;
  about: PersonNamed;
  owner: { name: string; slackUserId: string | null } | null;
  dueAt: number | null;
  /** Since when a review has been asked for. */
  askedAt: number | null;
};

const lineLimit = 600;

/** A mention is what makes Slack notify somebody of an answer in a thread. */
export function wordReminder({ what, about, owner, dueAt, askedAt }: Reminder, times: LocalTimes): string {
  const named = slackText(owner?.name ?? 'Somebody', lineLimit);
  const mentioned = (owner?.slackUserId ? mention(owner.slackUserId) : null) ?? named;
  const who = slackText(nameAtCompany(about), lineLimit);
  const due = dueAt === null ? '' : wordTime(dueAt, times);
  const url = about.link && safeUrl(about.link);
  const line = {
    'nearly due': `${mentioned}: the first call to ${who} is due by ${due}`,
    overdue: `${mentioned}: the first call to ${who} has been overdue since ${due}`,
    'taken further': `${named} has not called ${who} yet: the first call has been overdue since ${due}`,
    'snooze over': `${mentioned}: the snooze of ${who} is over${dueWords(dueAt, due, times)}`,
    unreviewed: `${who} waits for a review${askedAt === null ? '' : ` since ${wordTime(askedAt, times)}`}, and nobody has decided yet`,
  }[what];
  return url ? `${line}\nOpen in HubSpot: <${url}>` : line;
}

function dueWords(dueAt: number | null, due: string, { reference: now }: LocalTimes): string {
  if (dueAt === null) return '';
  return dueAt <= now ? `, and the first call has been overdue since ${due}` : `, and the first call is due by ${due}`;
}
