/**
 * What is remembered of one portal's Slack workspace: who has which e-mail address, direct conversations, channels. Times
 * are monotonic, so that moving the demo's clock forgets nothing. Two callers asking the same at once share one call.
 */
import type { Sharing } from '@zo/shared';

export type SlackUser = { userId: string; name: string };
export type SlackChannel = { id: string; name: string; isPrivate: boolean; isMember: boolean; sharing: Sharing };

export type Remembered<Value> = {
  /** The remembered value, else what `ask` gives; remembered for as long as `keepMs` of it says, 0 being not at all. */
  get(key: string, ask: () => Promise<Value>, keepMs: (value: Value) => number): Promise<Value>;
  forget(key: string): void;
  /** Milliseconds since the value was asked for; null when nothing is remembered. */
  ageMs(key: string): number | null;
};

/** Beyond it the cache starts anew, so that endless addresses cannot fill the memory. */
const mostEntries = 20_000;

export function createRemembered<Value>(monotonicNow: () => number = () => performance.now()): Remembered<Value> {
  const entries = new Map<string, { value: Value; askedAt: number; until: number }>();
  const asking = new Map<string, Promise<Value>>();
  return {
    get(key, ask, keepMs) {
      const entry = entries.get(key);
      if (entry && monotonicNow() < entry.until) return Promise.resolve(entry.value);
      const running = asking.get(key);
      if (running) return running;
      const askedAt = monotonicNow();
      const question = ask()
        .then((value) => {
          if (entries.size >= mostEntries) entries.clear();
          entries.set(key, { value, askedAt, until: askedAt + keepMs(value) });
          return value;
        })
        .finally(() => asking.delete(key));
      asking.set(key, question);
      return question;
    },
    forget(key) {
      entries.delete(key);
    },
    ageMs(key) {
      const entry = entries.get(key);
      return entry && monotonicNow() < entry.until ? monotonicNow() - entry.askedAt : null;
    },
  };
}
