import fc from 'fast-check';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { normaliseKept } from '../../../backend/ingest/normalise-kept.ts';
import { type MessageContext, normaliseMessage } from '../../../backend/ingest/normalise-message.ts';

const receivedAt = Date.UTC(2026, 2, 3, 9, 0, 0);
const context: MessageContext = { receivedAt, source: 'server' };
const ago = (ms: number) => new Date(receivedAt - ms).toISOString();
const minute = 60_000;
const day = 24 * 60 * minute;

/** A message that passes; each row shows only what it changes. */
function message(changes: Record<string, unknown> = {}) {
  return { type: 'track', event: 'Report Created', userId: 'u1', messageId: 'm1', ...changes };
}

function normalised(changes: Record<string, unknown>, more: Partial<MessageContext> = {}): NormalisedEvent {
  const { event, rejected } = normaliseMessage(message(changes), { ...context, ...more });
  if (!event) throw new Error(`rejected: ${rejected}`);
  return event;
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

describe('normaliseMessage', () => {
  it('makes one plain event of a message', () => {
    const sent = message({
      type: 'identify',
      event: undefined,
      anonymousId: ' a1 ',
      timestamp: ago(minute),
      traits: {
        email: ' Sarah.Chen@FinPilot.test ',
        plan: 'free',
        seats: 3,
        admin: true,
        nested: { a: 1 },
        nothing: null,
      },
    });
    expect(normaliseMessage(JSON.parse(JSON.stringify(sent)), context).event).toEqual({
      type: 'identify',
      messageId: 'm1',
      userId: 'u1',
      anonymousId: 'a1',
      previousId: null,
      groupId: null,
      name: null,
      path: null,
      eventAt: receivedAt - minute,
      receivedAt,
      source: 'server',
      email: 'sarah.chen@finpilot.test',
      traits: { email: ' Sarah.Chen@FinPilot.test ', plan: 'free', seats: 3, admin: true },
      system: false,
      excluded: null,
      body: JSON.stringify(sent),
    });
  });

  it.each<[string, unknown]>([
    ['an event must be a JSON object', null],
    ['an event must be a JSON object', 'track'],
    ['an event must be a JSON object', [message()]],
    ['type must be one of track, identify, group, page, screen, alias', message({ type: undefined })],
    ['type must be one of track, identify, group, page, screen, alias', message({ type: 'purchase' })],
    ['type must be one of track, identify, group, page, screen, alias', message({ type: ['track'] })],
    ['track needs the name of the event, as text', message({ event: undefined })],
    ['track needs the name of the event, as text', message({ event: '  ' })],
    ['track needs the name of the event, as text', message({ event: { name: 'x' } })],
    ['needs a userId or an anonymousId', message({ userId: undefined })],
    ['needs a userId or an anonymousId', message({ userId: ' ' })],
    ['needs a userId or an anonymousId', message({ userId: 'null', anonymousId: '[object Object]' })],
    ['userId must be text or a number below 2^53', message({ userId: {} })],
    ['userId must be text or a number below 2^53', message({ userId: false })],
    ['userId must be text or a number below 2^53', message({ userId: 2 ** 53 })],
    ['anonymousId must be text or a number below 2^53', message({ anonymousId: Number.POSITIVE_INFINITY })],
    ['anonymousId must be text or a number below 2^53', message({ anonymousId: ['a'] })],
    ['groupId must be text or a number below 2^53', message({ groupId: {} })],
    ['messageId must be text or a number below 2^53', message({ messageId: {} })],
    ['properties must be an object', message({ properties: 'x' })],
    ['properties must be an object', message({ properties: [] })],
    ['traits must be an object', message({ traits: 5 })],
    ['context must be an object', message({ context: true })],
    ['group needs a groupId', message({ type: 'group' })],
    ['group needs a groupId', message({ type: 'group', groupId: 'undefined' })],
    ['alias needs a userId and a previousId', message({ type: 'alias' })],
    [
      'alias needs a userId and a previousId',
      message({ type: 'alias', previousId: 'x', userId: null, anonymousId: 'a' }),
    ],
    ['timestamp is not an ISO 8601 date', message({ timestamp: 'yesterday' })],
    ['timestamp is not an ISO 8601 date', message({ timestamp: '2026-13-45T99:99:99Z' })],
    ['timestamp is not an ISO 8601 date', message({ timestamp: {} })],
    ['timestamp is not an ISO 8601 date', message({ timestamp: '2025-02-29T00:00:00Z' })],
    ['timestamp is not an ISO 8601 date', message({ timestamp: '2026-02-30' })],
    ['originalTimestamp is not an ISO 8601 date', message({ originalTimestamp: '2025-04-31 10:00:00+02:00' })],
    ['sentAt is not an ISO 8601 date', message({ timestamp: ago(0), sentAt: '2025-06-31T00:00:00' })],
    ['originalTimestamp is not an ISO 8601 date', message({ originalTimestamp: '03/02/2026' })],
    ['sentAt is not an ISO 8601 date', message({ timestamp: ago(0), sentAt: 'now' })],
    ['the event is dated before the year 2000', message({ timestamp: '1999-12-31T23:59:59.999Z' })],
    ['the event is dated before the year 2000', message({ timestamp: 0 })],
    ['the event is dated before the year 2000', message({ timestamp: -1e300 })],
    ['the event is dated more than a day ahead', message({ timestamp: ago(-day - 1) })],
    ['the event is dated more than a day ahead', message({ timestamp: Number.POSITIVE_INFINITY })],
    ['larger than 32 kB', message({ properties: { text: 'x'.repeat(33_000) } })],
    ['larger than 32 kB', message({ properties: { text: 'ü'.repeat(16_400) } })],
    ['nested more than 32 levels deep', message({ properties: nested(32) })],
    ['nested more than 32 levels deep', nested(250_001)],
  ])('refuses: %s (%#)', (reason, hostile) => {
    expect(normaliseMessage(hostile, context).rejected).toBe(reason);
  });

  it('takes what is nested exactly 32 levels deep', () => {
    expect(normaliseMessage(message({ properties: nested(31) }), context).event).toBeDefined();
  });

  it.each([null, undefined, '', 'NULL', 'undefined', 'None', 0, '0', 'anonymous', 'NaN', '[object Object]', ' null '])(
    'ignores the placeholder id %p',
    (placeholder) => {
      const event = normalised({ anonymousId: placeholder, groupId: placeholder, previousId: placeholder });
      expect([event.anonymousId, event.groupId, event.previousId]).toEqual([null, null, null]);
    },
  );

  it('reads numbers as ids and keeps ids longer than 200 characters apart', () => {
    expect(normalised({ userId: 42 }).userId).toBe('42');
    const long = 'x'.repeat(200);
    const [first, second] = [normalised({ userId: `${long}1` }), normalised({ userId: `${long}2` })];
    expect(first.userId).toHaveLength(200);
    expect(second.userId).toHaveLength(200);
    expect(first.userId).not.toBe(second.userId);
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['neither: when it arrived', {}, receivedAt],
    ['timestamp alone', { timestamp: ago(minute) }, receivedAt - minute],
    ['originalTimestamp alone', { originalTimestamp: ago(minute) }, receivedAt - minute],
    ['by a slow clock', { timestamp: ago(10 * day + minute), sentAt: ago(10 * day) }, receivedAt - minute],
    ['by a clock far in the future', { timestamp: ago(-9 * day + minute), sentAt: ago(-9 * day) }, receivedAt - minute],
    ['both: timestamp is final', { timestamp: ago(5), originalTimestamp: ago(day), sentAt: ago(day) }, receivedAt - 5],
    ['slightly ahead', { timestamp: ago(-minute) }, receivedAt],
    ['with an offset', { timestamp: '2026-03-03T09:59:00+01:00' }, receivedAt - minute],
    ['with a short offset', { timestamp: '2026-03-03T09:59:00+01' }, receivedAt - minute],
    ['without an offset: UTC', { timestamp: '2026-03-03T08:59:00' }, receivedAt - minute],
    ['with a space', { timestamp: '2026-03-03 08:59:00.5' }, receivedAt - minute + 500],
    ['with microseconds', { timestamp: '2026-03-03T08:59:00.123456+00:00' }, receivedAt - minute + 123],
    ['a date', { timestamp: '2026-03-03' }, Date.UTC(2026, 2, 3)],
    ['a leap day', { timestamp: '2024-02-29T12:00:00Z' }, Date.UTC(2024, 1, 29, 12)],
    ['the last of a month', { timestamp: '2025-12-31' }, Date.UTC(2025, 11, 31)],
    ['milliseconds', { timestamp: receivedAt - minute }, receivedAt - minute],
    ['empty text is absent', { timestamp: '', sentAt: '' }, receivedAt],
  ])('dates the event: %s', (_, changes, expected) => {
    expect(normalised(changes).eventAt).toBe(expected);
  });

  it("uses the batch's sentAt only when the message has none, and keeps it in the body", () => {
    const sentAt = ago(day);
    const event = normalised({ timestamp: ago(day + minute) }, { sentAt });
    expect(event.eventAt).toBe(receivedAt - minute);
    expect(JSON.parse(event.body).sentAt).toBe(sentAt);
    expect(normalised({ timestamp: ago(minute), sentAt: ago(0) }, { sentAt }).eventAt).toBe(receivedAt - minute);
  });

  it('derives a missing message id from the content when the event has its own time, the same for each repeat', () => {
    const timestamp = ago(minute);
    const once = normalised({ messageId: undefined, timestamp, sentAt: ago(2) });
    const again = normalised({ messageId: 'undefined', timestamp, sentAt: ago(1) });
    const other = normalised({ messageId: '', timestamp, sentAt: ago(1), event: 'Dashboard Shared' });
    expect(once.messageId).toMatch(/^content-[0-9a-f]{64}$/);
    expect(again.messageId).toBe(once.messageId);
    expect(other.messageId).not.toBe(once.messageId);
  });

  it('gives a random message id when nothing tells two equal events apart', () => {
    const [first, second] = [normalised({ messageId: null }), normalised({ messageId: null })];
    expect(first.messageId).not.toBe(second.messageId);
  });

  it('replaces NUL and lone surrogates everywhere, in names too, and leaves everything else', () => {
    const event = normalised({
      event: 'a\u0000b',
      userId: 'u\ud800',
      properties: { 'k\udc00': 'v\u0000', fine: 'é 😀 \\u0000 \u0001' },
    });
    expect([event.name, event.userId]).toEqual(['a\ufffdb', 'u\ufffd']);
    expect(JSON.parse(event.body).properties).toEqual({ 'k\ufffd': 'v\ufffd', fine: 'é 😀 \\u0000 \u0001' });
  });

  it('takes a write key out of the body', () => {
    expect(JSON.parse(normalised({ writeKey: 'secret' }).body)).toEqual(message());
  });

  it.each<[unknown, string | null]>([
    ['Jo@ACME.test', 'jo@acme.test'],
    ['jo@mail.acme.test', 'jo@mail.acme.test'],
    ['jo@gmail.com', 'jo@gmail.com'],
    ['not an address', null],
    ['a@b', null],
    [{ a: 1 }, null],
    [`${'x'.repeat(300)}@acme.test`, null],
  ])('reads the e-mail %p', (email, expected) => {
    expect(normalised({ type: 'identify', traits: { email } }).email).toBe(expected);
  });

  it('reads the e-mail of context.traits for every type, but not that of a group', () => {
    expect(normalised({ context: { traits: { email: 'jo@acme.test' } } }).email).toBe('jo@acme.test');
    expect(normalised({ type: 'group', groupId: 'g', traits: { email: 'info@acme.test' } }).email).toBeNull();
  });

  it('reads the traits of identify from context.traits too; its own win', () => {
    const event = normalised({
      type: 'identify',
      traits: { plan: 'pro' },
      context: { traits: { plan: 'free', a: 1 } },
    });
    expect(event.traits).toEqual({ plan: 'pro', a: 1 });
  });

  it.each<[Record<string, unknown>, string | null]>([
    [{ properties: { path: '/pricing/' } }, '/pricing'],
    [{ properties: { path: '/pricing?plan=pro#top' } }, '/pricing'],
    [{ properties: { path: 'pricing' } }, '/pricing'],
    [{ properties: { path: '/' } }, '/'],
    [{ properties: { url: 'https://acme.test/pricing/?a=/b/' } }, '/pricing'],
    [{ properties: { url: 'https://acme.test' } }, '/'],
    [{ context: { page: { path: '/pricing' } } }, '/pricing'],
    [{ context: { page: { url: 'https://acme.test/docs/x/' } } }, '/docs/x'],
    [{ properties: { path: 5, url: {} } }, null],
    [{}, null],
  ])('reads the path of a page from %j', (changes, path) => {
    expect(normalised({ type: 'page', ...changes }).path).toBe(path);
  });

  it.each<[Record<string, unknown>, boolean, string | null]>([
    [{ properties: { system: true } }, true, null],
    [{ context: { system: true } }, true, null],
    [{ properties: { system: 'yes' } }, false, null],
    [{ context: { test: true } }, false, 'test'],
    [{ properties: { test: true } }, false, 'test'],
    [{ properties: { test: 'A' } }, false, null],
    [{ context: { impersonated: true } }, false, 'impersonated'],
    [{ properties: { impersonator: 'lee@acme.test' } }, false, 'impersonated'],
    [{ context: { impersonator: { id: 5 } } }, false, 'impersonated'],
    [{ context: { impersonator: null }, properties: { impersonator: false } }, false, null],
  ])('reads the flags of %j', (changes, system, excluded) => {
    const event = normalised(changes);
    expect([event.system, event.excluded]).toEqual([system, excluded]);
  });

  it('gives an equal event when the stored body is normalised again, for any message', () => {
    const hostileText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\u0000',
        '\ud800',
        'x\udfff',
        '__proto__',
        'constructor',
        'toJSON',
        'null',
        '2026-03-03T08:00:00Z',
      ),
    );
    const anything = fc.anything({
      key: hostileText,
      maxDepth: 3,
      maxKeys: 4,
      values: [hostileText, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)],
    });
    const fields = fc.dictionary(
      fc.constantFrom(
        ...['type', 'event', 'name', 'userId', 'anonymousId', 'previousId', 'groupId', 'messageId', 'timestamp'],
        ...['originalTimestamp', 'sentAt', 'traits', 'properties', 'context', 'writeKey', '__proto__'],
      ),
      anything,
    );
    const likely = fc.record(
      {
        type: fc.constantFrom('track', 'identify', 'group', 'page', 'screen', 'alias'),
        event: hostileText,
        userId: hostileText,
        groupId: hostileText,
        previousId: hostileText,
        properties: fc.dictionary(hostileText, anything),
        traits: fc.dictionary(hostileText, anything),
        context: fc.record({ traits: fc.dictionary(hostileText, anything), page: anything }, { requiredKeys: [] }),
      },
      { requiredKeys: ['type', 'event', 'userId'] },
    );
    let kept = 0;
    fc.assert(
      fc.property(likely, fields, fc.boolean(), fc.option(hostileText), (first, second, mixed, sentAt) => {
        const sent = JSON.parse(JSON.stringify(mixed ? { ...first, ...second } : first));
        const result = normaliseMessage(sent, { ...context, sentAt });
        if (!result.event) return typeof result.rejected === 'string' && result.rejected !== '';
        kept += 1;
        const { body } = result.event;
        expect(body.isWellFormed()).toBe(true);
        expect(JSON.stringify(result.event)).not.toContain('\\u0000');
        expect(normaliseKept(body, receivedAt, 'server')).toEqual(result.event);
        return true;
      }),
      { numRuns: 2000, endOnFailure: true },
    );
    expect(kept).toBeGreaterThan(200);
  });
});
