import { type BackendProblem, type PlaceWords, type ProblemWords, wordProblem } from '@zo/backend-client';

const words: PlaceWords = {
  misconfigured: {
    title: 'These settings are not set up',
    advice: 'The app was uploaded without the address of its service. Ask whoever looks after Zo Handoff.',
  },
  refused: {
    title: 'Zo Handoff does not accept this account',
    advice: 'Whoever runs the service connects this account again. Nothing was changed.',
  },
  unreadable: {
    title: 'The settings cannot be shown',
    advice: 'Try again in a minute. Handoffs go on as they were.',
  },
  unavailable: {
    title: 'The settings cannot be loaded right now',
    advice: 'Try again in a minute. Handoffs go on as they were.',
  },
};

/** What the settings page says of a problem. */
export function problemWords(problem: BackendProblem): ProblemWords {
  return wordProblem(problem, words);
}
