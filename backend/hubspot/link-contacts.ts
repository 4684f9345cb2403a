/**
 * Finds the contact of each person, or creates it: by known id, else by `zo_user_id`, else by e-mail (additional addresses
 * too), else by creating. Never by search, which lags, and never by upsert on e-mail, which may overwrite a primary address.
 *
 * Every attempt looks before it creates, so an attempt whose answer was lost is settled by the next one.
 */
import type { Priority } from '../outbox/effect.ts';
import { wordHeldContact } from './contact-conflicts.ts';
import { decideLink, decideLinkTo, isRecord, type LinkDecision, type Person } from './decide-link.ts';
import type { HubspotGateway } from './hubspot-gateway.ts';
import type { CreateOutcome } from './hubspot-record.ts';
import type { ReadResult } from './read-records.ts';
import { type Values, withoutOpenGate } from './write-plan.ts';

export type PersonToLink = Person & {
  /** Known id: taken as it is, without a call. A write that finds it gone says so. */
  recordId: string | null;
  /** For a new contact: values wanted on it, names included. E-mail and userId are added; an open gate is left out. */
  properties: Values;
};

export type ContactLink =
  /** `written`: the values a created contact was made with. */
  | { recordId: string; created: false }
  | { recordId: string; created: true; written: Values }
  /** HubSpot has no such contact, and none may be created. */
  | { absent: true }
  /** `holderId`: the person of ours, linked at the same time, who has it; else HubSpot names the user. */
  | { conflict: string; recordId: string; heldBy: string; holderId?: number }
  | { failed: 'retry'; reason: string; afterMs: number }
  | { failed: 'fix the record'; reason: string; properties: string[] };

type Gateway = Pick<HubspotGateway, 'readContacts' | 'createContacts'>;

const retryMs = 2_000;
/** After a lost answer: by then a contact that was created after all can be found. */
const lookAgainMs = 5_000;
const lookedFor = ['email', 'zo_user_id'];

/** By person. Throws what concerns the whole portal. */
export async function linkContacts(
  gateway: Gateway,
  persons: readonly PersonToLink[],
  priority: Priority,
): Promise<Map<number, ContactLink>> {
  const links = new Map<number, ContactLink>();
  const unknown = persons.filter(({ personId, recordId }) => {
    if (recordId !== null) links.set(personId, { recordId, created: false });
    return recordId === null;
  });
  const byUserId = await read(
    'zo_user_id',
    unknown.map(({ userId }) => userId),
  );
  const byEmail = await read(
    'email',
    unknown.filter(({ userId }) => !isRecord(byUserId.get(userId ?? ''))).map(({ email }) => email),
  );

  const toCreate: PersonToLink[] = [];
  for (const person of unknown) {
    const decision = decideLink(
      person,
      byUserId.get(person.userId ?? '') ?? null,
      byEmail.get(person.email ?? '') ?? null,
    );
    if ('create' in decision) toCreate.push(person);
    else settle(person, decision);
  }
  await create(toCreate);
  reportSharedContacts(persons, links);
  return links;

  async function read(by: string, values: (string | null)[]): Promise<ReadResult> {
    const asked = values.filter((value) => value !== null);
    return asked.length === 0
      ? new Map()
      : gateway.readContacts({ by, values: asked, properties: lookedFor }, priority);
  }

  function settle({ personId }: Person, decision: Exclude<LinkDecision, { create: true }>): void {
    links.set(personId, 'link' in decision ? { recordId: decision.link, created: false } : decision);
  }

  async function create(wanted: PersonToLink[]): Promise<void> {
    const { first, later } = onePerAddress(wanted);
    if (first.length === 0) return;
    const inputs = first.map((person) => ({ trace: traceOf(person), properties: propertiesOfNew(person) }));
    const outcomes = await gateway.createContacts(inputs, priority);
    const existing: { person: PersonToLink; id: string }[] = [];
    for (const person of first) {
      const outcome = outcomes.get(traceOf(person));
      if (outcome?.ok === false && outcome.kind === 'already exists' && outcome.existingId !== null) {
        existing.push({ person, id: outcome.existingId });
      } else links.set(person.personId, linkOfCreated(outcome, propertiesOfNew(person)));
    }
    await adopt(existing);
    for (const { person, holder } of later) {
      const taken = links.get(holder.personId);
      links.set(
        person.personId,
        taken !== undefined && 'recordId' in taken && holder.userId !== null
          ? conflictWith(taken.recordId, holder)
          : { failed: 'retry', reason: 'another person with this e-mail address is linked first', afterMs: retryMs },
      );
    }
  }

  /** Somebody created the contact between our look and our creation. */
  async function adopt(existing: { person: PersonToLink; id: string }[]): Promise<void> {
    const records = await read(
      'id',
      existing.map(({ id }) => id),
    );
    for (const { person, id } of existing) {
      const record = records.get(id);
      const decision = isRecord(record) ? decideLinkTo(person, record) : null;
      if (decision === null || 'create' in decision) {
        links.set(person.personId, {
          failed: 'retry',
          reason: `contact ${id} is there and cannot be read`,
          afterMs: retryMs,
        });
      } else settle(person, decision);
    }
  }
}

function traceOf({ personId }: Person): string {
  return `person-${personId}`;
}

export function propertiesOfNew({ userId, email, properties }: PersonToLink): Values {
  return {
    ...withoutOpenGate(properties).others,
    ...(email === null ? {} : { email }),
    ...(userId === null ? {} : { zo_user_id: userId }),
  };
}

function linkOfCreated(outcome: CreateOutcome | undefined, written: Values): ContactLink {
  if (outcome?.ok) return { recordId: outcome.id, created: true, written };
  if (outcome?.kind === 'fix the record') {
    return { failed: 'fix the record', reason: outcome.reason, properties: outcome.properties };
  }
  const reason = outcome?.reason ?? 'HubSpot said nothing about this contact';
  return { failed: 'retry', reason, afterMs: outcome?.kind === 'retry' ? outcome.afterMs : lookAgainMs };
}

/** Two product users with one e-mail address cannot both have a contact: the one named first gets it. */
function onePerAddress(persons: PersonToLink[]) {
  const holders = new Map<string, PersonToLink>();
  const later: { person: PersonToLink; holder: PersonToLink }[] = [];
  const first = persons.filter((person) => {
    const holder = person.email === null ? undefined : holders.get(person.email);
    if (holder !== undefined) later.push({ person, holder });
    else if (person.email !== null) holders.set(person.email, person);
    return holder === undefined;
  });
  return { first, later };
}

/** Two people of ours with the same contact: the first named keeps it, so that they do not overwrite each other. */
function reportSharedContacts(persons: readonly PersonToLink[], links: Map<number, ContactLink>): void {
  const holders = new Map<string, PersonToLink>();
  for (const person of persons) {
    const link = links.get(person.personId);
    if (link === undefined || !('recordId' in link) || 'conflict' in link) continue;
    const holder = holders.get(link.recordId);
    if (holder === undefined) holders.set(link.recordId, person);
    else links.set(person.personId, conflictWith(link.recordId, holder));
  }
}

function conflictWith(recordId: string, { userId, personId }: PersonToLink): ContactLink {
  const heldBy = userId ?? `person ${personId}`;
  return { conflict: wordHeldContact(recordId, heldBy), recordId, heldBy, holderId: personId };
}
