import { type CompanyUsage, emptyUsage, localDay, parseDefinition, startOfLocalDay } from '@zo/shared';
import fc from 'fast-check';
import { assess } from '../../../backend/handoff/assess.ts';
import type { HubspotFacts } from '../../../backend/handoff/hubspot-facts.ts';
import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { type HistoricLook, replayCompany } from '../../../backend/simulation/replay-company.ts';
import { compileRules } from '../../../backend/usage/compile-rules.ts';
import { foldEvent } from '../../../backend/usage/fold-event.ts';
import { moveLastActive } from '../../../backend/usage/move-last-active.ts';
import { event } from '../../support/events.ts';
import { facts } from '../../support/handoffs.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const timeZone = 'Europe/Berlin';
const dayMs = 86_400_000;
/** Half an hour past the hour, so that no event falls on a midnight. */
const start = Date.parse('2026-03-01T10:30:00+01:00');
const dayOf = (ms: number) => localDay(ms, timeZone);

function rulesOf(sentence: string) {
  const { signals } = acmePlaybook();
  const parsed = parseDefinition(sentence, { signals: signals.map(({ name }) => name) });
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return compileRules({ playbook: acmePlaybook({ definition: parsed.value }), timeZone });
}

const acme = rulesOf(
  'A free user becomes an SQL when zo_activation_status = activated AND zo_pql_score >= 29 AND zo_company_active_users >= 2',
);

function did(name: string, day: number, change: Partial<NormalisedEvent> = {}): NormalisedEvent {
  const eventAt = start + day * dayMs;
  return event({ name, eventAt, receivedAt: eventAt, ...change });
}

function someone(personId: number, events: NormalisedEvent[], hubspot: { from: number; facts: HubspotFacts }[] = []) {
  return { personId, userIds: [`u-${personId}`], events, hubspot };
}

const sarah = () => [did('Onboarding Completed', 0), did('Report Created', 1), did('Dashboard Shared', 2)];

it('crosses at the moment of the event that completes the definition, a colleague’s as well', () => {
  const people = [someone(1, sarah()), someone(2, [did('Report Viewed', 3)])];
  expect(replayCompany({ groupIds: ['g'], people }, acme, start + 10 * dayMs)).toEqual([
    { personId: 1, at: start + 3 * dayMs },
  ]);
});

it('tells of every look how far they were, and why they were no free user', () => {
  const paid = did('', 0, { type: 'identify', traits: { plan: 'team' } });
  const people = [someone(1, [paid, ...sarah()]), someone(2, [did('Report Viewed', 3)])];
  const looks: HistoricLook[] = [];
  const crossings = replayCompany({ groupIds: ['g'], people }, acme, start + 4 * dayMs, (look) => looks.push(look));
  expect(crossings).toEqual([]);
  const last = looks.findLast(({ personId }) => personId === 1);
  expect(last).toMatchObject({ readiness: { ready: 'yes' }, notFree: 'on the plan team' });
});

it('counts what somebody does for the company from the moment they joined it', () => {
  const joins = event({ type: 'group', groupId: 'g', eventAt: start + 5 * dayMs, receivedAt: start + 5 * dayMs });
  const people = [someone(1, sarah()), someone(2, [did('Report Viewed', 3), joins])];
  expect(replayCompany({ groupIds: ['g'], people }, acme, start + 10 * dayMs)).toEqual([
    { personId: 1, at: start + 5 * dayMs },
  ]);
});

it('crosses again after it fell out of the definition', () => {
  const again = [did('Report Created', 20), did('Report Created', 20.1)];
  const people = [someone(1, [...sarah(), ...again]), someone(2, [did('Report Viewed', 3), did('Report Viewed', 19)])];
  const crossings = replayCompany({ groupIds: ['g'], people }, acme, start + 30 * dayMs);
  expect(crossings.map(({ at }) => (at - start) / dayMs)).toEqual([3, 20.1]);
});

it('crosses at the portal’s midnight where time alone does it', () => {
  const rules = rulesOf('A free user becomes an SQL when activated more than 3 days ago');
  const [crossing] = replayCompany({ groupIds: [], people: [someone(1, sarah())] }, rules, start + 10 * dayMs);
  expect(crossing).toEqual({ personId: 1, at: startOfLocalDay(dayOf(start) + 4, timeZone) });
});

