import {
  contactConflictOf,
  isConflictOf,
  refusedIn,
  userIdConflictOf,
  wordContactConflict,
  wordHeldAddress,
  wordHeldContact,
  wordUserIdConflict,
} from '../../../backend/hubspot/contact-conflicts.ts';

/** Every text, with whom it names. */
const texts: [string, string[]][] = [
  [wordHeldAddress('501', 'u_1'), ['u_1']],
  [wordHeldContact('501', 'u_1'), ['u_1']],
  [wordContactConflict('u_1', wordHeldAddress('501', 'u_2')), ['u_1', 'u_2']],
  [wordContactConflict('u_1', wordHeldContact('501', 'u_2')), ['u_1', 'u_2']],
  [wordUserIdConflict({ userId: 'u_1', contactId: '501', holderId: '502', owner: 'u_2' }), ['u_1', 'u_2']],
];

it.each(texts)('"%s" is of whoever it names', (text, named) => {
  for (const id of named) expect([id, isConflictOf(text, ['somebody', id])]).toEqual([id, true]);
});

it.each(texts)('"%s" is of nobody whose user id only begins or ends like one', (text) => {
  expect(isConflictOf(text, ['u', 'u_', '_1', 'u_11', '501', ''])).toBe(false);
});

it('a text of HubSpot that holds a user id is no conflict', () => {
  expect(isConflictOf('u_1 is not one of the options', ['u_1'])).toBe(false);
});

it('an alarm about a conflict says by its key for whom it is raised', () => {
  for (const key of [contactConflictOf(7), userIdConflictOf(7)]) expect(refusedIn(key)).toBe(7);
  for (const key of ['company-conflict:7', 'slack', 'contact-conflict:7:8']) expect(refusedIn(key)).toBeNull();
});
