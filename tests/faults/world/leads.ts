/** Leads are introduced in numbers and cross one by one, when a case wants something to be sent. */
import { crossing, introduce, type Lead, leadOf } from '../client/messages.ts';
import { untilQuiet } from './quiet.ts';
import { createContacts, type World } from './world.ts';

export type Leads = {
  /** Who has been told to cross so far. */
  crossed: Lead[];
  /** Who crosses next. */
  next(count: number): Lead[];
  /** The next `count` cross; resolves once their events were answered 200. */
  cross(count: number): Promise<Lead[]>;
  /** The same, and does not wait for the answer. */
  startCrossing(count: number): { leads: Lead[]; answered: Promise<void> };
};

/** Every second of them stands in HubSpot already; the others are made when they cross. */
export async function introduceLeads(world: World, count: number): Promise<Leads> {
  const { client, clock, hubspot } = world;
  const all = Array.from({ length: count }, (_, index) => leadOf(index));
  await hubspot('POST', '/sandbox/settings', { autoAssociateByDomain: true });
  const known = all.filter(({ index }) => index % 2 === 0);
  await createContacts(
    world.hubspotGate.url,
    known.map(({ email, lastName }) => ({ email, firstname: 'Lead', lastname: lastName, lifecyclestage: 'lead' })),
  );
  for (let start = 0; start < count; start += 20) {
    await client.send(all.slice(start, start + 20).flatMap((lead) => introduce(lead, clock.now())));
  }
  await untilQuiet(world, { what: 'leads are introduced' });
  const crossed: Lead[] = [];

  function startCrossing(some: number) {
    const leads = all.slice(crossed.length, crossed.length + some);
    if (leads.length < some) throw new Error(`there are no more than ${count} leads`);
    crossed.push(...leads);
    const answered = client.send(leads.map((lead) => crossing(lead, clock.now())));
    // Nobody need wait for it, also when the case ends before it is answered.
    answered.catch(() => {});
    return { leads, answered };
  }
  return {
    crossed,
    next: (some) => all.slice(crossed.length, crossed.length + some),
    startCrossing,
    async cross(some) {
      const { leads, answered } = startCrossing(some);
      await answered;
      return leads;
    },
  };
}
