import { whatTheySee, whoSees } from '../../../sandbox/page/slack/who-looks.ts';

const people = [{ id: 'maria' }, { id: 'tom' }];
const everyone = { id: '#handoff', members: ['maria', 'tom'] };
const ofTom = { id: 'dm tom', members: ['tom'] };
const ofNobody = { id: '#trouble', members: [] };
const conversations = [everyone, ofTom, ofNobody];

it.each([
  ['nobody signed in: the first', everyone, null, 'maria'],
  ['whoever is in it stays', everyone, 'tom', 'tom'],
  ['direct messages sign their person in', ofTom, 'maria', 'tom'],
  ['a channel without people changes nobody', ofNobody, 'tom', 'tom'],
  ['somebody who has left is signed out', everyone, 'left', 'maria'],
  ['no conversation at all', undefined, 'tom', 'tom'],
])('who sees: %s', (_name, conversation, signedIn, person) => {
  expect(whoSees(conversation, signedIn, people)).toBe(person);
});

it.each([
  ['what they are in stays open', 'tom', 'dm tom', 'dm tom'],
  ['others’ direct messages close', 'maria', 'dm tom', '#handoff'],
  ['a channel without people stays open', 'maria', '#trouble', '#trouble'],
  ['a conversation that is gone', 'maria', '#gone', '#handoff'],
])('what they see: %s', (_name, person, open, seen) => {
  expect(whatTheySee(person, conversations, open)).toBe(seen);
});

it('shows what there is when somebody is in nothing', () => {
  expect(whatTheySee('maria', [ofTom], 'dm tom')).toBe('dm tom');
});
