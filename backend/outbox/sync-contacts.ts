/** Links persons to contacts and writes what is wanted and not yet acknowledged, the open gate last. */
import { activeUsers, localDay } from '@zo/shared';
import type { RecordState } from '../handoff/decision.ts';
import { handoffStatuses, isOpen } from '../handoff/handoff.ts';
import { gateWritten } from '../handoff/steps/opening.ts';
import { type Delivery, type DeliveryOutcome, deliverContacts } from '../hubspot/deliver-contacts.ts';
import { type ContactLink, linkContacts } from '../hubspot/link-contacts.ts';
import { gateProperty, planValues, type Values, withoutOpenGate } from '../hubspot/write-plan.ts';
import { isSampleCompany, isSamplePerson } from '../sample/is-sample.ts';
import type { Acknowledgement, ContactWork } from '../store/handoff-store.ts';
import { factsOfAbsent } from './absent-contacts.ts';
import type { EffectOutcome, Priority } from './effect.ts';
import { readChangedEffect, readFactsEffect } from './effect.ts';
import { type Freed, freeUserIds } from './free-user-ids.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';
import { reportConflicts, uniteContacts } from './unite-contacts.ts';

export async function syncContacts(lane: HubspotLane, effects: Claimed<'sync contact'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId } = lane;
  const priority = effects[0]!.priority;
  const loaded = await store.contactWork(
    portalId,
    effects.map(({ effect }) => effect.personId),
  );
  const workOf = new Map(loaded.map((work) => [work.person.personId, work]));
  const creatable = new Set(
    effects
      .filter(({ effect }) => mayCreate(lane, workOf.get(effect.personId), effect.createIfMissing))
      .map(({ effect }) => effect.personId),
  );
  const links = await linkContacts(
    gateway,
    loaded.map((work) => toLink(work, creatable.has(work.person.personId))),
    priority,
  );
  const united = await uniteContacts(lane, loaded, links);
  const works = loaded.filter(({ person }) => !united.has(person.personId));
  await reportConflicts(lane, works, links);
  await rememberAbsent(lane, works, links, priority);
  const effectOf = new Map(effects.map((effect) => [effect.effect.personId, effect]));
  const held = new Set(
    works
      .filter((work) => {
        const { personId } = work.person;
        const attempts = effectOf.get(personId)?.attempts ?? 1;
        const isAwaited = opensGate(work) || isSamplePerson(work.person.profile);
        return isAwaited && attempts <= mostWaits && isEarly(lane, work, links.get(personId));
      })
      .map(({ person }) => person.personId),
  );
  const deliveries = works.flatMap((work) =>
    toDelivery(work, links.get(work.person.personId), held.has(work.person.personId)),
  );
  const sentTo = new Map(deliveries.map(({ personId, contact }) => [personId, Object.keys(contact ?? {})]));
  if (works.every(isKnown) && deliveries.every(isPlain)) lane.turn?.letNext();
  const delivered = await deliverContacts(gateway, deliveries, priority);
  const isWriting = deliveries.some(({ contact }) => contact !== null);
  const restMs = isWriting ? (lane.restAfterWrite?.() ?? 0) : 0;
  await store.acknowledge(
    portalId,
    'contact',
    works.flatMap((work) => acknowledgementOf(work, links, delivered, sentTo)),
  );
  const contactOf = (personId: number) => contactIdOf(links.get(personId), delivered.get(personId));
  const freed = await freeUserIds(lane, works, delivered, contactOf, priority);
  await lookForGone(lane, delivered);
  await noteOpenGates(lane, delivered);
  await readAgain(lane, works, links, delivered);
  return effects.map((effect) => ({
    effect,
    outcome: united.has(effect.effect.personId)
      ? later(0, 'became one with another product user')
      : outcomeOf(
          workOf.get(effect.effect.personId),
          links.get(effect.effect.personId),
          delivered.get(effect.effect.personId),
          held.has(effect.effect.personId),
          freed.get(effect.effect.personId),
          effect.attempts,
          restMs,
        ),
  }));
}

