import { cardAnswers } from './card-answers.ts';
import type { Behaviour } from './json-answer.ts';

/** How the backend behaves towards one card: what it answers, once or always, or that it fails, refuses or stays silent. */
export type GalleryState = {
  title: string;
  first: Behaviour;
  /** From the second request on, if other than the first. */
  later?: 'failure';
  /** What somebody who acts is answered; else it is done, and the card stays as it is. */
  acted?: { status: string; say: string; card: object } | 'failure';
};

/** By the contact's id in the gallery. */
export const galleryStates: Record<number, GalleryState> = {
  101: { title: 'SQL-ready', first: cardAnswers.ready },
  102: { title: 'Near miss', first: cardAnswers.nearMiss },
  103: { title: 'Not known', first: cardAnswers.notKnown },
  104: {
    title: 'Handed off',
    first: cardAnswers.handedOff,
    acted: { status: 'done', say: 'Maria is on it.', card: cardAnswers.takenOn },
  },
  105: { title: 'First call overdue', first: cardAnswers.overdue, acted: 'failure' },
  106: { title: 'First call made', first: cardAnswers.called },
  107: { title: 'In review', first: cardAnswers.inReview },
  108: { title: 'Returned', first: cardAnswers.returned },
  109: { title: 'Waiting for HubSpot', first: cardAnswers.waiting },
  110: { title: 'Alert unconfirmed', first: cardAnswers.unconfirmed },
  111: { title: 'Customer', first: cardAnswers.customer },
  112: { title: 'HubSpot refuses', first: cardAnswers.refused },
  113: { title: 'Figures behind', first: cardAnswers.behind },
  114: { title: 'Stale', first: cardAnswers.nearMiss, later: 'failure' },
  115: { title: 'Empty', first: cardAnswers.empty },
  116: { title: 'No event ever', first: cardAnswers.neverSent },
  117: { title: 'Not connected', first: cardAnswers.notConnected },
  118: { title: 'No playbook', first: cardAnswers.noPlaybook },
  119: { title: 'Error', first: 'failure' },
  120: { title: 'Refused', first: 'refusal' },
  121: { title: 'Loading', first: 'silence' },
  122: { title: 'Taken on', first: cardAnswers.takenOn },
  123: { title: 'Snoozed', first: cardAnswers.snoozed },
  124: { title: 'Asked to return', first: cardAnswers.asked },
  125: { title: 'Somebody else’s', first: cardAnswers.notTheirs },
  126: {
    title: 'No owner yet',
    first: cardAnswers.held,
    acted: { status: 'refused', say: 'Tom has it.', card: cardAnswers.notTheirs },
  },
  127: { title: 'Passed on', first: cardAnswers.passedOn },
  128: { title: 'By hand', first: cardAnswers.byHand },
  129: { title: 'Rejected', first: cardAnswers.rejected },
  130: { title: 'Not a fit', first: cardAnswers.notAFit },
  131: { title: 'Wrong person', first: cardAnswers.wrongPerson },
};
