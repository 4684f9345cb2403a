/**
 * A draft held against the past: past customers, to see whom it would have caught and how early, and a sample of everybody,
 * to see how many handoffs it would have made.
 */
import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { HubspotFacts } from '../handoff/hubspot-facts.ts';
import type { NormalisedEvent } from '../ingest/event.ts';
import type { HistoryStore, PeopleGroup } from '../store/history-store.ts';
import type { FoldRules, Normalise } from '../store/store.ts';
import { compileRules } from '../usage/compile-rules.ts';
import { type Customer, type HistoryReport, reportCustomers, reportPace } from './history-report.ts';
import { type HistoricCrossing, type HistoricLook, type HistoricPerson, replayCompany } from './replay-company.ts';

const dayMs = 86_400_000;
const paceDays = 56;
const mostCustomers = 50;
const mostSampled = 2_000;

/** A contact that became a customer, with what HubSpot held of it from each moment on. */
export type PastCustomer = {
  contactId: string;
  name: string;
  closedAt: number;
  hubspot: HistoricPerson['hubspot'];
};

export type HistoryParts = {
  store: HistoryStore;
  portalId: number;
  /** Of the draft. */
  rules: FoldRules;
  normalise: Normalise;
  /** The latest customers first; or why they are not known. */
  readCustomers: () => Promise<PastCustomer[] | { unknown: string }>;
  now: number;
  /** Of the people to be replayed. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

/** Throws the signal's reason when it is aborted. Lets other work run between companies. */
export async function replayHistory(parts: HistoryParts): Promise<HistoryReport> {
  const { store, portalId, rules, now, signal } = parts;
  const read = await parts.readCustomers();
  const pastCustomers = 'unknown' in read ? [] : read;
  const contactIds = pastCustomers.map(({ contactId }) => contactId);
  const personOf = await store.personsOfContacts(portalId, contactIds);
  const byPerson = new Map(
    pastCustomers.flatMap((past) => {
      const personId = personOf.get(past.contactId);
      return personId === undefined ? [] : [[personId, past] as const];
    }),
  );
  const sample = await store.samplePersons(portalId, mostSampled);
  const groups = await store.peopleGroups(portalId, [...new Set([...byPerson.keys(), ...sample.personIds])]);
  const events = await eventsOf(parts, groups);

  const customers = [...byPerson]
    .map(([personId, { name, closedAt }]): Customer => ({ personId, name, closedAt }))
    .filter(({ personId, closedAt }) => events.get(personId)?.some(({ eventAt }) => eventAt < closedAt))
    .sort((one, other) => other.closedAt - one.closedAt)
    .slice(0, mostCustomers);

  const crossings: HistoricCrossing[] = [];
  const bestLooks = new Map<number, HistoricLook>();
  const noteLook = (look: HistoricLook) => {
    const closedAt = byPerson.get(look.personId)?.closedAt;
    if (closedAt === undefined || look.at >= closedAt) return;
    const best = bestLooks.get(look.personId);
    if (best !== undefined && best.readiness.conditionsMissing < look.readiness.conditionsMissing) return;
    bestLooks.set(look.personId, look);
  };
  const total = groups.reduce((people, group) => people + group.people.length, 0);
  let done = 0;
  for (const { groupIds, people } of groups) {
    signal?.throwIfAborted();
    const historic = people.map(({ personId, userIds, facts }): HistoricPerson => {
      const hubspot = byPerson.get(personId)?.hubspot ?? asToday(facts);
      return { personId, userIds, events: events.get(personId) ?? [], hubspot };
    });
    crossings.push(...replayCompany({ groupIds, people: historic }, compileRules(rules), now, noteLook));
    done += people.length;
    parts.onProgress?.(done, total);
    await letOthersRun();
  }

  const sampled = new Set(sample.personIds);
  return {
    customers: 'unknown' in read ? read : reportCustomers(customers, crossings, bestLooks),
    pace: reportPace(
      crossings.filter(({ personId }) => sampled.has(personId)),
      {
        from: Math.max(now - paceDays * dayMs, firstMoment(events) ?? now),
        to: now,
        owners: rules.playbook.handoff.owners.length,
        cooldownDays: rules.playbook.cooldownDays,
        people: { replayed: sample.personIds.length, all: sample.all },
      },
    ),
  };
}

/** For whom no history was read, what HubSpot holds today stands for what it held before. */
function asToday(facts: HubspotFacts | null): HistoricPerson['hubspot'] {
  return facts === null ? [] : [{ from: 0, facts }];
}

async function eventsOf(
  { store, portalId, normalise, signal }: HistoryParts,
  groups: PeopleGroup[],
): Promise<Map<number, NormalisedEvent[]>> {
  const personIds = new Set(groups.flatMap(({ people }) => people.map(({ personId }) => personId)));
  const events = new Map<number, NormalisedEvent[]>();
  for (let afterSeq: number | null = 0; afterSeq !== null; ) {
    signal?.throwIfAborted();
    const kept = await store.keptEvents(portalId, personIds, afterSeq);
    for (const { personId, body, receivedAt, source } of kept.events) {
      // The raw text is not looked at again: without it a long history fits in memory.
      const event = { ...normalise(body, receivedAt, source), body: '' };
      const known = events.get(personId);
      if (known) known.push(event);
      else events.set(personId, [event]);
    }
    afterSeq = kept.lastSeq;
    await letOthersRun();
  }
  return events;
}

function firstMoment(events: Map<number, NormalisedEvent[]>): number | null {
  let first: number | null = null;
  for (const some of events.values()) {
    for (const { eventAt } of some) if (first === null || eventAt < first) first = eventAt;
  }
  return first;
}