/** Somebody deleted the contact: only a handoff that was opened since makes it anew, as the one of then is over. */
function mayCreate(lane: HubspotLane, work: ContactWork | undefined, createIfMissing: boolean): boolean {
  const wasDeleted = work?.record?.recordId === null && work.record.deleted != null;
  return (createIfMissing && !wasDeleted) || isHandedOff(lane, work);
}

/** The crossing asked for the contact; a later wish for the same effect must not take that back. */
function isHandedOff({ state }: HubspotLane, work: ContactWork | undefined): boolean {
  const status = handoffStatuses.find((one) => one === work?.record?.wanted.zo_handoff_status);
  return status !== undefined && isOpen(status) && state.playbook.contacts !== 'update only';
}

const companyComesMs = 500;
const mostWaits = 120;

function opensGate({ record }: ContactWork): boolean {
  return record?.wanted[gateProperty] === 'open' && record.written[gateProperty] !== 'open';
}

/**
 * The order of writing is company, association, gate: the workflow's filters look at the company, and only the gate enrols
 * again. So the gate waits for the company's values, and for knowing whether the contact has a company at all; but not
 * for a company that HubSpot will not have. A sample contact, whose gate never opens, waits for the company it is put under.
 */
function isEarly(
  { state, clock }: HubspotLane,
  { company, companyRecord, record }: ContactWork,
  link: ContactLink | undefined,
): boolean {
  if (company === null) return false;
  if (companyRecord?.recordId == null) {
    const isMade = state.playbook.companies === 'create' || isSampleCompany(company.profile);
    return isMade && (companyRecord?.problem ?? null) === null;
  }
  const today = localDay(clock.now(), state.portal.timeZone);
  if (companyRecord.written.zo_company_active_users !== String(activeUsers(company.usage, today))) return true;
  return link !== undefined && isFoundAnew(link, record);
}

/** HubSpot had no such contact when it was asked for facts, and now it has one that was not made just now. */
function isFoundAnew(link: ContactLink, record: RecordState | null): boolean {
  return 'recordId' in link && !('conflict' in link) && !link.created && record?.facts?.exists !== true;
}

function toLink({ person, record }: ContactWork, createIfMissing: boolean) {
  const { profile, personId } = person;
  return {
    personId,
    userId: profile.userIds[0] ?? null,
    email: profile.email,
    createIfMissing,
    recordId: record?.recordId ?? null,
    properties: {
      ...record?.wanted,
      ...(profile.firstName === null ? {} : { firstname: profile.firstName }),
      ...(profile.lastName === null ? {} : { lastname: profile.lastName }),
    },
  };
}

/** The values a contact was created with are acknowledged already. */
function createdWith(link: ContactLink | undefined): Values {
  return link !== undefined && 'created' in link && link.created ? link.written : {};
}

function toDelivery(
  { person, record, companyRecord }: ContactWork,
  link: ContactLink | undefined,
  isHeld: boolean,
): Delivery[] {
  if (link === undefined || !('recordId' in link) || 'conflict' in link) return [];
  const written = { ...record?.written, ...createdWith(link) };
  const companyId = companyRecord?.recordId ?? null;
  const facts = record?.facts ?? null;
  const planned = planValues(record?.wanted ?? {}, written);
  const hasNoCompany = link.created || (facts?.exists === true && facts.primaryCompany === null);
  return [
    {
      personId: person.personId,
      contactId: link.recordId,
      companyId,
      company: null,
      associate: companyId !== null && hasNoCompany,
      contact: isHeld ? withoutOpenGate(planned ?? {}).others : planned,
    },
  ];
}

/** Its contact was known before, so that no other batch can be about to find or make the same one. */
function isKnown({ person, record }: ContactWork): boolean {
  return record?.recordId != null && !isSamplePerson(person.profile);
}

/** Nothing but values of the contact: neither the company's work nor what a workflow waits for. */
function isPlain({ associate, contact }: Delivery): boolean {
  return !associate && contact?.[gateProperty] !== 'open';
}

async function rememberAbsent(
  lane: HubspotLane,
  works: ContactWork[],
  links: Map<number, ContactLink>,
  priority: Priority,
): Promise<void> {
  const absent = works.filter(({ person }) => 'absent' in (links.get(person.personId) ?? {}));
  if (absent.length === 0) return;
  const askedAt = lane.clock.now();
  await lane.store.saveFacts(lane.portalId, await factsOfAbsent(lane, absent, priority, false), askedAt);
}

