/**
 * A database with much in it, filled by the product's own store in this process: everybody's month of events, normalised
 * and folded as at the door, only in fewer and larger commits.
 */

import { type MessageContext, normaliseMessage } from '../../backend/ingest/normalise-message.ts';
import { readPlaybook } from '../../backend/playbook/read-playbook.ts';
import { openSqliteStore } from '../../backend/store/sqlite/open.ts';
import { eventNames } from './load/messages.ts';
import { portalId } from './product.ts';

export type Population = { people: number; companies: number; eventsEach: number };

const dayMs = 86_400_000;
const monthDays = 30;
const peoplePerCommit = 100;
/** One company has a tenth of all people. */
const inFattest = 10;

export function emailOf(index: number, { companies }: Population): string {
  const company = index % inFattest === 0 ? 0 : 1 + (index % (companies - 1));
  return `person${index}@card${company}.test`;
}

export async function fillDatabase(
  file: string,
  playbookSource: string,
  population: Population,
  say: (line: string) => void = () => {},
): Promise<void> {
  const store = await openSqliteStore(file, { neverFlushed: true });
  try {
    const portal = await store.portal(portalId);
    const read = readPlaybook(playbookSource);
    if (portal === null || 'errors' in read) throw new Error('there is no portal, or no playbook for it');
    const rules = { playbook: read.playbook, timeZone: portal.timeZone };
    const now = Date.now();
    for (let first = 0; first < population.people; first += peoplePerCommit) {
      const events = [];
      for (let person = first; person < Math.min(first + peoplePerCommit, population.people); person += 1) {
        for (let index = 0; index < population.eventsEach; index += 1) {
          events.push(eventOf(person, index, population, now));
        }
      }
      await store.acceptEvents(portalId, [events], rules);
      if (first % 50_000 === 0) say(`filling: ${first} of ${population.people} people`);
    }
  } finally {
    await store.close();
  }
}

/** The person's first message introduces them; the others are spread evenly over the month that ends now. */
function eventOf(person: number, index: number, population: Population, now: number) {
  const age = 1 - (index + 1) / population.eventsEach;
  const context: MessageContext = { receivedAt: Math.floor(now - age * monthDays * dayMs), source: 'server' };
  const about = {
    messageId: `fill-${String(person).padStart(6, '0')}-${String(index).padStart(4, '0')}`,
    userId: `person-${person}`,
    context: { library: { name: '@segment/analytics-node', version: '3.1.0' }, ip: '203.0.113.7' },
  };
  const message =
    index === 0
      ? {
          ...about,
          type: 'identify',
          traits: { email: emailOf(person, population), firstName: 'Person', lastName: `Number ${person}` },
        }
      : {
          ...about,
          type: 'track',
          event: index === 1 ? 'Onboarding Completed' : eventNames[(person + index) % eventNames.length],
          properties: { plan: 'free', seats: 4, note: 'x'.repeat(60) },
        };
  const { event, rejected } = normaliseMessage(message, context);
  if (event === undefined) throw new Error(rejected);
  return event;
}
