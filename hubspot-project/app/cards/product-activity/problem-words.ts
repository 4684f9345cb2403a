import { type BackendProblem, type PlaceWords, type ProblemWords, wordProblem } from '@zo/backend-client';

const words: PlaceWords = {
  misconfigured: {
    title: 'This card is not set up',
    advice: 'Ask whoever looks after Zo Handoff to finish its set-up.',
  },
  refused: {
    title: 'Zo Handoff does not accept this account',
    advice:
      'Ask an administrator to connect Zo Handoff again. The Zo Handoff properties of this record stay as they were.',
  },
  unreadable: {
    title: 'Product activity cannot be shown',
    advice: 'Try again in a minute. The Zo Handoff properties of this record are still right.',
  },
  unavailable: {
    title: 'Product activity cannot be loaded right now',
    advice: 'Try again in a minute. The Zo Handoff properties of this record are still right.',
  },
};

/** What a card says of a problem. */
export function problemWords(problem: BackendProblem): ProblemWords {
  return wordProblem(problem, words);
}
