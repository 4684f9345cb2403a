import { doubtfulAddresses, identitiesToRefuse, namesOfPeople } from '../../../backend/privacy/identities-to-refuse.ts';

const names = {
  identities: ['u:sarah', 'u:Sarah@Work.test', 'a:browser'],
  saidByHubspot: ['Sarah@FinPilot.test'],
  saidByEvents: ['sarah@finpilot.test', 'ben@finpilot.test'],
};

it('what HubSpot said is theirs, and so are their ids; of other addresses only those that are nobody else’s', () => {
  expect(doubtfulAddresses(names)).toEqual(['ben@finpilot.test', 'sarah@work.test']);
  const isOthers = (address: string) => ['ben@finpilot.test', 'sarah@finpilot.test'].includes(address);
  expect(identitiesToRefuse(names, isOthers)).toEqual([
    'u:sarah',
    'u:Sarah@Work.test',
    'a:browser',
    'e:sarah@finpilot.test',
    'e:sarah@work.test',
  ]);
});

it('an address that is nobody else’s is refused, though only events said it', () => {
  expect(identitiesToRefuse(names, () => false)).toContain('e:ben@finpilot.test');
});

it('of a contact that was deleted HubSpot says nothing any more', () => {
  const facts = (exists: boolean, email: string | null) => ({ facts: { exists, email } as never });
  const person = { profile: { email: 'ben@finpilot.test' } as never };
  expect(
    namesOfPeople(
      ['u:sarah'],
      [person, null],
      [facts(true, 'sarah@finpilot.test'), facts(false, 'ben@finpilot.test'), facts(true, null), null],
    ),
  ).toEqual({
    identities: ['u:sarah'],
    saidByHubspot: ['sarah@finpilot.test'],
    saidByEvents: ['ben@finpilot.test', 'ben@finpilot.test'],
  });
});
