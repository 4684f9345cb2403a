import type { Converted } from '../../../backend/backfill/convert/converted.ts';
import { mapColumns } from '../../../backend/backfill/convert/map-columns.ts';
import { convertMapped } from '../../../backend/backfill/convert/mapped.ts';
import { readTime, settleTime } from '../../../backend/backfill/convert/moment.ts';
import { convertPosthog } from '../../../backend/backfill/convert/posthog.ts';
import { convertSegment } from '../../../backend/backfill/convert/segment.ts';
import { convertWarehouse } from '../../../backend/backfill/convert/warehouse.ts';
import { historyEvents } from '../../../backend/backfill/history-events.ts';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import {
  posthogEvent,
  posthogRow,
  rudderTrack,
  segmentIdentify,
  segmentTrack,
  warehouseTrack,
} from '../../support/export-samples.ts';

const receivedAt = Date.parse('2026-03-10T12:00:00Z');
const context = { receivedAt, source: 'backfill' as const, allowed: new Set<string>() };

/** What the door makes of a converted row: its own event last. */
function eventsOf(converted: Converted): NormalisedEvent[] {
  if (!('messages' in converted)) throw new Error(JSON.stringify(converted));
  const read = historyEvents(converted.messages, context);
  if (read.rejected !== undefined) throw new Error(read.rejected);
  return read.events;
}
const eventOf = (converted: Converted) => eventsOf(converted).at(-1)!;
const besides = (converted: Converted) => eventsOf(converted).slice(0, -1);
const at = (iso: string) => Date.parse(iso);

describe('Segment', () => {
  it('a track call keeps its id, its people and the moment Segment corrected', () => {
    expect(eventOf(convertSegment(segmentTrack))).toMatchObject({
      type: 'track',
      name: 'Report Created',
      messageId: 'ajs-next-1',
      userId: 'sarah',
      anonymousId: 'anon-1',
      email: 'sarah@finpilot.test',
      eventAt: at('2026-02-01T10:00:01Z'),
      receivedAt,
      source: 'backfill',
    });
  });

  it('leaves device, network and library out', () => {
    const [message] = (convertSegment(segmentTrack) as { messages: { context: object }[] }).messages;
    expect(Object.keys(message!.context)).toEqual(['traits', 'page']);
  });

  it('an identify call tells who somebody is', () => {
    expect(eventOf(convertSegment(segmentIdentify))).toMatchObject({
      type: 'identify',
      email: 'sarah@finpilot.test',
      traits: { plan: 'free' },
    });
  });
});

describe('RudderStack', () => {
  it('the client’s clock is corrected by when RudderStack received it, not by when it is loaded', () => {
    expect(eventOf(convertSegment(rudderTrack))).toMatchObject({
      name: 'Dashboard Shared',
      userId: 'tim',
      email: 'tim@finpilot.test',
      eventAt: at('2026-02-02T10:00:02Z'),
    });
  });
});

describe('tables of a warehouse', () => {
  it('a row of tracks has the event’s own name, not that of its table', () => {
    expect(eventOf(convertWarehouse(warehouseTrack, null))).toMatchObject({
      type: 'track',
      name: 'Report Created',
      messageId: 'wh-1',
      userId: 'sarah',
      anonymousId: 'anon-3',
      email: 'sarah@finpilot.test',
      eventAt: at('2026-02-03T10:00:01Z'),
    });
  });

  it('columns may stand in capitals, and values be null', () => {
    const shouted = Object.fromEntries(
      Object.entries(warehouseTrack).map(([name, value]) => [name.toUpperCase(), value]),
    );
    expect(eventOf(convertWarehouse({ ...shouted, USER_ID: null }, null))).toMatchObject({
      name: 'Report Created',
      userId: null,
      anonymousId: 'anon-3',
    });
  });

  const base = { id: 'wh-2', user_id: 'sarah', received_at: '2026-02-03T10:00:00Z', timestamp: '2026-02-03T10:00:00Z' };
  it.each([
    ['identifies', { email: 'sarah@finpilot.test', plan: 'free' }, { type: 'identify', traits: { plan: 'free' } }],
    [
      'groups',
      { group_id: 'finpilot', name: 'FinPilot' },
      { type: 'group', groupId: 'finpilot', traits: { name: 'FinPilot' } },
    ],
    [
      'pages',
      { path: '/pricing/', url: 'https://finpilot.test/pricing', name: 'Pricing' },
      { type: 'page', path: '/pricing' },
    ],
    ['aliases', { previous_id: 'anon-9' }, { type: 'alias', previousId: 'anon-9' }],
    ['one event', { event: 'report_created', amount: 3 }, { type: 'track', name: 'report_created' }],
    ['system events', { event: 'synced', context_system: 'true' }, { type: 'track', system: true }],
    ['tests', { event: 'tried', test: 'true' }, { type: 'track', excluded: 'test' }],
  ])('of %s become what they were', (_table, columns, expected) => {
    expect(eventOf(convertWarehouse({ ...base, ...columns }, null))).toMatchObject(expected);
  });

  it('somebody may say what the rows are', () => {
    expect(eventOf(convertWarehouse({ ...base, title: 'Home' }, 'screen'))).toMatchObject({ type: 'screen' });
  });
});

