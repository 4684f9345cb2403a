/** A company on trial: two people in HubSpot, and the events that make the first of them cross. */
import type { Handoff } from '../../backend/handoff/handoff.ts';
import type { HubspotEnrolment } from '../../sandbox/demo/hubspot-state.ts';
import { waitUntil } from '../../sandbox/demo/wait-until.ts';
import type { Alarm, Contact, RunningProduct } from './running-product.ts';

export type TrialPerson = { userId: string; email: string; firstName: string; lastName: string };
export type TrialCompany = {
  name: string;
  groupId: string;
  domain: string;
  champion: TrialPerson;
  teammate: TrialPerson;
};

const dayMs = 86_400_000;
const minuteMs = 60_000;
let count = 0;

/** Names nobody else has, so that tests share one running product. */
export function inventCompany(words = 'Trial'): TrialCompany {
  count += 1;
  const label = `${words.toLowerCase().replaceAll(' ', '-')}-${count}`;
  const person = (firstName: string): TrialPerson => ({
    userId: `${firstName.toLowerCase()}-${label}`,
    email: `${firstName.toLowerCase()}@${label}.test`,
    firstName,
    lastName: `Of${words.replaceAll(' ', '')}${count}`,
  });
  return {
    name: `${words} ${count}`,
    groupId: `group-${label}`,
    domain: `${label}.test`,
    champion: person('Ada'),
    teammate: person('Ben'),
  };
}

export type Alert = { place: string; shown: string };

export type InHubspot = {
  /** Properties of the champion's contact. */
  contact?: Record<string, string>;
  employees?: number;
};

/** As a sign-up form would have made them. Returns the contact id of the champion. */
export async function addToHubspot(
  product: RunningProduct,
  company: TrialCompany,
  more: InHubspot = {},
): Promise<string> {
  await product.hubspot('POST', '/sandbox/settings', { autoAssociateByDomain: true });
  const { name, domain, champion, teammate } = company;
  const employees = more.employees ?? 85;
  await product.hubspot('POST', '/sandbox/objects/companies', {
    properties: { name, domain, numberofemployees: String(employees) },
  });
  for (const person of [champion, teammate]) {
    const properties = {
      email: person.email,
      firstname: person.firstName,
      lastname: person.lastName,
      lifecyclestage: 'lead',
      ...(person === champion ? more.contact : {}),
    };
    await product.hubspot('POST', '/sandbox/objects/contacts', { properties });
  }
  const associated = await waitUntil<Contact>(
    `${champion.email} to be at ${name} in HubSpot`,
    async () => {
      const [ada, ben] = await Promise.all([product.contact(champion.email), product.contact(teammate.email)]);
      return ada.companies.length + ben.companies.length === 2 ? { value: ada } : { instead: 'no association' };
    },
    30_000,
    50,
  );
  await product.hubspot('POST', '/sandbox/settings', { autoAssociateByDomain: false });
  return associated.contact.id;
}

/** Everything but the last step: score 65, one active user. */
export function useBefore(product: RunningProduct, company: TrialCompany): Record<string, unknown>[] {
  const { champion, teammate } = company;
  const at = (agoMs: number) => new Date(product.clock.now() - agoMs).toISOString();
  const did = (event: string, agoMs: number) => track(champion, event, at(agoMs));
  return [
    ...signUp(company, champion, at(4 * dayMs)),
    ...signUp(company, teammate, at(2 * dayMs)),
    did('Onboarding Completed', 3 * dayMs),
    did('Teammate Invited', 2 * dayMs),
    did('Teammate Invited', 2 * dayMs),
    ...Array.from({ length: 13 }, (_, index) => did('Report Created', (index % 3) * dayMs + 60 * minuteMs)),
    did('Dashboard Shared', 3 * minuteMs),
  ];
}

/** The teammate's first activity: the second active user. */
export function lastStep(product: RunningProduct, { teammate }: TrialCompany): Record<string, unknown> {
  return track(teammate, 'Dashboard Viewed', new Date(product.clock.now()).toISOString());
}

export async function cross(product: RunningProduct, company: TrialCompany): Promise<void> {
  await product.send([...useBefore(product, company), lastStep(product, company)]);
}

export function signUp(company: TrialCompany, person: TrialPerson, timestamp: string): Record<string, unknown>[] {
  const { userId, email, firstName, lastName } = person;
  return [
    { type: 'identify', userId, timestamp, traits: { email, firstName, lastName, plan: 'free' } },
    { type: 'group', userId, timestamp, groupId: company.groupId, traits: { name: company.name } },
  ];
}

export function track({ userId }: { userId: string }, event: string, timestamp: string): Record<string, unknown> {
  count += 1;
  return { type: 'track', userId, event, timestamp, messageId: `message-${process.pid}-${count}` };
}

