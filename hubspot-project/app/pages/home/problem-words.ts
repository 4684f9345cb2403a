import { type BackendProblem, type PlaceWords, type ProblemWords, wordProblem } from '@zo/backend-client';

const words: PlaceWords = {
  misconfigured: {
    title: 'This page is not set up',
    advice: 'The app was uploaded without the address of its service. Ask whoever looks after Zo Handoff.',
  },
  refused: {
    title: 'Zo Handoff does not accept this account',
    advice: 'Whoever runs the service connects this account again.',
  },
  unreadable: {
    title: 'This page cannot be shown',
    advice: 'Try again in a minute. Handoffs go on as they were.',
  },
  unavailable: {
    title: 'Zo Handoff cannot be reached right now',
    advice: 'Try again in a minute. If it stays so, the service may be down: ask whoever runs it.',
  },
};

/** What the home page says of a problem. */
export function problemWords(problem: BackendProblem): ProblemWords {
  return wordProblem(problem, words);
}
