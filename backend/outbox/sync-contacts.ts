/** Links persons to contacts and writes what is wanted and not yet acknowledged, the open gate last. */
import { gateWritten } from '../handoff/handoff-steps.ts';
import { absentContact } from '../handoff/hubspot-facts.ts';
import { type Delivery, type DeliveryOutcome, deliverContacts } from '../hubspot/deliver-contacts.ts';
import { type ContactLink, linkContacts } from '../hubspot/link-contacts.ts';
import { planValues, type Values } from '../hubspot/write-plan.ts';
import type { Acknowledgement, ContactWork } from '../store/handoff-store.ts';
import type { EffectOutcome } from './effect.ts';
import type { HubspotLane } from './hubspot-lane.ts';
import { backoffMs, type Claimed, done, failed, later, type Settlement } from './lane.ts';

export async function syncContacts(lane: HubspotLane, effects: Claimed<'sync contact'>[]): Promise<Settlement[]> {
  const { store, gateway, portalId } = lane;
  const priority = effects[0]!.priority;
  const works = await store.contactWork(
    portalId,
    effects.map(({ effect }) => effect.personId),
  );
  const workOf = new Map(works.map((work) => [work.person.personId, work]));
  const creatable = new Set(
    effects.filter(({ effect }) => effect.createIfMissing).map(({ effect }) => effect.personId),
  );
  const links = await linkContacts(
    gateway,
    works.map((work) => toLink(work, creatable.has(work.person.personId))),
    priority,
  );
  await rememberAbsent(lane, works, links);
  const deliveries = works.flatMap((work) => toDelivery(work, links.get(work.person.personId)));
  const delivered = await deliverContacts(gateway, deliveries, priority);
  await store.acknowledge(
    portalId,
    'contact',
    works.flatMap((work) => acknowledgementOf(work, links, delivered)),
  );
  await noteOpenGates(lane, delivered);
  return effects.map((effect) => ({
    effect,
    outcome: outcomeOf(
      workOf.get(effect.effect.personId),
      links.get(effect.effect.personId),
      delivered.get(effect.effect.personId),
      effect.attempts,
    ),
  }));
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

function toDelivery({ person, record, companyRecord }: ContactWork, link: ContactLink | undefined): Delivery[] {
  if (link === undefined || !('recordId' in link) || 'conflict' in link) return [];
  const written = { ...record?.written, ...createdWith(link) };
  const companyId = companyRecord?.recordId ?? null;
  const facts = record?.facts ?? null;
  const hasNoCompany = link.created || (facts?.exists === true && facts.primaryCompany === null);
  return [
    {
      personId: person.personId,
      contactId: link.recordId,
      companyId,
      company: null,
      associate: companyId !== null && hasNoCompany,
      contact: planValues(record?.wanted ?? {}, written),
    },
  ];
}

async function rememberAbsent(
  { store, portalId, clock }: HubspotLane,
  works: ContactWork[],
  links: Map<number, ContactLink>,
): Promise<void> {
  const absent = works.filter(({ person }) => 'absent' in (links.get(person.personId) ?? {}));
  if (absent.length === 0) return;
  await store.saveFacts(
    portalId,
    absent.map(({ person }) => ({
      personId: person.personId,
      facts: { ...absentContact, email: person.profile.email },
    })),
    clock.now(),
  );
}

function acknowledgementOf(
  { person: { personId } }: ContactWork,
  links: Map<number, ContactLink>,
  delivered: Map<number, DeliveryOutcome>,
): Acknowledgement[] {
  const link = links.get(personId);
  const outcome = delivered.get(personId);
  if (link !== undefined && 'conflict' in link) {
    return [{ subjectId: personId, recordId: null, written: {}, problem: link.conflict }];
  }
  if (link === undefined || outcome === undefined || !('recordId' in link)) return [];
  const isGone = outcome.problem?.kind === 'gone' && outcome.problem.at !== 'association';
  return [
    {
      subjectId: personId,
      recordId: isGone ? null : (outcome.newContactId ?? link.recordId),
      written: isGone ? {} : { ...createdWith(link), ...outcome.contact },
      problem: outcome.problem?.kind === 'fix the record' ? outcome.problem.reason : null,
      isGone,
    },
  ];
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
  attempts: number,
): EffectOutcome {
  if (work === undefined || link === undefined) return done;
  if ('failed' in link) {
    return link.failed === 'retry' ? later(backoffMs(attempts, link.afterMs), link.reason) : failed(link.reason);
  }
  if ('conflict' in link) return failed(link.conflict);
  if ('absent' in link || delivered === undefined) return done;
  const { problem } = delivered;
  if (problem === null) return done;
  if (problem.kind === 'fix the record') return failed(problem.reason);
  return later(backoffMs(attempts, problem.afterMs ?? 1_000), problem.reason);
}