/** Waits for values of the champion's contact; a null means empty. Says what is there instead. */
export async function expectValues(
  product: RunningProduct,
  email: string,
  wanted: Record<string, string | RegExp | null>,
  withinMs = 15_000,
): Promise<Contact> {
  return waitUntil<Contact>(
    `${email} to have ${JSON.stringify(wanted, (_, value) => (value instanceof RegExp ? String(value) : value))}`,
    async () => {
      const found = await product.contact(email).catch(() => null);
      if (found === null) return { instead: 'no contact' };
      const { values } = found.contact;
      const wrong = Object.entries(wanted).filter(([name, value]) => {
        const is = values[name] ?? '';
        return value instanceof RegExp ? !value.test(is) : is !== (value ?? '');
      });
      if (wrong.length === 0) return { value: found };
      return { instead: wrong.map(([name]) => `${name} "${values[name] ?? ''}"`).join(', ') };
    },
    withinMs,
    50,
  );
}

/** The newest handoff of a contact, once it looks as wanted. */
export async function expectHandoff(
  product: RunningProduct,
  company: TrialCompany,
  wanted: string,
  isIt: (handoff: Handoff) => boolean,
  withinMs = 15_000,
): Promise<Handoff> {
  return waitUntil<Handoff>(
    `the handoff at ${company.name} to be ${wanted}`,
    async () => {
      const handoff = await handoffOf(product, company);
      if (handoff && isIt(handoff)) return { value: handoff };
      return { instead: handoff ? JSON.stringify({ ...handoff, receipt: null }) : 'no handoff' };
    },
    withinMs,
    50,
  );
}

export async function handoffOf(product: RunningProduct, company: TrialCompany): Promise<Handoff | undefined> {
  return (await handoffsOf(product, company.champion.email))[0];
}

/** Newest first. */
export async function handoffsOf(product: RunningProduct, email: string): Promise<Handoff[]> {
  const found = await product.contact(email).catch(() => null);
  const { handoffs } = await product.admin<{ handoffs: Handoff[] }>('GET', '/handoffs?limit=1000');
  return handoffs.filter(({ contactId }) => contactId !== null && contactId === found?.contact.id);
}

/** The enrolments of the champion, once all of them have ended. */
export async function expectEnrolled(product: RunningProduct, { champion }: TrialCompany, withinMs = 15_000) {
  return waitUntil<HubspotEnrolment[]>(
    `the workflow to have ended for ${champion.email}`,
    async () => {
      const { enrolments } = await product.contact(champion.email);
      const isOver =
        enrolments.length > 0 && enrolments.every(({ status }) => status !== 'active' && status !== 'scheduled');
      return isOver
        ? { value: enrolments }
        : { instead: JSON.stringify(enrolments.map(({ status, steps }) => [status, steps])) };
    },
    withinMs,
    50,
  );
}

/** Waits for an alarm whose message has these words. */
export async function expectAlarm(product: RunningProduct, words: string | RegExp, withinMs = 10_000): Promise<Alarm> {
  return waitUntil<Alarm>(
    `an alarm saying "${words}"`,
    async () => {
      const { alarms } = await product.portal();
      const alarm = alarms.find(({ message }) =>
        typeof words === 'string' ? message.includes(words) : words.test(message),
      );
      return alarm ? { value: alarm } : { instead: JSON.stringify(alarms.map(({ message }) => message)) };
    },
    withinMs,
    50,
  );
}

/** Alerts about the champion, by place. */
export async function alertsAbout(product: RunningProduct, { champion }: TrialCompany) {
  return product.messagesAbout(`New SQL: ${champion.firstName} ${champion.lastName} `);
}

export async function expectAlerts(product: RunningProduct, company: TrialCompany, wanted: number, withinMs = 15_000) {
  return waitUntil<Alert[]>(
    `${wanted} alerts about ${company.champion.email}`,
    async () => {
      const alerts = await alertsAbout(product, company);
      return alerts.length >= wanted ? { value: alerts } : { instead: `${alerts.length} alerts` };
    },
    withinMs,
    50,
  );
}

/** What the marketing channel reads about the champion. */
export async function expectNote(product: RunningProduct, { champion }: TrialCompany): Promise<string> {
  return waitUntil<string>(
    `a note about ${champion.email}`,
    async () => {
      const notes = (await product.messagesAbout(champion.lastName)).filter(({ place }) => place === '#marketing');
      const [note] = notes;
      return note && notes.length === 1 ? { value: note.shown } : { instead: `${notes.length} notes` };
    },
    10_000,
    50,
  );
}

/** Long enough for whatever should not happen to have happened. */
export function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
