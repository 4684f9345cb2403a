/** By what people who are deleted for privacy are recognised from then on. Pure. */
import type { RecordState } from '../handoff/decision.ts';
import type { Person } from '../usage/person.ts';

export type PeopleNames = {
  /** 'u:<user id>' and 'a:<anonymous id>': each is one person's alone. */
  identities: readonly string[];
  /** The addresses that HubSpot had of them. */
  saidByHubspot: readonly string[];
  /** The addresses that events gave them, which anybody with a browser's key may have sent. */
  saidByEvents: readonly string[];
};

/** Of somebody whose contact is deleted HubSpot says nothing any more: what is known of it then comes of events. */
export function namesOfPeople(
  identities: readonly string[],
  persons: readonly (Pick<Person, 'profile'> | null)[],
  records: readonly (Pick<RecordState, 'facts'> | null)[],
): PeopleNames {
  const facts = records.flatMap((record) => record?.facts ?? []);
  return {
    identities,
    saidByHubspot: facts.filter(({ exists }) => exists).flatMap(({ email }) => email ?? []),
    saidByEvents: [
      ...persons.flatMap((person) => person?.profile.email ?? []),
      ...facts.filter(({ exists }) => !exists).flatMap(({ email }) => email ?? []),
    ],
  };
}

/** Addresses in lower case that HubSpot did not say are theirs: somebody else may have one of them. */
export function doubtfulAddresses({ identities, saidByHubspot, saidByEvents }: PeopleNames): string[] {
  const surely = new Set(saidByHubspot.map((address) => address.toLowerCase()));
  const userIds = identities.filter((identity) => identity.startsWith('u:')).map((identity) => identity.slice(2));
  const addresses = [...saidByEvents, ...userIds.filter((userId) => userId.includes('@'))];
  return [...new Set(addresses.map((address) => address.toLowerCase()))].filter((address) => !surely.has(address));
}

/**
 * What goes on the list: 'u:…', 'a:…', and 'e:<address>' of every address but those that somebody else has of whom events are
 * kept: whoever is about to be forgotten could have a colleague refused by giving the colleague's address as theirs.
 */
export function identitiesToRefuse(names: PeopleNames, isSomebodyElses: (address: string) => boolean): string[] {
  const addresses = [
    ...names.saidByHubspot.map((address) => address.toLowerCase()),
    ...doubtfulAddresses(names).filter((address) => !isSomebodyElses(address)),
  ];
  return [...new Set([...names.identities, ...addresses.map((address) => `e:${address}`)])];
}
