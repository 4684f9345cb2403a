/** What a sign-up form makes in HubSpot before anybody has used the product: the company and its contacts. */
import { companyOf, contactByEmail } from './hubspot-state.ts';
import type { Stage } from './story.ts';
import { waitUntil } from './wait-until.ts';

type Person = { name: string; email: string; company: string };

export async function fillInForm(
  { demo, hubspot }: Stage,
  people: readonly [Person, ...Person[]],
  employees: number,
): Promise<void> {
  const [{ company, email }] = people;
  const domain = email.split('@')[1] ?? '';
  await control(demo.hubspotUrl, '/sandbox/settings', { autoAssociateByDomain: true });
  await control(demo.hubspotUrl, '/sandbox/objects/companies', {
    properties: { name: company, domain, numberofemployees: String(employees) },
  });
  for (const person of people) {
    const [firstname = '', lastname = ''] = person.name.split(' ');
    const properties = { email: person.email, firstname, lastname, lifecyclestage: 'lead' };
    await control(demo.hubspotUrl, '/sandbox/objects/contacts', { properties });
  }
  await waitUntil(
    `the people of ${company} to be with their company in HubSpot`,
    () => {
      const state = hubspot.state();
      const lonely = people.filter(({ email }) => {
        const contact = contactByEmail(state, email);
        return contact === undefined || companyOf(state, contact.id) === undefined;
      });
      return lonely.length === 0 ? { value: true } : { instead: lonely.map(({ name }) => name).join(', ') };
    },
    10_000,
  );
  await control(demo.hubspotUrl, '/sandbox/settings', { autoAssociateByDomain: false });
}

export async function control(url: string, route: string, body: object): Promise<void> {
  const response = await fetch(`${url}${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The local HubSpot answered ${response.status} to ${route}.`);
}
