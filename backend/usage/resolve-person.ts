/**
 * Whose event it is. Of all events only an alias makes one person of two user ids; an anonymous id belongs to whoever
 * claimed it first, and an anonymous person becomes the user it turns out to be.
 */
import type { NormalisedEvent } from '../ingest/event.ts';
import {
  addPerson,
  attachIdentity,
  findPerson,
  mergePersons,
  type WorkingGroup,
  type WorkingPerson,
} from './working-group.ts';

/** The person of a counted event; made when nobody is known by its ids. `seq` is the event's order of acceptance. */
export function resolvePerson(group: WorkingGroup, event: NormalisedEvent, seq: number): WorkingPerson {
  const { userId, anonymousId } = event;
  if (userId === null) return resolveAnonymous(group, anonymousId ?? '', event.receivedAt);
  if (event.type === 'alias' && event.previousId !== null)
    connectPrevious(group, userId, event.previousId, event.receivedAt);

  const identity = `u:${userId}`;
  const owner = anonymousId === null ? null : findPerson(group, `a:${anonymousId}`);
  const isAnonymous = owner !== null && owner.person.profile.userIds.length === 0;
  let person = findPerson(group, identity);
  if (person === null) {
    person = isAnonymous ? owner : addPerson(group);
    attachIdentity(group, identity, person, event.receivedAt);
  } else if (isAnonymous && owner !== person) {
    mergePersons(group, owner, person, 'anonymous');
  }
  if (anonymousId !== null && owner === null) attachIdentity(group, `a:${anonymousId}`, person, event.receivedAt);
  nameUser(person, userId, seq);
  return person;
}

function resolveAnonymous(group: WorkingGroup, anonymousId: string, at: number): WorkingPerson {
  const identity = `a:${anonymousId}`;
  const known = findPerson(group, identity);
  if (known) return known;
  const person = addPerson(group);
  attachIdentity(group, identity, person, at);
  return person;
}

/**
 * Alias. When nobody is known by the previous id, both its forms are kept for the user, so that events that arrive late
 * under it still find their person.
 */
function connectPrevious(group: WorkingGroup, userId: string, previousId: string, at: number): void {
  const identity = `u:${userId}`;
  let person = findPerson(group, identity);
  const previous = findPerson(group, `u:${previousId}`) ?? findPerson(group, `a:${previousId}`);
  if (person && previous) {
    if (person !== previous) mergePersons(group, previous, person, 'alias');
    return;
  }
  if (!person) {
    person = previous ?? addPerson(group);
    attachIdentity(group, identity, person, at);
  }
  if (previous) return;
  for (const key of [`u:${previousId}`, `a:${previousId}`]) {
    if (!group.state.identities.has(key)) attachIdentity(group, key, person, at);
  }
}

function nameUser(working: WorkingPerson, userId: string, seq: number): void {
  const { profile } = working.person;
  if (profile.userIds.includes(userId)) return;
  profile.userIdSeqs = [...(profile.userIdSeqs ?? profile.userIds.map(() => 0)), seq];
  profile.userIds.push(userId);
  working.visible = true;
}