function acknowledgementOf(
  { person: { personId } }: ContactWork,
  links: Map<number, ContactLink>,
  delivered: Map<number, DeliveryOutcome>,
  sentTo: Map<number, string[]>,
): Acknowledgement[] {
  const link = links.get(personId);
  const outcome = delivered.get(personId);
  if (link !== undefined && 'conflict' in link) {
    return [{ subjectId: personId, recordId: null, written: {}, problem: link.conflict }];
  }
  if (link === undefined || outcome === undefined || !('recordId' in link)) return [];
  if (isGone(outcome)) return [];
  return [
    {
      subjectId: personId,
      recordId: contactIdOf(link, outcome),
      written: { ...createdWith(link), ...outcome.contact },
      // What was not answered may have been done. What comes after it in the order of writing was not sent: that is no loss.
      unsure: outcome.problem?.kind === 'retry' ? (sentTo.get(personId) ?? []) : [],
      problem: outcome.problem?.kind === 'fix the record' ? outcome.problem.reason : null,
    },
  ];
}

function contactIdOf(link: ContactLink | undefined, outcome: DeliveryOutcome | undefined): string | null {
  return outcome?.newContactId ?? (link !== undefined && 'recordId' in link ? link.recordId : null);
}

function isGone({ problem }: DeliveryOutcome): boolean {
  return problem?.kind === 'gone' && problem.at !== 'association';
}

/** Deleted, or merged: whichever it was is seen by reading it. */
async function lookForGone(
  { store, portalId, clock }: HubspotLane,
  delivered: Map<number, DeliveryOutcome>,
): Promise<void> {
  const personIds = [...delivered].filter(([, outcome]) => isGone(outcome)).map(([personId]) => personId);
  if (personIds.length > 0) await store.enqueue(portalId, personIds.map(readChangedEffect), clock.now());
}

/** What HubSpot has of a contact that was just made or found, or put under a company, is not known yet. */
async function readAgain(
  { store, portalId, clock }: HubspotLane,
  works: ContactWork[],
  links: Map<number, ContactLink>,
  delivered: Map<number, DeliveryOutcome>,
): Promise<void> {
  const personIds = works.flatMap(({ person: { personId }, record }) => {
    const link = links.get(personId);
    const isNew = link !== undefined && (isFoundAnew(link, record) || ('created' in link && link.created));
    return isNew || delivered.get(personId)?.isAssociated ? [personId] : [];
  });
  if (personIds.length > 0) await store.enqueue(portalId, personIds.map(readFactsEffect), clock.now());
}

async function noteOpenGates(
  { store, portalId, clock }: HubspotLane,
  delivered: Map<number, DeliveryOutcome>,
): Promise<void> {
  for (const [personId, { contact }] of delivered) {
    if (contact.zo_handoff_gate !== 'open') continue;
    const now = clock.now();
    await store.transactHandoff(portalId, { personId }, now, ({ handoff }) => ({
      answer: null,
      change: (handoff && gateWritten(handoff, now)) ?? undefined,
    }));
  }
}

function outcomeOf(
  work: ContactWork | undefined,
  link: ContactLink | undefined,
  delivered: DeliveryOutcome | undefined,
  isHeld: boolean,
  freed: Freed | undefined,
  attempts: number,
  restMs: number,
): EffectOutcome {
  if (work === undefined || link === undefined) return done;
  if ('failed' in link) {
    return link.failed === 'retry' ? later(backoffMs(attempts, link.afterMs), link.reason) : failed(link.reason);
  }
  if ('conflict' in link) return failed(link.conflict);
  if ('absent' in link || delivered === undefined) return done;
  const { problem } = delivered;
  if (problem === null && isHeld) return later(companyComesMs, 'the company is written before the gate opens');
  if (problem === null) return { outcome: 'done', restMs };
  // Another system may write the id back each time.
  if (freed !== undefined) return later(backoffMs(attempts, freed.afterMs), freed.reason);
  if (problem.kind === 'fix the record') return failed(problem.reason);
  return later(backoffMs(attempts, problem.afterMs ?? 1_000), problem.reason);
}
