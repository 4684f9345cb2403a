/** The sample account: what a sign-up form would have made, before any product usage. */
import { associate } from '../associations/associate.ts';
import { createRecord } from '../crm/records.ts';
import type { Portal } from './portal.ts';
import type { WriteSource } from './tables.ts';
import { addOwner } from './users.ts';

export type SeedName = 'acme' | 'empty';

const owners: [email: string, firstName: string, lastName: string][] = [
  ['maria@acme.test', 'Maria', 'Lopez'],
  ['tom@acme.test', 'Tom', 'Becker'],
  ['lee@acme.test', 'Lee', 'Park'],
];

type Company = { name: string; domain: string; employees: string; people: Person[] };
type Person = { email: string; firstname: string; lastname: string; lifecyclestage: string };

const free = (email: string, firstname: string, lastname: string): Person => ({
  email,
  firstname,
  lastname,
  lifecyclestage: 'lead',
});

const companies: Company[] = [
  {
    name: 'FinPilot',
    domain: 'finpilot.test',
    employees: '85',
    people: [free('sarah@finpilot.test', 'Sarah', 'Chen'), free('priya@finpilot.test', 'Priya', 'Nair')],
  },
  {
    name: 'Brightside',
    domain: 'brightside.test',
    employees: '40',
    people: [free('samir.twin@gmail.com', 'Samir', 'Haddad'), free('nora@brightside.test', 'Nora', 'Lind')],
  },
  {
    name: 'Soloworks',
    domain: 'soloworks.test',
    employees: '3',
    people: [free('lone@soloworks.test', 'Jonas', 'Weber')],
  },
  {
    name: 'Paidwell',
    domain: 'paidwell.test',
    employees: '120',
    people: [
      { ...free('customer@paidwell.test', 'Elena', 'Rossi'), lifecyclestage: 'customer' },
      { ...free('teammate@paidwell.test', 'Marc', 'Dubois'), lifecyclestage: 'customer' },
    ],
  },
];

export function seedPortal(portal: Portal, seed: SeedName): void {
  if (seed === 'empty') return;
  for (const [email, firstName, lastName] of owners) addOwner(portal, { email, firstName, lastName });
  const source: WriteSource = { sourceType: 'FORM', sourceId: 'sign-up form' };
  for (const { name, domain, employees, people } of companies) {
    const company = createRecord(portal, '0-2', { name, domain, numberofemployees: employees }, source);
    for (const { ...values } of people) {
      const contact = createRecord(portal, '0-1', values, source);
      associate(portal, contact, company, 1, source);
    }
  }
}
