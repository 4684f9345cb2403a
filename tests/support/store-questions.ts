/** Everything that pages, reports, watches and simulations ask a store, in a form in which answers can be compared. */
import type { CompanyCardWork } from '../../backend/store/card-store.ts';
import type { HandoffMoment } from '../../backend/store/report-store.ts';
import type { EitherStore } from './engines.ts';
import { normaliseAgain } from './events.ts';
import { dayMs } from './handoffs.ts';
import { acmePlaybook } from './playbooks.ts';
import { type ActsAt, markedAt } from './store-acts.ts';

const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const contactIds = ['503', '501', '502', '900', '77'];
const hubspotCompanyIds = ['901', '900', '501', '77'];
const names = ['Report Created', 'page /pricing', 'Never', 'Never'];
const keys = ids.flatMap((id) => [`contact:${id}`, `company:${id}`, `facts:${id}`, `deal:3${id}`]);

export async function readEverything(store: EitherStore, at: ActsAt): Promise<Record<string, unknown>> {
  return {
    cards: await readCards(store, at),
    home: await readHome(store, at),
    reports: await readReports(store, at),
    settings: await readSettings(store, at),
    values: await readValues(store, at),
    watches: await readWatches(store, at),
    simulation: await readSimulation(store, at),
    history: await readHistory(store, at),
    links: await readLinks(store, at),
    privacy: await readPrivacy(store, at),
    figures: await readFigures(store, at),
    // Nobody else's is ever told.
    other: await store.nearMisses(at.portalId + 1, 9),
    otherPeople: await store.namedPersons(at.portalId + 1, ids),
    otherCard: await store.companyCardWork(at.portalId + 1, '900'),
  };
}

/** Runs the question for each, one after the other. */
async function each<One, Answer>(of: readonly One[], ask: (one: One) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const one of of) answers.push(await ask(one));
  return answers;
}

async function readCards(store: EitherStore, { portalId }: ActsAt) {
  const companyCards = await each(hubspotCompanyIds, (id) => store.companyCardWork(portalId, id));
  const page = { before: Number.MAX_SAFE_INTEGER, limit: 200 };
  return {
    companyCards: companyCards.map((card) => card && withoutTies(card)),
    histories: await each(contactIds, (id) => store.historyWork(portalId, id)),
    events: await each(ids, (id) => store.personEvents(portalId, id, page)),
    olderEvents: await each(ids, (id) => store.personEvents(portalId, id, { before: 9, limit: 2 })),
  };
}

/** Those who are equal in what a list is ordered by may stand in any order. */
function withoutTies(card: CompanyCardWork) {
  const scoreOf = ({ decision }: CompanyCardWork['people'][number]) => decision!.decision.score.points;
  const crossedAt = ({ decision }: CompanyCardWork['people'][number]) => decision!.crossedAt!;
  const byId = (one: { person: { personId: number } }) => one.person.personId;
  return {
    ...card,
    scores: card.people.map(scoreOf),
    crossings: card.crossed.map(crossedAt),
    people: card.people.toSorted((one, other) => byId(one) - byId(other)),
    crossed: card.crossed.toSorted((one, other) => byId(one) - byId(other)),
    personal: { ...card.personal, shown: card.personal.shown.toSorted((one, other) => byId(one) - byId(other)) },
    outsiders: card.outsiders.toSorted((one, other) => byId(one) - byId(other)),
  };
}

async function readHome(store: EitherStore, { portalId, now }: ActsAt) {
  const nearMisses = await store.nearMisses(portalId, 9);
  const toDecide = await each([1, 9], (most) => store.peopleToDecide(portalId, most));
  const steps = await each([0, 1, 2, 5], (after) => store.countPeople(portalId, after, 2));
  return {
    handoffsSince: await each([0, now - dayMs, now + dayMs], (since) => store.handoffsSince(portalId, since, 3)),
    handoffsNow: await store.handoffsNow(portalId, now - dayMs),
    inReview: await store.handoffsInReview(portalId, 9),
    nearMisses: nearMisses.toSorted((one, other) => one.personId - other.personId),
    nearScores: nearMisses.map(({ score }) => score),
    named: await store.namedPersons(portalId, [...ids, 2]),
    lastEventAt: await store.lastEventAt(portalId),
    toDecide: toDecide.map((counted) => ({ ...counted, oldestAt: markedAt(counted.oldestAt) })),
    toDeliver: await each([1, 90], (most) => store.effectsToDeliver(portalId, most)),
    failedCounts: await each([1, 90], (most) => store.effectsFailed(portalId, most)),
    failed: await store.failedEffects(portalId, 20),
    steps,
    everybodyCounted: await store.countPeople(portalId, 0, 100),
    came: await each([0, 2], (after) => store.handoffsCame(portalId, after, 3)),
  };
}

async function readReports(store: EitherStore, { portalId, now }: ActsAt) {
  const moments: HandoffMoment[] = ['opened', 'handed off', 'closed'];
  const spans = [
    { from: 0, to: Number.MAX_SAFE_INTEGER },
    { from: now - dayMs, to: now },
    { from: now, to: now + dayMs + 1 },
  ];
  return {
    spans: await each(moments, (what) => each(spans, (span) => store.handoffIds(portalId, what, span, 4))),
    byIds: await store.handoffsById(portalId, [3, 1, 99, 1]),
    after: await store.handoffsAfter(portalId, 1, 2),
    openNow: await store.openNow(portalId),
  };
}