describe('PostHog', () => {
  const convert = (row: object, groupType: string | null = null) => convertPosthog(row as never, { groupType });

  it('an event keeps its uuid, its person, the device before, and the address that was known', () => {
    expect(eventOf(convert(posthogEvent))).toMatchObject({
      type: 'track',
      name: 'Report Created',
      messageId: posthogEvent.uuid,
      userId: 'sarah',
      anonymousId: 'device-1',
      email: 'sarah@finpilot.test',
      eventAt: at('2026-02-04T10:00:00.123Z'),
    });
  });

  it('says besides which company it was and what was known of the person, once for an hour or a day', () => {
    const said = besides(convert(posthogEvent));
    expect(said).toMatchObject([
      { type: 'group', groupId: 'finpilot', userId: 'sarah' },
      { type: 'identify', traits: { email: 'sarah@finpilot.test', plan: 'free' }, userId: 'sarah' },
    ]);
    const soon = { ...posthogEvent, uuid: 'another', timestamp: '2026-02-04T10:59:59Z' };
    expect(besides(convert(soon)).map(({ messageId }) => messageId)).toEqual(said.map(({ messageId }) => messageId));
    const later = { ...posthogEvent, uuid: 'later', timestamp: '2026-02-04T11:00:00Z' };
    const [group, identify] = besides(convert(later)).map(({ messageId }) => messageId);
    expect([group === said[0]!.messageId, identify === said[1]!.messageId]).toEqual([false, true]);
  });

  it('of somebody who is not identified the id is the device’s', () => {
    const anonymous = { userId: null, anonymousId: 'device-1' };
    const row = { distinct_id: 'device-1' };
    expect(
      eventOf(convert(posthogRow('$pageview', { $device_id: 'device-1', $pathname: '/pricing' }, row))),
    ).toMatchObject({
      type: 'page',
      path: '/pricing',
      ...anonymous,
    });
    expect(eventOf(convert(posthogRow('Opened', { $is_identified: false }, row)))).toMatchObject(anonymous);
  });

  it.each<[string, object, object]>([
    [
      '$identify',
      { $anon_distinct_id: 'device-1', $set: { email: 'S@finpilot.test', $os: 'x' } },
      { type: 'identify', anonymousId: 'device-1', email: 's@finpilot.test' },
    ],
    [
      '$set',
      { $set: { plan: 'free' }, $set_once: { plan: 'trial', name: 'Sarah Chen' } },
      { type: 'identify', traits: { plan: 'free', name: 'Sarah Chen' } },
    ],
    ['$create_alias', { alias: 'device-7' }, { type: 'alias', userId: 'sarah', previousId: 'device-7' }],
    [
      '$groupidentify',
      { $group_type: 'company', $group_key: 'finpilot', $group_set: { name: 'FinPilot' } },
      { type: 'group', groupId: 'finpilot', traits: { name: 'FinPilot' } },
    ],
    ['$pageview', { $current_url: 'https://app.finpilot.test/pricing?a=1' }, { type: 'page', path: '/pricing' }],
    ['$screen', { $screen_name: 'Home' }, { type: 'screen', name: 'Home' }],
  ])('%s becomes a message of ours', (event, properties, expected) => {
    expect(eventOf(convert(posthogRow(event, properties)))).toMatchObject(expected);
  });

  it.each(['$autocapture', '$pageleave', '$feature_flag_called', '$web_vitals'])(
    '%s says nothing that is kept',
    (event) => {
      expect(convert(posthogRow(event, {}))).toEqual({ skipped: true });
    },
  );

  it('what a server says of a group in nobody’s name joins nobody to it', () => {
    const properties = { $group_type: 'company', $group_key: 'finpilot' };
    expect(convert(posthogRow('$groupidentify', properties, { distinct_id: '$company_finpilot' }))).toEqual({
      skipped: true,
    });
  });

  it('of several group types the one that is named is the company', () => {
    const row = posthogRow('Opened', { $groups: { project: 'p1', workspace: 'w1' } });
    expect(besides(convert(row))).toEqual([]);
    expect(besides(convert(row, 'workspace'))).toMatchObject([{ type: 'group', groupId: 'w1' }]);
    const project = posthogRow('$groupidentify', {
      $group_type: 'project',
      $group_key: 'p1',
      $groups: { project: 'p1', company: 'c' },
    });
    expect(convert(project)).toEqual({ skipped: true });
  });

  it('properties may be JSON text, or a column each', () => {
    const text = { ...posthogEvent, properties: JSON.stringify(posthogEvent.properties), person_properties: undefined };
    expect(eventOf(convert({ ...text, 'person.properties.email': 'sarah@finpilot.test' }))).toMatchObject({
      anonymousId: 'device-1',
      email: 'sarah@finpilot.test',
    });
    const { properties: _, ...spread } = posthogEvent;
    expect(eventOf(convert({ ...spread, 'properties.$device_id': 'device-2' }))).toMatchObject({
      anonymousId: 'device-2',
    });
    expect(convert({ ...posthogEvent, properties: '{broken' })).toEqual({ rejected: 'its properties are not JSON' });
  });
});

