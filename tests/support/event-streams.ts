/** Random streams of events: few people, much confusion about who they are, moments close to midnights. */
import type { EmailDomainLists } from '@zo/shared';
import fc from 'fast-check';
import type { EventSource, NormalisedEvent } from '../../backend/ingest/event.ts';
import { event } from './events.ts';

export const streamStart = Date.UTC(2026, 2, 1);

export type EventStream = {
  timeZone: string;
  ignoreBrowserEvents: boolean;
  emailDomains: EmailDomainLists;
  /** Groups of requests of events, in order of arrival. */
  groups: NormalisedEvent[][][];
  /** Not earlier than any event was received. */
  now: number;
};

const users = fc.constantFrom('ann', 'ben', 'cat', 'dan');
const devices = fc.constantFrom('phone', 'laptop', 'kiosk');
const dayMs = 86_400_000;
/** Zones and the hours (UTC) at which their days begin, in winter and in summer. */
const midnights = {
  UTC: [0, 0],
  'Europe/Berlin': [23, 22],
  'America/New_York': [5, 4],
  'Asia/Kathmandu': [18.25, 18.25],
  'Pacific/Kiritimati': [10, 10],
};

const ids = fc.oneof(
  { weight: 4, arbitrary: fc.record({ userId: users, anonymousId: fc.constant(null) }) },
  { weight: 3, arbitrary: fc.record({ userId: users, anonymousId: devices }) },
  { weight: 3, arbitrary: fc.record({ userId: fc.constant(null), anonymousId: devices }) },
);

const act = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      type: fc.constant('track' as const),
      name: fc.constantFrom(
        'Report Created',
        'Dashboard Shared',
        'Onboarding Completed',
        'Signed In',
        'report created',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('page' as const),
      path: fc.constantFrom('/pricing', '/', '/docs', null),
      name: fc.constantFrom('Pricing', null),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('screen' as const), name: fc.constant('Home') }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('group' as const), groupId: fc.constantFrom('g1', 'g2') }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('ann', 'ben'), fc.constantFrom('finpilot.test', 'orbit.test', 'gmail.com', 'acme.test'))
      .map(([name, domain]) => ({
        type: 'identify' as const,
        email: `${name}@${domain}`,
      })),
  },
);

const alias = fc
  .record({ userId: users, previousId: fc.oneof(users, devices) })
  .filter(({ userId, previousId }) => userId !== previousId)
  .map((known) => ({ ...known, type: 'alias' as const, anonymousId: null }));

const one = fc.record({
  what: fc.oneof(
    { weight: 9, arbitrary: fc.tuple(ids, act).map(([who, did]) => ({ ...who, ...did })) },
    { weight: 1, arbitrary: alias },
  ),
  /** How long ago it happened: now, within days around midnights, or long ago. */
  daysAgo: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 130 })),
  /** At or next to one of the zone's midnights, or at noon. */
  offset: fc.constantFrom(0, 0, 0, -1, 1, 900_000),
  midnight: fc.nat(2),
  waits: fc.constantFrom(0, 0, 1000, 60_000, dayMs / 2, 9 * dayMs),
  repeats: fc.option(fc.nat(), { freq: 8 }),
  source: fc.constantFrom<EventSource[]>('server', 'server', 'server', 'browser', 'backfill', 'browser backfill'),
  system: fc.constantFrom(false, false, false, true),
  excluded: fc.constantFrom(null, null, null, null, null, null, 'test' as const, 'impersonated' as const),
  /** By the same person at the same moment as the one before it. */
  again: fc.constantFrom(false, false, true),
  endsRequest: fc.boolean(),
  endsGroup: fc.boolean(),
});

export const eventStreams: fc.Arbitrary<EventStream> = fc
  .record({
    timeZone: fc.constantFrom(...(Object.keys(midnights) as (keyof typeof midnights)[])),
    ignoreBrowserEvents: fc.boolean(),
    emailDomains: fc.constantFrom<EmailDomainLists[]>(
      { business: [], personal: [] },
      { business: ['gmail.com'], personal: ['orbit.test'] },
    ),
    steps: fc.array(one, { minLength: 1, maxLength: 40, size: 'max' }),
    later: fc.constantFrom(0, dayMs, 20 * dayMs, 40 * dayMs),
  })
  .map(({ timeZone, ignoreBrowserEvents, emailDomains, steps, later }) => {
    const events: NormalisedEvent[] = [];
    const groups: NormalisedEvent[][][] = [[[]]];
    let receivedAt = streamStart + dayMs - 1000;
    for (const [index, { what, daysAgo, offset, midnight, waits, repeats, again, ...step }] of steps.entries()) {
      receivedAt += waits;
      const before = again ? events.at(-1) : undefined;
      const hour = midnights[timeZone][midnight] ?? 12;
      const happened =
        before?.eventAt ?? (Math.floor(receivedAt / dayMs) - daysAgo) * dayMs + hour * 3_600_000 + offset;
      // Traits of the same moment would have no newest, so identify calls get a millisecond of their own.
      const eventAt =
        what.type === 'identify'
          ? Math.floor(Math.min(happened, receivedAt - 1000) / 1000) * 1000 + index + 2
          : Math.min(happened, receivedAt);
      const sameIds = before && what.type !== 'alias' && { userId: before.userId, anonymousId: before.anonymousId };
      const repeated = repeats === null ? undefined : events[repeats % Math.max(events.length, 1)];
      const { source, system, excluded } = step;
      const made = event({
        ...what,
        ...sameIds,
        source,
        system,
        excluded,
        eventAt,
        receivedAt,
        messageId: `m${index}`,
      });
      const sent = repeated ? { ...made, messageId: repeated.messageId } : made;
      events.push(sent);
      groups.at(-1)!.at(-1)!.push(sent);
      if (step.endsGroup) groups.push([[]]);
      else if (step.endsRequest) groups.at(-1)!.push([]);
    }
    return { timeZone, ignoreBrowserEvents, emailDomains, groups, now: receivedAt + later };
  });
