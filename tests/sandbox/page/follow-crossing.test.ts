import { knownContacts, whoCrossed } from '../../../sandbox/page/follow-crossing.ts';

const people = ['Noor Haddad', 'Alex Morgan'].map((name) => personOf(name, 'Brightyard'));
const [noor, alex] = people;
const stranger = personOf('Sarah Chen', 'FinPilot');

function personOf(name: string, company: string) {
  return { userId: name, name, email: `${name.split(' ')[0]?.toLowerCase()}@${company.toLowerCase()}.test`, company };
}

function contactOf(person: { name: string; email: string; company: string } | undefined, ...enrolments: string[]) {
  return {
    id: person?.name ?? '',
    name: person?.name ?? '',
    email: person?.email ?? '',
    company: person?.company ?? '',
    companyId: null,
    sections: [],
    enrolments: enrolments.map((id) => ({
      id,
      flow: 'Zo | SQL handoff',
      isEnrolled: true,
      at: 0,
      state: 'completed',
      actions: [],
    })),
  };
}

it('follows a colleague who is new in HubSpot', () => {
  const known = knownContacts([contactOf(stranger)]);
  const contacts = [contactOf(stranger), contactOf(noor)];
  expect(whoCrossed(contacts, known, alex, [...people, stranger])?.name).toBe('Noor Haddad');
});

it('follows a colleague who was there and is enrolled, also for the second time', () => {
  const known = knownContacts([contactOf(noor, 'first')]);
  expect(whoCrossed([contactOf(noor, 'first')], known, alex, people)).toBeUndefined();
  expect(whoCrossed([contactOf(noor, 'second', 'first')], known, alex, people)?.name).toBe('Noor Haddad');
});

it('follows nobody of another company, and nobody while no user is chosen', () => {
  const known = knownContacts([contactOf(stranger)]);
  const contacts = [contactOf(stranger, 'first')];
  expect(whoCrossed(contacts, known, alex, [...people, stranger])).toBeUndefined();
  expect(whoCrossed(contacts, known, undefined, [...people, stranger])).toBeUndefined();
});