describe('any table', () => {
  const map = (columns: string[], wanted: string[] = [], type = null) => mapColumns(columns, wanted, type);
  const row = {
    Event: 'Report Created',
    user_id: 'sarah',
    Time: '2026-02-05 10:00:00',
    Email: 'sarah@finpilot.test',
    amount: '3',
  };

  it('is understood by the usual names of its columns', () => {
    expect(eventOf(convertMapped(row, map(Object.keys(row))))).toMatchObject({
      type: 'track',
      name: 'Report Created',
      userId: 'sarah',
      email: 'sarah@finpilot.test',
      eventAt: at('2026-02-05T10:00:00Z'),
    });
  });

  it('a row without an id has one made of what it says, the same each time and another for another row', () => {
    const idOf = (change: object) => eventOf(convertMapped({ ...row, ...change }, map(Object.keys(row)))).messageId;
    expect(idOf({})).toBe(idOf({}));
    expect(idOf({})).not.toBe(idOf({ amount: '4' }));
    expect(idOf({})).toMatch(/^content-/);
  });

  it('is understood as somebody says', () => {
    const own = {
      What: 'Shared',
      Who: 'tim',
      When: '1770285600',
      Firm: 'finpilot',
      Plan: 'free',
      Words: '{"rows": 3}',
    };
    const wanted = [
      'event=What',
      'userId=Who',
      'timestamp=When',
      'groupId=Firm',
      'traits.plan=Plan',
      'properties=Words',
    ];
    const converted = convertMapped(own, map(Object.keys(own), wanted));
    expect(eventOf(converted)).toMatchObject({ name: 'Shared', userId: 'tim', eventAt: 1_770_285_600_000 });
    expect(besides(converted)).toMatchObject([
      { type: 'group', groupId: 'finpilot' },
      { type: 'identify', traits: { plan: 'free' } },
    ]);
  });

  it('a column may say what kind of message each row is, and properties may have a column each', () => {
    const columns = ['type', 'userId', 'timestamp', 'traits.email', 'properties.path', 'event', 'properties.system'];
    const of = (values: object) =>
      eventOf(convertMapped({ userId: 'a', timestamp: '2026-02-05T10:00:00Z', ...values }, map(columns)));
    expect(of({ type: 'Identify', 'traits.email': 'a@b.test' })).toMatchObject({ type: 'identify', email: 'a@b.test' });
    expect(of({ type: 'page', 'properties.path': '/pricing' })).toMatchObject({ type: 'page', path: '/pricing' });
    expect(of({ event: 'Synced', 'properties.system': 'true' })).toMatchObject({ type: 'track', system: true });
  });

  it.each<[string[], string[], string]>([
    [
      ['event', 'timestamp', 'email'],
      [],
      'has no column that says whose each event is (name it with --map userId=COLUMN or --map anonymousId=COLUMN; the address may serve: --map userId=email)',
    ],
    [['event', 'user_id'], [], 'when it happened (name it with --map timestamp=COLUMN)'],
    [
      ['user_id', 'timestamp'],
      [],
      'what happened (name it with --map event=COLUMN, or say what all rows are with --type)',
    ],
    [['a', 'b'], [], 'There are: "a", "b"'],
    [['event', 'user_id', 'time'], ['event=Action'], 'has no column "Action". There are: "event", "user_id", "time"'],
    [['event', 'user_id', 'time'], ['verb=event'], '--map knows no field "verb"'],
    [['event', 'user_id', 'time'], ['event'], '--map takes FIELD=COLUMN'],
  ])('columns %j with %j are refused in words', (columns, wanted, words) => {
    expect(() => map(columns, wanted)).toThrow(words);
  });

  it('an id column is never taken for a message’s own: it is as often a person’s', () => {
    expect(map(['id', 'event', 'user_id', 'timestamp']).columns.messageId).toBeUndefined();
  });
});

