import { decisionAnswers, type GalleryHome, homeAnswers } from './home-answers.ts';
import type { Behaviour } from './json-answer.ts';

/** How the backend behaves towards one state of the home page. */
type HomeBehaviour =
  | GalleryHome
  | { status: 'not connected'; missing: 'portal' | 'playbook' }
  | Extract<Behaviour, string>;

export type HomeState = {
  title: string;
  home: HomeBehaviour;
  /** From the second time it is asked on, if other than the first. */
  later?: HomeBehaviour;
  /** What comes of a reviewer's decision. */
  decision?: object;
};

export const homeStates: HomeState[] = [
  { title: 'Usual', home: homeAnswers.usual, decision: decisionAnswers.done },
  { title: 'Somebody who may not decide', home: homeAnswers.onlooker },
  { title: 'Decision refused', home: homeAnswers.usual, decision: decisionAnswers.refused },
  { title: 'Decision without answer', home: homeAnswers.usual },
  { title: 'Empty portal', home: homeAnswers.empty },
  { title: 'Watch mode', home: homeAnswers.watchMode },
  { title: 'No workflow', home: homeAnswers.noWorkflow },
  { title: 'Slack revoked', home: homeAnswers.revokedSlack },
  { title: '10,000 handoffs', home: homeAnswers.large },
  { title: 'Still counting', home: homeAnswers.counting },
  { title: 'Stale', home: homeAnswers.usual, later: 'failure' },
  { title: 'Not connected', home: { status: 'not connected', missing: 'portal' } },
  { title: 'No playbook', home: { status: 'not connected', missing: 'playbook' } },
  { title: 'Error', home: 'failure' },
  { title: 'Refused', home: 'refusal' },
  { title: 'Loading', home: 'silence' },
];
