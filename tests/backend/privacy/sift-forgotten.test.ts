/** Whose events are refused, and who is put on the list of the forgotten: claims of events ban nobody else. */
import fc from 'fast-check';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { siftForgotten } from '../../../backend/privacy/sift-forgotten.ts';
import { event } from '../../support/events.ts';

const sarah = ['u:sarah', 'e:sarah@finpilot.test', 'a:browser-of-sarah'];
const hers = 'sarah@finpilot.test';
const counted = (one: NormalisedEvent) => one.excluded === null;

/** As each of the events alone would find it, one after the other. */
function inTurn(events: NormalisedEvent[], kept: string[] = [], listed = sarah) {
  const [nowListed, nowKept] = [new Set(listed), new Set(kept)];
  const refusals: Record<string, number> = {};
  const refused = events.map((one) => {
    const sifted = siftForgotten([one], { listed: nowListed, kept: nowKept, makesKnown: counted });
    for (const identity of sifted.added.keys()) nowListed.add(identity);
    for (const [identity, times] of sifted.refusals) refusals[identity] = (refusals[identity] ?? 0) + times;
    const isRefused = sifted.forgotten.has(one);
    if (!isRefused && counted(one)) {
      for (const id of [one.userId, one.previousId]) if (id !== null) nowKept.add(`u:${id}`);
    }
    return isRefused;
  });
  return { refused, listed: [...nowListed].sort(), refusals };
}

function atOnce(events: NormalisedEvent[], kept: string[] = [], listed = sarah) {
  const { forgotten, added, refusals } = siftForgotten(events, {
    listed: new Set(listed),
    kept: new Set(kept),
    makesKnown: counted,
  });
  return {
    refused: events.map((one) => forgotten.has(one)),
    listed: [...listed, ...added.keys()].sort(),
    refusals: Object.fromEntries(refusals),
  };
}

describe('an event is refused', () => {
  it.each<[string, Partial<NormalisedEvent>, boolean]>([
    ['by its user id', { userId: 'sarah' }, true],
    ['by its address, whatever the user id', { userId: 'new', email: hers }, true],
    ['by a user id that is the address', { userId: 'Sarah@FinPilot.test' }, true],
    ['by a user id that is the address, with another address', { userId: hers, email: 'ben@finpilot.test' }, true],
    ['by an alias of the user id', { type: 'alias', userId: 'new', previousId: 'sarah' }, true],
    ['by an alias of the address', { type: 'alias', userId: 'new', previousId: hers }, true],
    ['by its user id, with another address', { userId: 'sarah', email: 'sarah@elsewhere.test' }, true],
    ['by an anonymous id without a user id', { userId: null, anonymousId: 'browser-of-sarah' }, true],
    [
      'not by an anonymous id with a user id: browsers are lent',
      { userId: 'ben', anonymousId: 'browser-of-sarah' },
      false,
    ],
    ['not by somebody else’s names', { userId: 'ben', email: 'ben@finpilot.test', anonymousId: 'browser' }, false],
  ])('%s', (_why, is, isRefused) => {
    expect(atOnce([event(is)]).refused).toEqual([isRefused]);
  });
});