describe('moments', () => {
  it.each<[unknown, unknown]>([
    ['2026-02-05 10:00:00 UTC', '2026-02-05 10:00:00Z'],
    ['2026-02-05 10:00:00.123 -0800', '2026-02-05 10:00:00.123-0800'],
    ['1770285600', 1_770_285_600_000],
    ['1770285600123', 1_770_285_600_123],
    [1_770_285_600.5, 1_770_285_600_500],
    ['05/02/2026', '05/02/2026'],
    [undefined, undefined],
  ])('%p is read as %p', (given, read) => {
    expect(readTime(given)).toBe(read);
  });

  it('one that is alone is corrected only where both moments of the sending are known', () => {
    const alone = { originalTimestamp: '2026-02-05T10:00:00Z' };
    expect(settleTime(alone)).toBe('2026-02-05T10:00:00Z');
    expect(settleTime({ ...alone, sentAt: '2026-02-05T10:00:10Z' })).toBe('2026-02-05T10:00:00Z');
    const sent = { sentAt: '2026-02-05T10:00:10Z', receivedAt: '2026-02-05T09:00:10Z' };
    expect(settleTime({ ...alone, ...sent })).toBe('2026-02-05T09:00:00.000Z');
  });
});

describe('what the door says of a row', () => {
  const good = { type: 'track', event: 'A', userId: 'u', messageId: 'm', timestamp: '2026-02-05T10:00:00Z' };
  it.each<[object, string]>([
    [{ timestamp: undefined }, 'needs a timestamp: when it happened'],
    [{ timestamp: '05/02/2026' }, 'timestamp is not an ISO 8601 date'],
    [{ timestamp: '2027-02-05T10:00:00Z' }, 'the event is dated more than a day ahead'],
    [{ userId: 'null' }, 'needs a userId or an anonymousId'],
    [{ type: 'screenshot' }, 'type must be one of track, identify, group, page, screen, alias'],
    [{ event: '' }, 'track needs the name of the event, as text'],
  ])('%j is rejected', (change, reason) => {
    expect(historyEvents([{ ...good, ...change }], context)).toEqual({ rejected: reason });
  });

  it('a moment of sending shifts nothing', () => {
    const read = historyEvents([{ ...good, sentAt: '2026-02-05T10:00:00Z' }], context);
    expect(read).toMatchObject({ events: [{ eventAt: at('2026-02-05T10:00:00Z') }] });
  });

  it('what a row says besides may be refused without it', () => {
    const read = historyEvents([{ ...good, type: 'group', groupId: '' }, good], context);
    expect(read).toMatchObject({ events: [{ type: 'track' }] });
  });
});