it('counts nobody as a free user while their plan is paid', () => {
  const paid = event({ type: 'identify', traits: { plan: 'enterprise' }, eventAt: start, receivedAt: start });
  const people = [someone(1, [paid, ...sarah()]), someone(2, [did('Report Viewed', 3)])];
  expect(replayCompany({ groupIds: ['g'], people }, acme, start + 10 * dayMs)).toEqual([]);
});

it('knows of HubSpot only what it held at the moment', () => {
  const rules = rulesOf('A free user becomes an SQL when activated AND company number of employees is at least 50');
  const big = facts({ values: { contact: {}, company: { numberofemployees: '85' } } });
  const people = [someone(1, sarah(), [{ from: start + 5 * dayMs, facts: big }])];
  expect(replayCompany({ groupIds: [], people }, rules, start + 10 * dayMs)).toEqual([
    { personId: 1, at: start + 5 * dayMs },
  ]);
  expect(replayCompany({ groupIds: [], people }, rules, start + 4 * dayMs)).toEqual([]);
});

const names = ['Onboarding Completed', 'Report Created', 'Dashboard Shared', 'Report Viewed'];
const streams = fc.array(
  fc.record({
    personId: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom(...names),
    hours: fc.integer({ min: 0, max: 40 * 24 }),
  }),
  { maxLength: 40 },
);
type Stream = { personId: number; name: string; hours: number }[];

function peopleOf(stream: Stream) {
  return [1, 2, 3].map((personId) =>
    someone(
      personId,
      stream.filter((one) => one.personId === personId).map(({ name, hours }) => did(name, hours / 24)),
    ),
  );
}

/** Everything folded anew at every event and every midnight. */
function bruteForce(people: ReturnType<typeof peopleOf>, rules: typeof acme, through: number) {
  const events = people.flatMap(({ events }) => events.map(({ eventAt }) => eventAt));
  const first = dayOf(start);
  const midnights = Array.from({ length: dayOf(through) - first + 1 }, (_, n) => startOfLocalDay(first + n, timeZone));
  const moments = [...new Set([...events, ...midnights])].filter((at) => at <= through).sort((a, b) => a - b);
  const wasReady = new Set<number>();
  return moments.flatMap((at) => {
    const today = dayOf(at);
    const company: CompanyUsage = { lastActiveDays: [] };
    const usages = people.map((person) => {
      const usage = emptyUsage();
      for (const one of person.events) if (one.eventAt <= at) foldEvent(usage, one, dayOf(one.eventAt), rules);
      if (usage.lastActiveAt !== null) moveLastActive(company, null, dayOf(usage.lastActiveAt), today);
      return usage;
    });
    return people.flatMap(({ personId, userIds }, index) => {
      const { readiness } = assess({
        playbook: rules.playbook,
        profile: { userIds, email: null, plan: null },
        usage: usages[index]!,
        company: { groupIds: ['g'], usage: company },
        hubspot: null,
        today,
        dayOf,
      });
      const crosses = readiness.ready === 'yes' && !wasReady.has(personId);
      if (readiness.ready === 'yes') wasReady.add(personId);
      else wasReady.delete(personId);
      return crosses ? [{ personId, at }] : [];
    });
  });
}

const sorted = (crossings: { personId: number; at: number }[]) =>
  crossings.toSorted((one, other) => one.at - other.at || one.personId - other.personId);

it.each([
  acme.playbook.definition.sentence,
  'A free user becomes an SQL when at least 2 key actions in the last 3 days AND zo_company_active_users >= 2',
  'A free user becomes an SQL when activated more than 3 days ago AND zo_company_active_users <= 2',
])('finds the crossings a brute-force look at every moment finds: %s', (sentence) => {
  const rules = rulesOf(sentence);
  fc.assert(
    fc.property(streams, (stream) => {
      const people = peopleOf(stream);
      const through = start + 75 * dayMs;
      const crossings = replayCompany({ groupIds: ['g'], people }, rules, through);
      expect(sorted(crossings)).toEqual(sorted(bruteForce(people, rules, through)));
    }),
    { numRuns: 60 },
  );
});

it('is not helped by anything that happened later', () => {
  fc.assert(
    fc.property(streams, fc.integer({ min: 0, max: 40 * 24 }), (stream, hours) => {
      const end = start + (hours / 24) * dayMs;
      const upTo = (some: Stream) =>
        replayCompany({ groupIds: ['g'], people: peopleOf(some) }, acme, start + 60 * dayMs).filter(
          ({ at }) => at <= end,
        );
      expect(upTo(stream)).toEqual(upTo(stream.filter((one) => one.hours <= hours)));
    }),
    { numRuns: 100 },
  );
});
