/** What the outbox key of a handoff's message, under which it also stands among its alerts, says of it. */

const again = ':again';

/** Of a message that is posted once more because its like is gone. */
export function keyOfAgain(key: string): string {
  return `${key}${again}`;
}

/** Whose direct message it is; null for one in a channel. */
export function readerOf(key: string): string | null {
  const email = /^alert:\d+:dm:(.+)$/.exec(key)?.[1] ?? null;
  return email?.endsWith(again) ? email.slice(0, -again.length) : email;
}

export function isReviewKey(key: string): boolean {
  return key.startsWith('review:');
}

export function isQuestionKey(key: string): boolean {
  return key.startsWith('question:');
}

/** The handoff whose message stands under this key; null for what is no message that is kept up to date. */
export function handoffOfMessage(key: string): number | null {
  const id = /^(?:alert|review|question):(\d+)(?::|$)/.exec(key)?.[1];
  return id === undefined ? null : Number(id);
}
