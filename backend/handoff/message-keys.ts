/** What the outbox key of a handoff's message, under which it also stands among its alerts, says of it. */

const again = ':again';

/** Of a message that is posted once more because its like is gone. */
export function keyOfAgain(key: string): string {
  return `${key}${again}`;
}

export function isAgain(key: string): boolean {
  return key.endsWith(again);
}

/** Under which the first message of them all stands: without what says that this one is posted once more. */
export function plainKey(key: string): string {
  return isAgain(key) ? plainKey(key.slice(0, -again.length)) : key;
}

/** Whose direct message it is; null for one in a channel. */
export function readerOf(key: string): string | null {
  return placeIn(key, 'dm');
}

/** The channel it is in, as the playbook names it; null for a direct message. */
export function channelOf(key: string): string | null {
  return placeIn(key, 'channel');
}

function placeIn(key: string, kind: 'dm' | 'channel'): string | null {
  const [, found, place] = /^alert:\d+:(dm|channel):(.+)$/.exec(plainKey(key)) ?? [];
  return found === kind ? (place ?? null) : null;
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
