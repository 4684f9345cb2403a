/**
 * A conversation as one person reads it, row by row: each message with its thread under it, what only they can see, and
 * replies that the conversation shows too.
 */
import type { MessageView } from '../../demo/page-state.ts';

export type Row =
  | { kind: 'earlier'; hidden: number }
  | { kind: 'message'; message: MessageView }
  /** A thread whose first message was deleted. */
  | { kind: 'gone'; threadTs: string; at: number }
  | { kind: 'broadcast'; message: MessageView; root: MessageView | null }
  | { kind: 'earlier replies'; threadTs: string; hidden: number }
  | { kind: 'reply'; message: MessageView };

export type Shown = {
  /** How many messages, without their replies, from the newest back. */
  most: number;
  /** Threads of which every reply is shown. */
  openThreads: ReadonlySet<string>;
};

/** The newest replies of a thread that stand there without being asked for; a single earlier one is no trouble. */
export const shownReplies = 3;

type Start = { ts: string; rows: Row[] };

/** `messages`: of one conversation, oldest first. */
export function rowsOf(messages: MessageView[], person: string | null, { most, openThreads }: Shown): Row[] {
  const seen = messages.filter(({ onlyFor }) => onlyFor === null || onlyFor === person);
  const replies = Map.groupBy(
    seen.filter(({ threadTs }) => threadTs !== null),
    ({ threadTs }) => threadTs ?? '',
  );
  const roots = new Map(seen.filter(({ threadTs }) => threadTs === null).map((message) => [message.ts, message]));
  const starts: Start[] = [
    ...[...roots.values()].map((message) => ({
      ts: message.ts,
      rows: [{ kind: 'message' as const, message }, ...rowsOfThread(message.ts, replies, openThreads)],
    })),
    ...[...replies]
      .filter(([threadTs]) => !roots.has(threadTs))
      .map(([threadTs]) => ({
        ts: threadTs,
        rows: [
          { kind: 'gone' as const, threadTs, at: Number(threadTs) * 1000 },
          ...rowsOfThread(threadTs, replies, openThreads),
        ],
      })),
    ...seen
      .filter(({ broadcast, threadTs }) => broadcast && threadTs !== null)
      .map((message) => ({
        ts: message.ts,
        rows: [{ kind: 'broadcast' as const, message, root: roots.get(message.threadTs ?? '') ?? null }],
      })),
  ].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const hidden = Math.max(0, starts.length - most);
  const rows = starts.slice(hidden).flatMap((start) => start.rows);
  return hidden > 0 ? [{ kind: 'earlier', hidden }, ...rows] : rows;
}

function rowsOfThread(threadTs: string, all: Map<string, MessageView[]>, open: ReadonlySet<string>): Row[] {
  const replies = all.get(threadTs) ?? [];
  const earlier = replies.length - shownReplies;
  const hidden = open.has(threadTs) || earlier <= 1 ? 0 : earlier;
  return [
    ...(hidden > 0 ? [{ kind: 'earlier replies' as const, threadTs, hidden }] : []),
    ...replies.slice(hidden).map((message) => ({ kind: 'reply' as const, message })),
  ];
}

/** What a row is about, so that it is found again when it has changed. */
export function keyOf(row: Row): string {
  switch (row.kind) {
    case 'earlier':
      return 'earlier';
    case 'gone':
    case 'earlier replies':
      return `${row.kind} ${row.threadTs}`;
    default:
      return `${row.kind} ${row.message.ts}`;
  }
}
