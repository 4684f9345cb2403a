/** The story of the sample person: who does what how many days ago, and the messages that tell it as a client would. */
import type { EventMatcher, Playbook } from '@zo/shared';
import {
  sampleColleague,
  sampleCompanyName,
  sampleDomain,
  sampleEmail,
  sampleGroupId,
  sampleName,
  sampleUserId,
} from './sample-names.ts';

/** A signal happens so many times, the first time so many days ago, the last time today unless it happens once. */
export type StorySignal = { times: number; daysAgo: number };

export type SampleStory = {
  /** By signal name; a signal that is not here never happens. */
  signals: Record<string, StorySignal>;
  plan: string | null;
  /** People of the same workspace who were active, besides the sample person. */
  colleagues: number;
};

/** A message in Segment's shape. */
export type StoryMessage = Record<string, unknown>;

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** What a colleague does: it makes active, and is no signal of anybody's. */
const colleagueEvent = 'Dashboard Viewed';

/**
 * In the order in which they are to be accepted. `last` is what the story comes down to: the last colleague's first
 * activity, else the person's own last event. `loadId` makes message ids that are the same when the story is told again.
 */
export function storyMessages(
  story: SampleStory,
  playbook: Pick<Playbook, 'signals'>,
  { now, loadId }: { now: number; loadId: string },
): { first: StoryMessage[]; last: StoryMessage[] } {
  const did = Object.entries(story.signals).flatMap(([name, signal]) => {
    const matchers = playbook.signals.find((one) => one.name === name)?.matchers ?? [];
    return momentsOf(signal, now).map((at, index) => ({ at, ...eventOf(matchers[index % matchers.length]) }));
  });
  const events = did.toSorted((one, other) => one.at - other.at).map((event) => ({ userId: sampleUserId, ...event }));
  const began = Math.min(now - 4 * dayMs, ...events.map(({ at }) => at)) - dayMs;
  const colleagues = Array.from({ length: story.colleagues }, (_, index) => sampleColleague(index));
  const lastColleague = colleagues.at(-1);
  const told = [
    ...join({ userId: sampleUserId }, began, {
      email: sampleEmail,
      ...sampleName,
      ...(story.plan === null ? {} : { plan: story.plan }),
    }),
    ...colleagues.flatMap(({ anonymousId, name }) => join({ anonymousId }, now - 2 * dayMs, { name })),
    ...colleagues
      .slice(0, -1)
      .map(({ anonymousId }) => ({ type: 'track', anonymousId, event: colleagueEvent, at: now - dayMs })),
    ...events,
  ];
  const final = lastColleague
    ? [{ type: 'track', anonymousId: lastColleague.anonymousId, event: colleagueEvent, at: now - minuteMs }]
    : told.splice(-1, events.length > 0 ? 1 : 0);
  const named = [...told, ...final].map(({ at, ...message }, index) => ({
    ...message,
    timestamp: new Date(at).toISOString(),
    messageId: `zo-sample:${loadId}:${index}`,
  }));
  return { first: named.slice(0, told.length), last: named.slice(told.length) };
}

type Told = Record<string, unknown> & { at: number };

function join(who: { userId: string } | { anonymousId: string }, at: number, traits: Record<string, string>): Told[] {
  return [
    { type: 'identify', ...who, at, traits },
    {
      type: 'group',
      ...who,
      at,
      groupId: sampleGroupId,
      traits: { name: sampleCompanyName, domain: sampleDomain },
    },
  ];
}

/** Evenly over the days from the first on; what happens more than once happens a few minutes ago too. */
function momentsOf({ times, daysAgo }: StorySignal, now: number): number[] {
  if (times === 1) return [now - daysAgo * dayMs - 10 * minuteMs];
  return Array.from({ length: times }, (_, index) => {
    const left = Math.round((daysAgo * (times - 1 - index)) / (times - 1));
    return now - left * dayMs - (times + 2 - index) * minuteMs;
  });
}

function eventOf(matcher: EventMatcher | undefined): Record<string, unknown> {
  if (matcher === undefined) return { type: 'track', event: colleagueEvent };
  if ('event' in matcher) return { type: 'track', event: matcher.event };
  return { type: 'page', properties: { path: matcher.page } };
}
