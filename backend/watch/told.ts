/** What the operator is told of what is silent: an alarm as long as it stands, and one note in Slack. Pure. */
import { operatorLane } from '../drift/note-differences.ts';
import { type Effect, priorities } from '../outbox/effect.ts';
import type { Alarm } from '../store/store.ts';

export type Told = {
  /** Of the alarm. */
  key: string;
  /** Since when; the same thing from another moment on is told in Slack again. */
  since: number;
  headline: string;
  /** Sentences without their full stops. */
  lines: string[];
};

export type Telling = {
  raise: { key: string; message: string }[];
  clear: string[];
  notes: Effect[];
};

/** `family`: how the keys begin of all alarms that are told of here. Told already, nothing follows. */
export function tell(family: string, told: readonly Told[], alarms: readonly Alarm[]): Telling {
  const standing = new Map(alarms.map(({ key, message }) => [key, message]));
  const news = told.filter((one) => standing.get(one.key) !== alarmWords(one));
  const keys = new Set(told.map(({ key }) => key));
  return {
    raise: news.map((one) => ({ key: one.key, message: alarmWords(one) })),
    clear: [...standing.keys()].filter((key) => key.startsWith(family) && !keys.has(key)),
    notes: news.map(({ key, since, headline, lines }) => ({
      kind: 'post drift note',
      key: `${key}:${since}`,
      lane: operatorLane,
      priority: priorities.routine,
      headline,
      lines,
      restores: null,
    })),
  };
}

export function alarmWords({ headline, lines }: Pick<Told, 'headline' | 'lines'>): string {
  return [headline, ...lines].map((line) => (/[.?!]$/.test(line) ? line : `${line}.`)).join(' ');
}

/** "one", "one and two", "one, two and three". */
export function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(words);
}
