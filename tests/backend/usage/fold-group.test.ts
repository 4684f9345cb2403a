import type { NormalisedEvent } from '../../../backend/ingest/event.ts';
import { compileRules } from '../../../backend/usage/compile-rules.ts';
import { foldGroup } from '../../../backend/usage/fold-group.ts';
import type { Changes, LoadedState } from '../../../backend/usage/group-state.ts';
import { event } from '../../support/events.ts';
import { acmePlaybook } from '../../support/playbooks.ts';

const rules = compileRules({ playbook: acmePlaybook(), timeZone: 'Europe/Berlin' });
const noon = Date.parse('2026-03-10T12:00:00+01:00');
const at = (is: Partial<NormalisedEvent>) => event({ receivedAt: noon, eventAt: noon, ...is });

function emptyState(): LoadedState {
  return {
    identities: new Map(),
    persons: new Map(),
    companyKeys: new Map(),
    companies: new Map(),
    nextPersonId: 1,
    nextCompanyId: 1,
  };
}

function fold(state: LoadedState, events: NormalisedEvent[], now = noon): Changes {
  return foldGroup(
    state,
    events.map((one, index) => ({ event: one, seq: index + 1 })),
    rules,
    now,
  );
}

/** The state as the next group would load it. */
function loadedAfter(state: LoadedState, changes: Changes): LoadedState {
  const persons = new Map(state.persons);
  for (const { person } of changes.persons) {
    const left = new Set(
      changes.membersRemoved.filter((row) => row.personId === person.personId).map((row) => row.companyId),
    );
    const kept = (persons.get(person.personId)?.memberships ?? []).filter(({ companyId }) => !left.has(companyId));
    const added = changes.membersAdded.filter((row) => row.personId === person.personId);
    persons.set(person.personId, { person: structuredClone(person), memberships: [...kept, ...added] });
  }
  const wakes = new Map(changes.companyWakes.map(({ companyId, dueAt }) => [companyId, dueAt]));
  const companies = new Map(state.companies);
  for (const { company } of changes.companies) {
    const wakeAt = wakes.get(company.companyId) ?? companies.get(company.companyId)?.wakeAt ?? null;
    companies.set(company.companyId, { company: structuredClone(company), wakeAt });
  }
  return { ...state, persons, companies };
}

describe('who must be decided again', () => {
  const known = (events: NormalisedEvent[]) => {
    const state = emptyState();
    return loadedAfter(state, fold(state, events));
  };

  it.each<[string, NormalisedEvent[], NormalisedEvent, number[]]>([
    ['a new user', [], at({}), [1]],
    ['a signal counted', [at({})], at({}), [1]],
    [
      'another hour of activity',
      [at({ name: 'Signed In' })],
      at({ name: 'Signed In', eventAt: noon + 3_600_000 }),
      [1],
    ],
    ['a changed plan', [at({})], at({ type: 'identify', traits: { plan: 'pro' } }), [1]],
    ['a company joined', [at({})], at({ type: 'group', groupId: 'g1' }), [1]],
    ['more of the same hour without a signal', [at({ name: 'Signed In' })], at({ name: 'Signed In' }), []],
    [
      'traits that say what is known',
      [at({ type: 'identify', traits: { plan: 'pro' } })],
      at({ type: 'identify', traits: { plan: 'pro' } }),
      [],
    ],
    ['an anonymous visitor', [], at({ userId: null, anonymousId: 'a1' }), []],
    ['a test event', [at({})], at({ excluded: 'test' }), []],
  ])('%s', (_what, before, next, expected) => {
    expect(fold(known(before), [next]).dirtyPersons).toEqual(expected);
  });

  it('names a person once, however many of the events are theirs', () => {
    const changes = fold(emptyState(), [at({}), at({}), at({ type: 'group', groupId: 'g1' })]);
    expect(changes.dirtyPersons).toEqual([1]);
    expect(changes.persons).toHaveLength(1);
    expect(changes.companies).toHaveLength(1);
  });

  it('asks for all members when the company’s active users reach what the definition needs', () => {
    const state = known([at({}), at({ type: 'group', groupId: 'g1' })]);
    const joined = fold(state, [at({ userId: 'tim' }), at({ userId: 'tim', type: 'group', groupId: 'g1' })]);
    expect(joined.dirtyMembersOf).toEqual([1]);
    const third = loadedAfter(state, joined);
    const more = fold(third, [at({ userId: 'lee' }), at({ userId: 'lee', type: 'group', groupId: 'g1' })]);
    expect(more.companies[0]?.company.activeUsers).toBe(3);
    expect(more.dirtyMembersOf).toEqual([]);
  });

  it('leaves the company alone while the same people are active on the same day', () => {
    const state = known([at({}), at({ type: 'group', groupId: 'g1' })]);
    const changes = fold(state, [at({ eventAt: noon + 1 }), at({ type: 'group', groupId: 'g1' })]);
    expect([changes.companies, changes.companyWakes, changes.effects]).toEqual([[], [], []]);
  });
});

it('records no merge of a person that came and went within the group', () => {
  const changes = fold(emptyState(), [at({ userId: null, anonymousId: 'a1' }), at({}), at({ anonymousId: 'a1' })]);
  expect(changes.merges).toEqual([]);
  expect(changes.persons.map(({ person }) => person.personId)).toEqual([2]);
  expect(changes.personIds).toEqual([2, 2, 2]);
  expect(changes.identities.map(({ identity, personId }) => [identity, personId])).toEqual([
    ['a:a1', 2],
    ['u:sarah', 2],
  ]);
});

it.each(['constructor', 'toString', 'valueOf'])(
  'counts a signal called %s like any other, alone and through a merge',
  (name) => {
    const playbook = { ...acmePlaybook(), signals: [{ name, matchers: [{ event: 'Report Created' }] }] };
    const named = compileRules({ playbook, timeZone: 'Europe/Berlin' });
    const events = [
      at({ userId: 'one', name: 'Report Created' }),
      at({ userId: null, anonymousId: 'visitor', name: 'Report Created' }),
      at({ userId: 'one', anonymousId: 'visitor', name: 'Report Created' }),
    ];
    const { persons } = foldGroup(
      emptyState(),
      events.map((one, index) => ({ event: one, seq: index + 1 })),
      named,
      noon,
    );
    expect(persons.map(({ person }) => person.usage.signals[name]?.total)).toEqual([3]);
  },
);
