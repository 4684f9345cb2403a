/** Reasons to choose from where a person says why. Those for "not a fit" are the playbook's. */

const wrongPerson = 'Wrong person';

/** Why an AE gives back what may fit all the same. */
export const returnReasons = ['No answer', 'Not ready yet', 'Bad timing', wrongPerson, 'Other'];

/** On the card, the wrong person is a command of its own. */
export const cardReturnReasons = returnReasons.filter((reason) => reason !== wrongPerson);

/** Why this is not the one to talk to. */
export const wrongPersonReasons = ['Somebody else decides', 'Somebody else uses it', 'Left the company', 'Other'];