describe('a user id that comes with a forgotten address', () => {
  const claim = () => event({ type: 'identify', userId: 'new', email: hers });
  const alone = () => event({ userId: 'new' });
  const itself = () => event({ type: 'identify', userId: 'new', email: 'new@finpilot.test' });

  it('is refused alone, too, when a server said so of somebody nothing is kept of', () => {
    expect(atOnce([claim(), alone()]).refused).toEqual([true, true]);
    expect(atOnce([claim(), alone()]).listed).toEqual([...sarah, 'n:new'].sort());
  });

  it('is refused alone, too, when a server said that it is another id of the forgotten', () => {
    const alias = event({ type: 'alias', userId: 'new', previousId: 'sarah' });
    expect(atOnce([alias, alone()]).refused).toEqual([true, true]);
  });

  it('is nobody’s to ban: what a browser says adds nothing to the list', () => {
    const forged = event({ type: 'identify', userId: 'new', email: hers, source: 'browser' });
    expect(atOnce([forged, alone()])).toMatchObject({ refused: [true, false], listed: [...sarah].sort() });
  });

  it('stays somebody else’s when events are kept of it, before or in the same group', () => {
    expect(atOnce([claim(), alone()], ['u:new'])).toMatchObject({ refused: [true, false], listed: [...sarah].sort() });
    expect(atOnce([alone(), claim(), alone()])).toMatchObject({
      refused: [false, true, false],
      listed: [...sarah].sort(),
    });
  });

  it('is somebody else from the moment it comes with an address of its own', () => {
    expect(atOnce([claim(), alone(), itself(), alone(), claim(), alone()]).refused).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it('is not known by an event that counts for nobody', () => {
    expect(atOnce([event({ userId: 'new', excluded: 'test' }), claim(), alone()]).refused).toEqual([false, true, true]);
  });
});

it('counts each refused event once', () => {
  const events = [
    event({ userId: 'sarah', email: hers, anonymousId: 'browser-of-sarah' }),
    event({ userId: 'sarah' }),
    event({ userId: 'new', email: hers }),
    event({ userId: 'new' }),
  ];
  expect(atOnce(events).refusals).toEqual({ 'e:sarah@finpilot.test': 2, 'u:sarah': 1, 'n:new': 1 });
});

const userIds = fc.constantFrom('sarah', 'ben', 'new', 'cat', hers, 'ben@finpilot.test');
const claims = fc
  .record({
    type: fc.constantFrom('track' as const, 'identify' as const, 'alias' as const),
    userId: fc.option(userIds, { nil: null }),
    previousId: fc.option(userIds, { nil: null, freq: 4 }),
    anonymousId: fc.constantFrom('browser-of-sarah', 'browser-of-ben'),
    email: fc.option(fc.constantFrom(hers, 'ben@finpilot.test', 'new@finpilot.test'), { nil: null }),
    source: fc.constantFrom('server' as const, 'browser' as const),
    excluded: fc.option(fc.constant('test' as const), { nil: null, freq: 4 }),
  })
  .map((is) => event({ ...is, previousId: is.type === 'alias' && is.userId !== null ? is.previousId : null }));
const kept = fc.subarray(['u:ben', 'u:cat', 'u:ben@finpilot.test']);

it('finds the same however events are grouped', () => {
  fc.assert(
    fc.property(fc.array(claims, { maxLength: 12 }), kept, (events, known) => {
      expect(atOnce(events, known)).toEqual(inTurn(events, known));
    }),
    { numRuns: 2_000 },
  );
});

it('whatever browsers claim, in any order, nobody else is refused afterwards', () => {
  fc.assert(
    fc.property(fc.array(claims, { maxLength: 12 }), kept, (events, known) => {
      const forged = events.map((one) => ({ ...one, source: 'browser' as const }));
      expect(atOnce(forged, known).listed).toEqual([...sarah].sort());
      const { refused } = inTurn([...forged, event({ userId: 'ben' }), event({ userId: 'dan' })], known);
      expect(refused.slice(-2)).toEqual([false, false]);
    }),
    { numRuns: 1_000 },
  );
});

it('whatever servers said, somebody of whom events are kept, or who comes with an own address, is not refused', () => {
  fc.assert(
    fc.property(fc.array(claims, { maxLength: 12 }), (events) => {
      const own = event({ type: 'identify', userId: 'new', email: 'new@finpilot.test' });
      const { refused } = inTurn([...events, event({ userId: 'cat' }), own, event({ userId: 'new' })], ['u:cat']);
      expect(refused.slice(-3)).toEqual([false, false, false]);
    }),
    { numRuns: 1_000 },
  );
});
