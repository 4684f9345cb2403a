/** Reasons to choose from where a person says why. Those for "not a fit" are the playbook's. */

/** Why an AE gives back what may fit all the same. */
export const returnReasons = ['No answer', 'Not ready yet', 'Bad timing', 'Other'];

/** Why this is not the one to talk to. */
export const wrongPersonReasons = ['Somebody else decides', 'Somebody else uses it', 'Left the company', 'Other'];