async function readSettings(store: EitherStore, { portalId, now }: ActsAt) {
  const week = Math.floor(now / (7 * dayMs));
  const sample = await store.sampleWork(portalId);
  return {
    newest: await store.newestEvents(portalId, week, 20),
    named: await each([week - 1, week, week + 1], (of) => store.eventsNamed(portalId, of, names)),
    grants: await store.grants(portalId),
    audit: await store.auditEntries(portalId, { limit: 9 }),
    olderAudit: await store.auditEntries(portalId, { before: 2, limit: 9 }),
    keys: await store.writeKeys(portalId, 9),
    sample: sample && { ...sample, dirtySince: markedAt(sample.dirtySince) },
    peopleOfSample: (await store.peopleOfSample(portalId)).sort(),
    states: await store.effectStates(portalId, keys),
  };
}

async function readValues(store: EitherStore, { portalId }: ActsAt) {
  const ofContacts = await store.factsOfContacts(portalId, contactIds);
  return {
    ofContacts: ofContacts.toSorted((one, other) => one.personId - other.personId),
    handedOff: await each([0, 2], (after) => store.factsOfHandedOff(portalId, after, 3)),
    primary: await store.primaryCompaniesOf(portalId, hubspotCompanyIds),
    underCompany: await each([0, 2], (after) => store.factsUnderCompany(portalId, '900', after, 3)),
  };
}

async function readWatches(store: EitherStore, { portalId, now }: ActsAt) {
  return {
    lastSeen: [...(await store.lastSeen(portalId, names))].sort(),
    hours: await store.arrivalHours(portalId, names),
    newNames: await store.newEventNames(portalId, now - dayMs, 5),
    handedOffTimes: await store.handedOffTimes(portalId, 3),
    linked: await store.linkedContacts(portalId, [5, 4, 3, 2, 1]),
    underWay: [...(await store.effectsUnderWay(portalId, keys))].sort(),
  };
}

async function readSimulation(store: EitherStore, { portalId, rules, now }: ActsAt) {
  const draft = { ...rules, playbook: acmePlaybook({ signals: [], emailDomains: rules.playbook.emailDomains }) };
  const usages = await each([rules, draft], async (by) => {
    const seen: number[] = [];
    const options = { onProgress: (done: number) => void seen.push(done), signal: undefined };
    const folded = await store.foldUsage(portalId, by, normaliseAgain, now, options);
    return { persons: ids.map(folded.person), companies: ids.map(folded.company), events: seen.at(-1) };
  });
  return {
    people: await store.countPersons(portalId),
    everybody: await each([0, 2], (after) => store.everybody(portalId, after, 3)),
    usages,
  };
}

async function readHistory(store: EitherStore, { portalId }: ActsAt) {
  const groups = await store.peopleGroups(portalId, [...ids, 3]);
  return {
    persons: await store.personsOfContacts(portalId, contactIds),
    samples: await each([1, 3, 100], (most) => store.samplePersons(portalId, most)),
    groups,
    kept: await each([0, 5, 10_000], (after) => store.keptEvents(portalId, new Set([1, 2, 3, 4]), after)),
  };
}

async function readLinks(store: EitherStore, { portalId, now }: ActsAt) {
  return {
    contacts: await store.subjectsKnownBy(portalId, 'contact', contactIds),
    companies: await store.subjectsKnownBy(portalId, 'company', hubspotCompanyIds),
    hints: await store.mergeHints(portalId, 'contact', contactIds),
    companyHints: await store.mergeHints(portalId, 'company', hubspotCompanyIds),
    active: await store.contactsByActivity(portalId, null, 9, now),
    behind: await store.contactsByActivity(portalId, { lastActiveAt: now - dayMs, personId: 2 }, 3, now + 1),
    linked: await store.linkedRecords(portalId, 'contact', 0, 9),
    linkedCompanies: await store.linkedRecords(portalId, 'company', 0, 9),
    handoffs: await each(ids, (id) => store.handoff(portalId, id)),
  };
}

async function readPrivacy(store: EitherStore, { portalId }: ActsAt) {
  const exported: Record<string, unknown>[] = [];
  await store.exportPersons(portalId, [1, 2, 3], ['ann@finpilot.test'], (part) => exported.push(part));
  const deletions = await store.privacyDeletions(portalId, 9);
  return {
    exported: exported
      .map((part) => ('since' in part ? { ...part, since: markedAt(part.since as number) } : part))
      .map((part) => JSON.stringify(sorted(part)))
      .sort(),
    // Each database has a salt of its own.
    deletions: deletions.map(({ contactHash: _hash, ...rest }) => JSON.stringify(rest)).sort(),
    waiting: (await store.waitingPrivacyDeletions(portalId, 9)).map((one) => JSON.stringify(one)).sort(),
    refused: await store.forgottenCounts(portalId),
    forgotten: await store.forgotten(portalId),
    dropped: await store.droppedNames(portalId, 9),
    erasures: await store.effectsOfErasures(portalId, 0),
  };
}

async function readFigures(store: EitherStore, { portalId, now }: ActsAt) {
  const figures = await store.portalFigures(portalId, now);
  return { ...figures, undecidedSince: markedAt(figures.undecidedSince) };
}

/** With its fields in one order, however deep. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}
