/** Whatever arrives in whatever order: the store's usage is what the plain fold over all raw events says. */
import fc from 'fast-check';
import type { RulesStore } from '../../backend/store/rules-store.ts';
import type { IngestStore } from '../../backend/store/store.ts';
import type { Company } from '../../backend/usage/company.ts';
import { bruteForcePersons } from '../support/brute-force-persons.ts';
import { bruteForceUsage } from '../support/brute-force-usage.ts';
import { type EventStream, eventStreams } from '../support/event-streams.ts';
import { normaliseAgain } from '../support/events.ts';
import { acmePlaybook } from '../support/playbooks.ts';
import { rebuildUsage } from '../support/rebuild-usage.ts';
import { withEvents } from '../support/signal-events.ts';

const signals = acmePlaybook().signals.map(({ name, matchers }) => ({
  name,
  events: matchers.flatMap((matcher) => ('event' in matcher ? [matcher.event] : [])),
  pages: matchers.flatMap((matcher) => ('page' in matcher ? [matcher.page] : [])),
}));

/** Compares `runs` random streams, each in a portal of its own. */
export async function compareStreams(store: IngestStore, firstPortalId: number, runs: number): Promise<void> {
  let portalId = firstPortalId;
  await fc.assert(
    fc.asyncProperty(eventStreams, async (stream) => {
      portalId += 1;
      await sendStream(store, portalId, stream);
      expect(await readStore(store, portalId)).toEqual(readRules(stream));
    }),
    { numRuns: runs },
  );
}

/** The same after a rebuild, also when it is the rebuild that learns which events count and whose domains are personal. */
export async function compareRebuilds(
  store: IngestStore & RulesStore,
  firstPortalId: number,
  runs: number,
): Promise<void> {
  let portalId = firstPortalId;
  await fc.assert(
    fc.asyncProperty(eventStreams, async (stream) => {
      portalId += 1;
      const rules = rulesOf(stream);
      const emailDomains = { business: [], personal: [] };
      await sendStream(store, portalId, stream, {
        ...rules,
        playbook: { ...rules.playbook, signals: [], emailDomains },
      });
      await rebuildUsage(store, portalId, rules, normaliseAgain, stream.now);
      expect(await readStore(store, portalId)).toEqual(readRules(stream));
    }),
    { numRuns: runs },
  );
}

export function rulesOf({ timeZone, ignoreBrowserEvents, emailDomains }: EventStream) {
  return { timeZone, playbook: acmePlaybook({ ignoreBrowserEvents, emailDomains }) };
}

async function sendStream(store: IngestStore, portalId: number, stream: EventStream, rules = rulesOf(stream)) {
  for (const group of stream.groups) await store.acceptEvents(portalId, group, rules);
  // The clock passes every midnight on the way to now.
  while ((await store.wakeDue(portalId, stream.now, rulesOf(stream), 100)).more);
}

/** What the plain fold says, in the form in which the store is read. */
export function readRules(stream: EventStream) {
  const { timeZone, ignoreBrowserEvents, emailDomains } = stream;
  const personal = emailDomains.business.includes('gmail.com') ? emailDomains.personal : ['gmail.com'];
  const rules = { signals, exclude: ['acme.test'], personal, timeZone };
  const people = bruteForcePersons(stream.groups.flat(2), ignoreBrowserEvents);
  const { persons, activeUsers } = bruteForceUsage(people, rules, stream.now);
  return {
    persons: Object.fromEntries(
      persons.flatMap(({ keys, userIds, email, company, usage }) =>
        keys.map((key) => [key, { sameAs: [...keys].sort(), userIds, email, company, usage }]),
      ),
    ),
    activeUsers: withoutEmpty([...activeUsers]),
  };
}

/** A company everybody has left stays on record; the plain fold does not know it. */
function withoutEmpty(activeUsers: (readonly [string, number])[]) {
  return Object.fromEntries(activeUsers.filter(([, people]) => people > 0));
}

const allKeys = ['ann', 'ben', 'cat', 'dan', 'phone', 'laptop', 'kiosk'].flatMap((id) => [`u:${id}`, `a:${id}`]);

export async function readStore(store: IngestStore, portalId: number) {
  const companies = new Map<number, Company>();
  for (let companyId = 1; ; companyId += 1) {
    const company = await store.company(portalId, companyId);
    if (!company) break;
    companies.set(companyId, company);
  }
  const nameOf = ({ profile }: Company) =>
    profile.groupIds[0] ? `g:${profile.groupIds[0]}` : `d:${profile.domains[0]}`;
  const found = await Promise.all(
    allKeys.map(async (key) => [key, await store.personByIdentity(portalId, key)] as const),
  );
  const persons = found.flatMap(([key, person]) => {
    if (!person) return [];
    const { profile, usage, companyId } = person;
    const sameAs = found.flatMap(([other, them]) => (them?.personId === person.personId ? [other] : [])).sort();
    const company = companyId === null ? null : nameOf(companies.get(companyId)!);
    const sorted = { ...usage, signals: withEvents(usage), eventNames: [...usage.eventNames].sort() };
    return [[key, { sameAs, userIds: profile.userIds, email: profile.email, company, usage: sorted }] as const];
  });
  const active = [...companies.values()].map((company) => [nameOf(company), company.activeUsers] as const);
  return { persons: Object.fromEntries(persons), activeUsers: withoutEmpty(active) };
}
