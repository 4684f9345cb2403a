/** Which changes of the rules ask for counting events again. */
import { emptyUsage, localDay, type Playbook } from '@zo/shared';
import fc from 'fast-check';
import { compileRules } from '../../../backend/usage/compile-rules.ts';
import { foldKept } from '../../../backend/usage/fold-kept.ts';
import { activityPart, foldPart, isAlike } from '../../../backend/usage/fold-part.ts';
import { event } from '../../support/events.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const zones = ['UTC', 'Europe/Berlin', 'America/New_York'];
const names = ['Report Created', 'Dashboard Shared', 'Widget Made'];
const base = acmePlaybook();

/** Rules that differ in what usage depends on, and in what it does not. */
const someRules = fc.record({
  timeZone: fc.constantFrom(...zones),
  signal: fc.constantFrom(...names),
  ignoreBrowserEvents: fc.boolean(),
  forDays: fc.constantFrom(14, 30, 120),
  points: fc.integer({ min: 1, max: 50 }),
  cooldownDays: fc.integer({ min: 0, max: 60 }),
});
type SomeRules = typeof someRules extends fc.Arbitrary<infer Value> ? Value : never;

function rulesOf({ timeZone, signal, ignoreBrowserEvents, forDays, points, cooldownDays }: SomeRules) {
  const playbook: Playbook = {
    ...base,
    signals: [{ name: 'key action', matchers: [{ event: signal }] }],
    score: [
      { kind: 'when', points, signal: 'key action', windowDays: 7, text: '' },
      { kind: 'inactive', points: -1, forDays, text: '' },
    ],
    ignoreBrowserEvents,
    cooldownDays,
  };
  return { playbook, timeZone };
}

const dayMs = 86_400_000;
const someEvents = fc.array(
  fc.record({
    name: fc.constantFrom(...names),
    eventAt: fc.integer({ min: 0, max: 200 * dayMs }),
    source: fc.constantFrom('server' as const, 'browser' as const),
  }),
  { maxLength: 12 },
);

function count(rules: ReturnType<typeof rulesOf>, events: Parameters<typeof event>[0][]) {
  const usage = emptyUsage();
  const seen = new Map();
  for (const [seq, one] of events.entries()) foldKept(usage, seen, event(one), seq, compileRules(rules));
  return { usage, seen };
}

it('rules that are said to count alike count alike', () => {
  let alike = 0;
  fc.assert(
    fc.property(someRules, someRules, someEvents, fc.boolean(), (one, other, events, sameSource) => {
      const [first, second] = [rulesOf(one), rulesOf(sameSource ? { ...other, ...foldPartOf(one) } : other)];
      if (!isAlike(foldPart, first, second)) return;
      alike += 1;
      expect(count(second, events)).toEqual(count(first, events));
    }),
    { numRuns: 400 },
  );
  expect(alike).toBeGreaterThan(100);
});

const foldPartOf = ({ timeZone, signal, ignoreBrowserEvents, forDays }: SomeRules) => ({
  timeZone,
  signal,
  ignoreBrowserEvents,
  forDays,
});

it.each([
  [
    'points, the definition, owners and the cool-down',
    { score: [{ ...base.score[0]!, points: 40 }, ...base.score.slice(1)], cooldownDays: 3 },
    true,
  ],
  ['the order of signals', { signals: [...base.signals].reverse() }, true],
  ['a window that fits into what is kept', { score: [{ kind: 'inactive', points: -1, forDays: 60, text: '' }] }, true],
  ['a window longer than what is kept', { score: [{ kind: 'inactive', points: -1, forDays: 120, text: '' }] }, false],
  ['another event for a signal', { signals: [{ name: 'activated', matchers: [{ event: 'Started' }] }] }, false],
  ['whether browser events count', { ignoreBrowserEvents: true }, false],
  ['who is internal', { exclude: ['acme.test', 'acme.example'] }, false],
] as [string, Partial<Playbook>, boolean][])('%s', (_what, change, expected) => {
  const timeZone = 'Europe/Berlin';
  expect(isAlike(foldPart, { playbook: base, timeZone }, { playbook: acmePlaybook(change), timeZone })).toBe(expected);
});

it('another zone counts other days', () => {
  expect(isAlike(foldPart, { playbook: base, timeZone: 'UTC' }, { playbook: base, timeZone: 'Asia/Tokyo' })).toBe(
    false,
  );
  expect(localDay(0, 'UTC')).not.toBe(localDay(0, 'America/New_York'));
});

it('other signals leave companies as they are, other zones do not', () => {
  const timeZone = 'UTC';
  const signals = [{ name: 'activated', matchers: [{ event: 'Started' }] }];
  expect(isAlike(activityPart, { playbook: base, timeZone }, { playbook: acmePlaybook({ signals }), timeZone })).toBe(
    true,
  );
  expect(isAlike(activityPart, { playbook: base, timeZone }, { playbook: base, timeZone: 'Asia/Tokyo' })).toBe(false);
});
